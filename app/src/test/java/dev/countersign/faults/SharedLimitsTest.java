package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.CountersignServer;
import dev.countersign.app.Startup;
import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.ConfigurationReader;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.http.ApiKey;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.billing.BillingTarget;
import dev.countersign.sandbox.billing.BillingTarget.Received;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Two replicas and one connection that is limited to so many sends a second. More of both with
/// `-Dcountersign.limited.calls=1000 -Dcountersign.limited.a_second=50`.
@Timeout(180)
class SharedLimitsTest {
  private static final int CALLS = Integer.getInteger("countersign.limited.calls", 30);
  private static final int A_SECOND = Integer.getInteger("countersign.limited.a_second", 10);
  private static final int UNDER_WAY = 8;
  private static final String CREDENTIAL = "Bearer of-the-gate";
  private static final Pattern ID = Pattern.compile("prop_[0-9A-Z]{26}");

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private final List<CountersignServer> servers = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ApiKey key = new ApiKey("ck_test_refundbot0", SandboxSecrets.unguessable());

  /// When each came to the target, by its own clock and in its order, however many came.
  private final Queue<Instant> arrivals = new ConcurrentLinkedQueue<>();

  private BillingTarget billing;
  private PostgresStore store;

  @BeforeEach
  void twoReplicas() throws IOException {
    billing = BillingTarget.start(CREDENTIAL);
    billing.beforeAnswering(() -> arrivals.add(Instant.now()));
    new KeyFile(folder.resolve("keys.json"), new SecureRandom(), InstantSource.system())
        .loadOrCreate();
    write();
    servers.add(CountersignServer.start(settings(), startup()));
    servers.add(CountersignServer.start(settings(), startup()));
    store = PostgresStore.open(database.config(), startup().keys().evidence());
    assertThat(store.setSecretHash(key.id(), key.secretHash())).isTrue();
  }

  @AfterEach
  void stop() {
    servers.forEach(CountersignServer::close);
    store.close();
    http.close();
    billing.close();
  }

  @Test
  void eachIsSentOnceNoSecondHasMoreThanItMayAndNobodyFailsForIt() throws Exception {
    List<String> ids = proposeAll();
    int most = 0;
    int arrived = 0;
    while (arrived < CALLS) {
      arrived = arrivals.size();
      assertThat(redeemed()).as("a grant for each that came").isGreaterThanOrEqualTo(arrived);
      assertThat(underWay()).isLessThanOrEqualTo(UNDER_WAY);
      most = Math.max(most, countedInTheLastSecond());
    }
    ids.forEach(this::awaitSuccess);

    assertThat(billing.received()).extracting(Received::body).doesNotHaveDuplicates();
    assertThat(billing.received())
        .extracting(received -> received.header("Idempotency-Key").orElseThrow())
        .doesNotHaveDuplicates()
        .hasSize(CALLS);
    assertThat(arrivals).hasSize(CALLS);
    assertThat(redeemed()).isEqualTo(CALLS);
    assertThat(most).isBetween(1, A_SECOND);
    assertThat(mostInASecond()).isLessThanOrEqualTo(A_SECOND + UNDER_WAY);
    assertThat(Gates.damages(store, startup().keys())).isEmpty();
  }

  /// In any second that begins as one comes. What is counted then is at most what may be sent in
  /// it; beside that comes only what was counted before and was still under way.
  private int mostInASecond() {
    List<Instant> all = List.copyOf(arrivals);
    int most = 0;
    for (int first = 0, end = 0; first < all.size(); first++) {
      Instant over = all.get(first).plusSeconds(1);
      while (end < all.size() && all.get(end).isBefore(over)) {
        end++;
      }
      most = Math.max(most, end - first);
    }
    return most;
  }

