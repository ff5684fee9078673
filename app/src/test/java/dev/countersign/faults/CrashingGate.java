package dev.countersign.faults;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.execution.Outcome;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.request.Decision;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import dev.countersign.token.KeyRing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A gate in a process of its own that walks the whole way of one action and dies at a given point.
final class CrashingGate {
  static final int ALIVE = 0;

  private CrashingGate() {}

  /// @param args database URL, user, password, key file, target URL, the fatal point
  public static void main(String[] args) throws IOException {
    KeyRing keys =
        KeyRing.fromJson((JsonObject) CanonicalJson.parse(Files.readAllBytes(Path.of(args[3]))));
    CrashPoints points = CrashPoints.fatal(Integer.parseInt(args[5]));
    try (PostgresStore store =
        PostgresStore.open(
            new StoreConfig(
                args[0],
                args[1],
                args[2],
                2,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10)),
            keys.evidence())) {
      Gates.importPeople(store);
      TestGate gate =
          Gates.on(
              points.around(store.ledger()),
              points.around(store.deliveries()),
              keys,
              new RecordingChat());
      gate.executor.answer(order -> {
        points.point();
        Outcome outcome = post(URI.create(args[4]), order.idempotencyKey());
        points.point();
        return outcome;
      });
      gate.propose();
      gate.showCards();
      points.point();
      gate.press("ULENA", Decision.APPROVE);
      gate.execute();
      gate.showCards();
    }
    System.exit(ALIVE);
  }

  static Outcome post(URI target, String key) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(target)
                  .timeout(Duration.ofSeconds(10))
                  .header("Idempotency-Key", key)
                  .header("Authorization", "Bearer test")
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return new Outcome.Succeeded(
          answer.statusCode(), Digest.of("sent"), Digest.of(answer.body()));
    } catch (IOException | InterruptedException e) {
      return new Outcome.Unknown("connection_lost", 0);
    }
  }
}
