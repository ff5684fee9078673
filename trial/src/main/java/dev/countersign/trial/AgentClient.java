package dev.countersign.trial;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/// The agent of the trial: speaks the public API with its own key, like any other.
final class AgentClient implements AutoCloseable {
  /// How long the gate may hold an answer back until the outcome is known.
  static final Duration WAIT = Duration.ofSeconds(20);

  private static final Duration TIMEOUT = WAIT.plusSeconds(10);
  private static final int MAX_ANSWER_BYTES = 1024 * 1024;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI gate;
  private final String key;

  AgentClient(URI gate, String key) {
    this.gate = gate;
    this.key = key;
  }

  record Answer(int status, JsonObject document) {}

  /// @param proposal as it goes over the wire
  Answer propose(String proposal, UUID idempotencyKey) {
    return send(
        to("/v1/proposals")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey.toString())
            .POST(HttpRequest.BodyPublishers.ofString(proposal, StandardCharsets.UTF_8)));
  }

  /// The request as it stands now.
  Answer read(String id) {
    return send(to("/v1/proposals/" + id).GET());
  }

  /// Its newest requests.
  Answer list(int most) {
    return send(to("/v1/proposals?limit=" + most).GET());
  }

  /// The request once its outcome is known, or as it stands after [#WAIT].
  Answer awaitOutcome(String id) {
    return send(to("/v1/proposals/" + id).header("Prefer", "wait=" + WAIT.toSeconds()).GET());
  }

  Answer audit(String id) {
    return send(to("/v1/proposals/" + id + "/audit").GET());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(gate + path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + key);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (CanonicalJson.parse(answer.body(), MAX_ANSWER_BYTES) instanceof JsonObject document) {
        return new Answer(answer.statusCode(), document);
      }
      throw new TrialException("The gate answered with something other than a JSON object.");
    } catch (IOException e) {
      throw new TrialException("The gate did not answer its agent.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrialException("Interrupted while waiting for the gate.", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