  private List<String> proposeAll() throws Exception {
    try (var agents = Executors.newFixedThreadPool(8)) {
      List<Callable<String>> proposing = new ArrayList<>();
      for (int nth = 1; nth <= CALLS; nth++) {
        int cents = nth;
        CountersignServer replica = servers.get(nth % servers.size());
        proposing.add(() -> propose(replica, cents));
      }
      List<String> ids = new ArrayList<>();
      for (Future<String> proposed : agents.invokeAll(proposing)) {
        ids.add(proposed.get());
      }
      return ids;
    }
  }

  private String propose(CountersignServer replica, int cents) throws Exception {
    String body =
        """
        {"action_type": "refund.create", "target_system": "billing",
         "proposed_changes": {"class": "api_call", "method": "POST", "url": "%s/v1/refunds",
           "body": {"media_type": "application/json", "json": {"amount": %d}}}}
        """
            .formatted(billing.baseUrl(), cents);
    HttpResponse<String> answer =
        http.send(
            request(replica, "/v1/proposals")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    Matcher id = ID.matcher(answer.body());
    assertThat(id.find()).isTrue();
    return id.group();
  }

  /// The outcome is recorded right after the target has answered.
  private void awaitSuccess(String id) {
    try {
      String told;
      do {
        told =
            http.send(
                    request(servers.getFirst(), "/v1/proposals/" + id).GET().build(),
                    BodyHandlers.ofString())
                .body();
        assertThat(told).doesNotContain("\"failed\"", "\"unknown\"", "\"barred\"");
      } while (!told.contains("\"succeeded\""));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder request(CountersignServer replica, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.port() + path))
        .header("Authorization", "Bearer " + key.id() + "_" + key.secret());
  }

  /// By the database's clock, as the next.
  private int countedInTheLastSecond() throws SQLException {
    return count("connection_send where at > statement_timestamp() - interval '1 second'");
  }

  private int underWay() throws SQLException {
    return count("connection_send where under_way > statement_timestamp()");
  }

  private int redeemed() throws SQLException {
    return count("redemption");
  }

  private int count(String what) throws SQLException {
    try (Connection connection = database.admin().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from countersign." + what)) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  private Startup startup() {
    return required(Startup.read(settings()));
  }

  private Configuration settings() {
    return required(
        ConfigurationReader.ofEnvironment(
            Map.of(
                "COUNTERSIGN_PROFILE", "sandbox",
                "COUNTERSIGN_ISSUER", Gates.ISSUER.value(),
                "COUNTERSIGN_DATABASE_URL", database.url(),
                "COUNTERSIGN_DATABASE_USER", database.config().user(),
                "COUNTERSIGN_DATABASE_PASSWORD", database.config().password(),
                "COUNTERSIGN_SERVER_PORT", "0",
                "COUNTERSIGN_SERVER_LAME_DUCK", "0s",
                "COUNTERSIGN_HTTP_AGENT_PER_SECOND", "10000",
                "COUNTERSIGN_HTTP_AGENT_BURST", "10000",
                "COUNTERSIGN_SERVER_MANAGEMENT_PORT", "0"),
            folder));
  }

  private void write() throws IOException {
    Files.writeString(folder.resolve("token"), CREDENTIAL);
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        version: 1
        rules:
          - {id: calls, when: 'action.class == "api_call"', gate: allow}
        """);
    Files.writeString(
        folder.resolve("connections.yaml"),
        """
        billing:
          kind: http
          base_url: %s
          allow: [{method: POST, path: /v1/refunds}]
          credential: 'file:%s'
          idempotency_header: Idempotency-Key
          allow_private_addresses: true
          limits: {rate: %d/s, concurrency: %d}
        """
            .formatted(billing.baseUrl(), folder.resolve("token"), A_SECOND, UNDER_WAY));
    Files.writeString(
        folder.resolve("people.yaml"),
        """
        people: [{id: olga, name: Olga}]
        agents:
          refund-bot: {owner: olga, key: ck_test_refundbot0, may_propose: [api_call]}
        """);
  }

  private static <T> T required(FileReading<T> reading) {
    return switch (reading) {
      case FileReading.Read<T>(var value) -> value;
      case FileReading.Unreadable<T>(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
