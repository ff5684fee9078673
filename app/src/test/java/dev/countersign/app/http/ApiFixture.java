package dev.countersign.app.http;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.Ledger;
import dev.countersign.people.Directory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.token.ExecutorKey;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// A gate in memory behind its real door on a free port. Waiting takes no time of its own: a test
/// says what happens while a caller stands still.
final class ApiFixture implements AutoCloseable {
  static final URI PUBLIC = URI.create("https://gate.example/");
  static final String SECRET = "s".repeat(43);
  static final String BOT = "ck_test_supportbot1_" + SECRET;
  static final String OTHER = "ck_test_otherbot001_" + SECRET;

  final AtomicLong nanos = new AtomicLong();

  /// Questions about keys.
  final AtomicLong lookedUp = new AtomicLong();

  /// Of signed requests that were taken.
  final Set<String> nonces = ConcurrentHashMap.newKeySet();

  final Semaphore standing = new Semaphore(0);
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final Changes changes;
  final TestGate gate;
  final AgentApi api;
  private final HttpClient client = HttpClient.newHttpClient();

  static final class Options {
    String policy = TestGate.ONE_LEAD;
    String people = TestGate.PEOPLE;
    Changes.Pause pause = Changes::standStill;
    int mostWaiters = 10;
    int mostConcurrent = 100;
    int burst = 1_000;
    double perSecond = 0.5;
    Duration idle = Duration.ofSeconds(30);
    Set<Scope> scopes = Set.of(Scope.values());
    UnaryOperator<Ledger> seen = UnaryOperator.identity();
    List<Mount> mounts = new ArrayList<>();
    Map<String, List<ExecutorKey>> executorKeys = Map.of();

    /// Of executors whose keys were all taken out a moment ago.
    Set<String> withoutKeys = Set.of();
  }

  ApiFixture() {
    this(new Options());
  }

  ApiFixture(Options options) {
    this.changes =
        new Changes(
            options.mostWaiters,
            nanos::get,
            (signal, most) -> {
              standing.release();
              options.pause.until(signal, most);
            });
    SettableClock clock = new SettableClock(TestGate.START);
    InMemoryLedger memory = new InMemoryLedger(clock);
    Directory directory = new PeopleDirectory(TestGate.people(options.people));
    this.gate =
        new TestGate(clock, new NotingLedger(memory, changes), memory, directory, options.policy);
    byte[] hash = Digest.sha256(SECRET.getBytes(StandardCharsets.US_ASCII));
    this.api =
        new AgentApi(
            new HttpSettings(
                "127.0.0.1",
                0,
                PUBLIC,
                options.mostConcurrent,
                options.idle,
                options.burst,
                options.perSecond),
            new StoredAgentKeys(
                directory,
                _ -> {
                  lookedUp.incrementAndGet();
                  return Optional.of(new StoredKey(hash, options.scopes, Optional.empty()));
                },
                () -> {
                  lookedUp.incrementAndGet();
                  return List.of(hash);
                }),
            new Desks(
                gate.intake,
                gate.undos,
                gate.withdrawals,
                options.seen.apply(gate.ledger),
                memory::unknown,
                memory::followUps,
                gate.directory,
                memory,
                gate.attachments,
                gate.keys::publicKeys,
                new ExecutorAccess(
                    gate.outside,
                    name -> options.executorKeys.getOrDefault(name, List.of()),
                    name ->
                        options.withoutKeys.contains(name)
                            ? List.of()
                            : options.executorKeys.getOrDefault(name, List.of()),
                    (executor, nonce, _) -> nonces.add(executor + " " + nonce))),
            changes,
            meters,
            clock,
            options.mounts);
    api.start();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
        .header("Authorization", "Bearer " + BOT);
  }

  HttpRequest.Builder as(String key, String path) {
    return request(path).setHeader("Authorization", "Bearer " + key);
  }

  HttpRequest.Builder post(byte[] body) {
    return request("/v1/proposals")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(body));
  }

  HttpRequest.Builder proposing() {
    return post(TestGate.body("{}"));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofByteArray()).thenApply(Answer::new);
  }

  Answer get(String path) {
    return send(request(path));
  }

  /// All counts so far. A request is counted a moment after its answer has left; the next one on
  /// the same connection is read only then.
  String scrape() {
    get("/.well-known/jwks.json");
    return meters.scrape();
  }

  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    Map<String, List<String>> headers() {
      return response.headers().map();
    }

    JsonObject json() {
      return (JsonObject) CanonicalJson.parse(response.body(), 4 * CanonicalJson.MAX_BYTES);
    }

    String code() {
      return json().text("code");
    }
  }

  @Override
  public void close() {
    // First the client, or the server waits in vain for its connections to end.
    client.shutdownNow();
    api.close();
  }
}
