package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.CountersignServer;
import dev.countersign.app.Startup;
import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.ConfigurationReader;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.http.ApiKey;
import dev.countersign.app.http.SigningExecutor;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.FileText;
import dev.countersign.ledger.VersionChange;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Two replicas of a deployment in production, while other versions are put in force.
@Timeout(180)
class SwitchedVersionTest {
  private static final String ALLOWS =
      """
      version: 1
      rules:
        - {id: mails, when: 'action.class == "message"', gate: allow}
      """;
  private static final String REFUSES = ALLOWS.replace("gate: allow", "gate: refuse");
  private static final int SWITCHES = 8;
  private static final int PROPOSALS = 30;

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private final List<CountersignServer> servers = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ApiKey key = new ApiKey("ck_test_mailbot00", SandboxSecrets.unguessable());
  private PostgresStore store;

  @BeforeEach
  void twoReplicas() throws IOException {
    new KeyFile(folder.resolve("keys.json"), new SecureRandom(), InstantSource.system())
        .loadOrCreate();
    write(ALLOWS);
    servers.add(replica());
    servers.add(replica());
    store = PostgresStore.open(database.config(), startup(settings()).keys().evidence());
    assertThat(store.setSecretHash(key.id(), key.secretHash())).isTrue();
  }

  @AfterEach
  void stop() {
    servers.forEach(CountersignServer::close);
    store.close();
    http.close();
  }

  @Test
  void allReplicasRuleByWhatWasDeployedWithoutARestart() throws Exception {
    for (CountersignServer each : servers) {
      assertThat(status(each)).isEqualTo("approved");
    }
    deploy(REFUSES);
    for (CountersignServer each : servers) {
      assertThat(status(each)).isEqualTo("refused");
      assertThat(get(each, "/readyz").statusCode()).isEqualTo(200);
    }
    deploy(ALLOWS);
    for (CountersignServer each : servers) {
      assertThat(status(each)).as("gone back to").isEqualTo("approved");
    }
  }

