package dev.countersign.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.Main;
import dev.countersign.app.http.ApiKey;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.audit.AuditEntry;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.billing.BillingTarget;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import dev.countersign.token.KeyRing;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of `countersign serve` while its very first try to record what a target answered hangs
/// in the database: nobody told it to stop, and no try has failed.
@Timeout(180)
class KilledWhileItHangsTest {
  private static final String CREDENTIAL = "Bearer test";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Longer than what is known may be in memory alone, and well shorter than the first try hangs.
  private static final Duration SOON = Duration.ofSeconds(15);

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ApiKey key = new ApiKey("ck_test_refundbot0", SandboxSecrets.unguessable());
  private BillingTarget billing;
  private PostgresStore store;
  private KeyRing keys;

  @BeforeEach
  void start() throws IOException {
    billing = BillingTarget.start(CREDENTIAL);
    write();
    keys =
        new KeyFile(folder.resolve("keys.json"), new SecureRandom(), InstantSource.system())
            .loadOrCreate();
    store = PostgresStore.open(database.config(), keys.evidence());
  }

  @AfterEach
  void stop() {
    store.close();
    http.close();
    billing.close();
  }

  @Test
  void whatTheTargetAnsweredIsRecordedByTheNextProcess() throws Exception {
    URI direct = URI.create(database.url().substring("jdbc:".length()));
    ProposalId id;
    try (StallingRelay relay = new StallingRelay(direct.getPort())) {
      CountDownLatch proposed = new CountDownLatch(1);
      CountDownLatch confirmed = new CountDownLatch(1);
      billing.beforeAnswering(() -> {
        awaitQuietly(proposed);
        relay.stall();
        confirmed.countDown();
      });
      String relayed =
          database.url().replace(":" + direct.getPort() + "/", ":" + relay.port() + "/");
      int port = freePort();
      Process serving = serve(relayed, port);
      try {
        id = new ProposalId(proposed(port).id());
        proposed.countDown();
        assertThat(confirmed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(log()).isTrue();
        assertThat(await(SOON, this::isKept)).as("kept while the first try hangs").isTrue();
      } finally {
        serving.destroyForcibly().waitFor();
      }
    }
    assertThat(execution(id)).isInstanceOf(Execution.Running.class);

    Process next = serve(database.url(), freePort());
    try {
      assertThat(await(PATIENCE, () -> execution(id) instanceof Execution.Succeeded))
          .as(log())
          .isTrue();
      assertThat(await(PATIENCE, () -> !isKept())).as("the file is removed").isTrue();
    } finally {
      next.destroyForcibly().waitFor();
    }
    assertThat(billing.received()).hasSize(1);
    assertThat(store.ledger().audit(id).stream().map(AuditEntry::document))
        .anyMatch(entry ->
            entry
                .object("data")
                .optionalText("recorded_from")
                .filter("outcome_file"::equals)
                .isPresent());
    assertThat(Gates.damages(store, keys)).isEmpty();
  }

  private Process serve(String url, int port) throws IOException {
    ProcessBuilder building =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                // Surefire starts us from a jar that only lists the real class path.
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "serve")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("serve.log").toFile());
    building.environment().putAll(settings(url, port));
    return building.start();
  }

  private Map<String, String> settings(String url, int port) {
    StoreConfig config = database.config();
    Map<String, String> settings = new HashMap<>();
    settings.put("COUNTERSIGN_PROFILE", "sandbox");
    settings.put("COUNTERSIGN_ISSUER", Gates.ISSUER.value());
    settings.put("COUNTERSIGN_DATABASE_URL", url);
    settings.put("COUNTERSIGN_DATABASE_USER", config.user());
    settings.put("COUNTERSIGN_DATABASE_PASSWORD", config.password());
    settings.put("COUNTERSIGN_DATABASE_ACQUIRE_TIMEOUT", "30s");
    settings.put("COUNTERSIGN_DATABASE_STATEMENT_TIMEOUT", "60s");
    settings.put("COUNTERSIGN_FILES_OUTCOMES", folder.resolve("outcomes").toString());
    settings.put("COUNTERSIGN_SERVER_PORT", Integer.toString(port));
    settings.put("COUNTERSIGN_SERVER_MANAGEMENT_PORT", "0");
    return settings;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// As soon as it serves and knows the agent.
  private ServedAgent.Answer proposed(int port) throws Exception {
    String refund =
        """
        {"action_type": "refund.create", "target_system": "billing",
         "proposed_changes": {"class": "api_call", "method": "POST", "url": "%s%s",
           "body": {"media_type": "application/json", "json": {"charge": "charge_1"}}}}
        """
            .formatted(billing.baseUrl(), BillingTarget.REFUNDS);
    ServedAgent agent = new ServedAgent(http, key, port);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try {
        if (store.setSecretHash(key.id(), key.secretHash())) {
          ServedAgent.Answer answer = agent.propose(refund, "refund");
          if (answer.status() == 201) {
            return answer;
          }
        }
      } catch (ConnectException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("never served: " + log());
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("serve.log"), UTF_8);
  }

  private Execution execution(ProposalId id) {
    return Gates.execution(store.ledger().find(id).orElseThrow().request().state());
  }

  private boolean isKept() {
    try (Stream<Path> all = Files.list(folder.resolve("outcomes"))) {
      return all.anyMatch(path -> path.toString().endsWith(".outcome"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// For less than the gate waits for its target.
  private static void awaitQuietly(CountDownLatch latch) {
    try {
      var _ = latch.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean await(Duration most, BooleanSupplier condition) {
    long end = System.nanoTime() + most.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return condition.getAsBoolean();
  }

  private void write() throws IOException {
    Path credential = Files.writeString(folder.resolve("token"), CREDENTIAL);
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
          allow_private_addresses: true
        """
            .formatted(billing.baseUrl(), credential));
    Files.writeString(
        folder.resolve("people.yaml"),
        """
        people: [{id: olga, name: Olga}]
        agents:
          refund-bot: {owner: olga, key: ck_test_refundbot0, may_propose: [api_call]}
        """);
  }
}
