package dev.countersign.faults;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackPress;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An agent and a reviewer who do what they are told when the gate cannot take something: try again
/// with the same key, press again.
final class PersistentClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration REPLY = Duration.ofMillis(400);
  private static final int MOST_TRIES = 400;

  /// Half a minute of [#REPLY]: who is not told by then never is.
  private static final int MOST_PRESSES = 75;

  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final int MOST_WAITS = 6;
  private static final int MAX_ANSWER_BYTES = 1024 * 1024;

  private final ServedGate gate;
  private final HttpClient http;
  private final CountDownLatch refused = new CountDownLatch(1);

  PersistentClient(ServedGate gate, HttpClient http) {
    this.gate = gate;
    this.http = http;
  }

  /// Waits until the gate could not take something.
  ///
  /// @return whether it came to that
  boolean awaitRefusal(Duration patience) throws InterruptedException {
    return refused.await(patience.toSeconds(), TimeUnit.SECONDS);
  }

  /// The id that the gate acknowledged.
  String propose(int number) throws Exception {
    return persist(
            HttpRequest.newBuilder(gate.api(""))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "key-" + number)
                .POST(HttpRequest.BodyPublishers.ofString(gate.refund(number))))
        .text("id");
  }

  /// Presses until told that the request is decided.
  void approve(String id) {
    PostedMessage card =
        gate.slack()
            .awaitMessage(ServedGate.CHANNEL, message -> message.text().contains(id), PATIENCE)
            .orElseThrow(() -> new AssertionError("no card of " + id));
    for (int tries = 0; tries < MOST_PRESSES; tries++) {
      // Somebody's chat may go on showing the first version, with its buttons.
      SlackPress press =
          gate.slack().pressVersion(ServedGate.CHANNEL, card.ts(), 0, "approve", ServedGate.LEAD);
      String told = gate.slack().awaitReply(press, REPLY).map(Ephemeral::rendered).orElse("");
      if (told.contains("is decided")) {
        return;
      }
      if (!press.acknowledged() || !told.isEmpty()) {
        refused.countDown();
      }
    }
    throw new AssertionError("never decided: " + id);
  }

  /// The request once nothing more will happen to it.
  JsonObject outcome(String id) throws Exception {
    for (int waits = 0; waits < MOST_WAITS; waits++) {
      JsonObject view =
          persist(
              HttpRequest.newBuilder(gate.api("/" + id))
                  .header("Prefer", "wait=" + WAIT.toSeconds())
                  .GET());
      if (view.bool("done")) {
        return view;
      }
    }
    throw new AssertionError("never done: " + id);
  }

  private JsonObject persist(HttpRequest.Builder request) throws Exception {
    String key = gate.apiKey().id() + "_" + gate.apiKey().secret();
    request.timeout(PATIENCE).header("Authorization", "Bearer " + key);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      HttpResponse<byte[]> answer = send(request.build());
      if (answer.statusCode() / 100 == 2) {
        return (JsonObject) CanonicalJson.parse(answer.body(), MAX_ANSWER_BYTES);
      }
      if (answer.statusCode() != 503 && answer.statusCode() != 429) {
        throw new AssertionError("answered " + answer.statusCode());
      }
      refused.countDown();
    }
    throw new AssertionError("never answered");
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }
}
