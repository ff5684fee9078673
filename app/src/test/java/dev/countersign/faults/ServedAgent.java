package dev.countersign.faults;

import dev.countersign.app.http.ApiKey;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// An agent as it speaks to a server over HTTP.
///
/// @param port of the server
record ServedAgent(HttpClient http, ApiKey key, int port) {
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final int MOST_WAITS = 6;
  private static final int MOST_BYTES = 1024 * 1024;

  record Answer(int status, JsonObject json, Optional<String> retryAfter) {
    String id() {
      return json.text("id");
    }
  }

  ServedAgent at(int otherPort) {
    return new ServedAgent(http, key, otherPort);
  }

  Answer propose(String body, String idempotencyKey) throws IOException, InterruptedException {
    return send(
        request("/v1/proposals")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer undo(String id) throws IOException, InterruptedException {
    return send(request("/v1/proposals/" + id + "/undo").POST(HttpRequest.BodyPublishers.noBody()));
  }

  Answer list() throws IOException, InterruptedException {
    return send(request("/v1/proposals").GET());
  }

  /// The request once nothing more will happen to it.
  JsonObject done(String id) throws IOException, InterruptedException {
    for (int waits = 0; waits < MOST_WAITS; waits++) {
      Answer answer =
          send(request("/v1/proposals/" + id).header("Prefer", "wait=" + WAIT.toSeconds()).GET());
      if (answer.json().bool("done")) {
        return answer.json();
      }
    }
    throw new AssertionError("never done: " + id);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(WAIT.multipliedBy(2))
        .header("Authorization", "Bearer " + key.id() + "_" + key.secret());
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(
        answer.statusCode(),
        (JsonObject) CanonicalJson.parse(answer.body(), MOST_BYTES),
        answer.headers().firstValue("Retry-After"));
  }
}