  /// After a switch has committed no ruling by the former policy is added, whatever was under way.
  @Test
  void nothingIsRuledByTheFormerPolicyAfterTheSwitch() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    try (ExecutorService agents = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> proposing = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        CountersignServer replica = servers.get(i % 2);
        proposing.add(
            agents.submit(() -> {
              while (!over.get()) {
                assertThat(propose(replica).statusCode()).isEqualTo(201);
                answered.incrementAndGet();
              }
              return null;
            }));
      }
      for (int nth = 0; nth < SWITCHES; nth++) {
        String former = nth % 2 == 0 ? ALLOWS : REFUSES;
        int until = answered.get() + PROPOSALS;
        while (answered.get() < until) {
          Thread.onSpinWait();
          assertThat(proposing).noneMatch(Future::isDone);
        }
        int last = deploy(nth % 2 == 0 ? REFUSES : ALLOWS);
        Set<String> byTheFormer = ruledBy(former);
        int more = answered.get() + PROPOSALS;
        while (answered.get() < more) {
          Thread.onSpinWait();
          assertThat(proposing).noneMatch(Future::isDone);
        }
        assertThat(ruledBy(former)).as("after version " + last).isEqualTo(byTheFormer);
      }
      over.set(true);
      for (Future<?> each : proposing) {
        each.get();
      }
    }
    assertThat(Gates.damages(store, startup(settings()).keys())).isEmpty();
  }

  @Test
  void aKeyOfAnExecutorOutsideOpensNothingOnceADeployHasTakenItOut() throws Exception {
    SigningExecutor former = new SigningExecutor("runner");
    SigningExecutor latter = new SigningExecutor("runner");
    deployConnections(outside(former));
    for (CountersignServer each : servers) {
      takesOver(each);
      assertThat(work(each, former)).isEqualTo(200);
    }
    deployConnections(outside(latter));
    for (CountersignServer each : servers) {
      assertThat(work(each, former)).isEqualTo(401);
    }
  }

  private static String outside(SigningExecutor executor) {
    return "post: {kind: external, executor: runner, public_keys: [%s], classes: [message]}\n"
        .formatted(executor.publicKey);
  }

  private int work(CountersignServer replica, SigningExecutor executor) throws Exception {
    executor.base = settings().server().publicUrl().toString();
    return http.send(
            executor.get(replica.port(), "/v1/grants", Instant.now()).build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  private void deployConnections(String connections) {
    FileText text =
        new FileText(DeployedFile.CONNECTIONS, connections.getBytes(StandardCharsets.UTF_8));
    store.versions().keep(text);
    DeployedVersion from = store.versions().current().orElseThrow();
    DeployedVersion to = new DeployedVersion(from.policy(), text.digest());
    assertThat(
            store
                .versions()
                .deploy(new VersionChange(Optional.of(from), to, ChangeNote.by("ann", List.of()))))
        .isTrue();
  }

  /// A proposal is ruled by no other version than the one in force, and the replica takes it over.
  private void takesOver(CountersignServer replica) throws Exception {
    assertThat(status(replica)).isEqualTo("approved");
  }

  @Test
  void aReplicaWithOldFilesServesWhatIsInForceAndBringsNothingBack() throws Exception {
    int number = deploy(REFUSES);
    CountersignServer late = replica();
    servers.add(late);
    assertThat(Files.readString(folder.resolve("policy.yaml"))).isEqualTo(ALLOWS);
    assertThat(status(late)).isEqualTo("refused");
    assertThat(store.versions().inForce().orElseThrow().number()).isEqualTo(number);
  }

  @Test
  void aReplicaThatCannotReadTheVersionInForceTakesPartNoMoreUntilItCan() throws Exception {
    deploy("version: 2\nrules: of a later release\n");
    for (CountersignServer each : servers) {
      HttpResponse<String> answer = propose(each);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(get(each, "/readyz"))
          .satisfies(ready -> {
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("\"version\"");
          });
      assertThat(get(each, "/metrics").body()).contains("countersign_replica_outdated 1.0");
    }
    deploy(REFUSES);
    assertThat(status(servers.getFirst())).isEqualTo("refused");
    assertThat(get(servers.getFirst(), "/readyz").statusCode()).isEqualTo(200);
  }

  /// Somebody with the rights of the database's owner took a row away.
  @Test
  void aReplicaDoesNotFollowTheDatabaseBackToAnOlderVersion() throws Exception {
    CountersignServer replica = servers.getFirst();
    deploy(REFUSES);
    assertThat(status(replica)).isEqualTo("refused");
    database.asAdmin(
        "alter table countersign.deployed_file disable trigger written_once; delete from"
            + " countersign.deployed_file where number = 2; alter table countersign.deployed_file"
            + " enable always trigger written_once");

    assertThat(propose(replica).statusCode()).isEqualTo(503);
    assertThat(get(replica, "/readyz").body()).contains("\"version\"");
  }

  /// @return the number of the version
  private int deploy(String policy) {
    FileText text = new FileText(DeployedFile.POLICY, policy.getBytes(StandardCharsets.UTF_8));
    store.versions().keep(text);
    DeployedVersion from = store.versions().current().orElseThrow();
    DeployedVersion to = new DeployedVersion(text.digest(), from.connections());
    assertThat(
            store
                .versions()
                .deploy(new VersionChange(Optional.of(from), to, ChangeNote.by("ann", List.of()))))
        .isTrue();
    return store.versions().inForce().orElseThrow().number();
  }

  private Set<String> ruledBy(String policy) {
    Digest version = Digest.of(policy);
    return store.ledger().idsAfter(Optional.empty(), 100_000).stream()
        .filter(id -> store.ledger().find(id).orElseThrow().ruling().policy().equals(version))
        .map(Object::toString)
        .collect(Collectors.toUnmodifiableSet());
  }

  private String status(CountersignServer replica) throws Exception {
    HttpResponse<String> answer = propose(replica);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return ((JsonObject) CanonicalJson.parse(answer.body().getBytes(StandardCharsets.UTF_8)))
        .text("status");
  }

  private HttpResponse<String> propose(CountersignServer replica) throws Exception {
    String body =
        """
        {"action_type": "message.send", "target_system": "post",
         "proposed_changes": {"class": "message", "channel": "email",
           "to": [{"address": "mara@client.example"}],
           "body": {"media_type": "text/plain", "content": "Hello"}}}
        """;
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.port() + "/v1/proposals"))
            .header("Authorization", "Bearer " + key.id() + "_" + key.secret())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(CountersignServer replica, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.managementPort() + path))
            .GET()
            .build(),
        BodyHandlers.ofString());
  }

  private CountersignServer replica() {
    Configuration settings = settings();
    return CountersignServer.start(settings, startup(settings));
  }

  private static Startup startup(Configuration settings) {
    return required(Startup.read(settings));
  }

  private Configuration settings() {
    return required(
        ConfigurationReader.ofEnvironment(
            Map.of(
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

  private void write(String policy) throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), policy);
    Files.writeString(folder.resolve("connections.yaml"), "post: {kind: advisory}\n");
    Files.writeString(
        folder.resolve("people.yaml"),
        """
        people: [{id: olga, name: Olga}]
        agents:
          mail-bot: {owner: olga, key: ck_test_mailbot00, may_propose: [message]}
        """);
  }

  private static <T> T required(FileReading<T> reading) {
    return switch (reading) {
      case FileReading.Read<T>(var value) -> value;
      case FileReading.Unreadable<T>(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
