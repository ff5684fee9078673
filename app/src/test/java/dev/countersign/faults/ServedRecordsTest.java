package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.http.ApiKey;
import dev.countersign.faults.ServedAgent.Answer;
import dev.countersign.json.JsonObject;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Verifier;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.GrantVerifier;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Changes of records through two gates that `serve` wires, over one store, with a Slack and a
/// database of accounts that is another than the store.
@Timeout(180)
class ServedRecordsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TERMS = "{\"path\":\"/terms\",\"to\":\"NET60\"}";

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @RegisterExtension private final EmbeddedPostgresExtension crm = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ApiKey otherKey = new ApiKey(ServedGate.OTHER_KEY, SandboxSecrets.unguessable());
  private final List<AutoCloseable> open = new ArrayList<>();
  private ServedAccounts accounts;
  private Optional<Served> served = Optional.empty();

  private record Served(ServedGate gate, PostgresStore store, ServedAgent agent) {}

  @BeforeEach
  void accounts() throws Exception {
    accounts = new ServedAccounts(crm);
  }

  private void serve(String limits) throws Exception {
    ServedGate gate =
        ServedGate.start(
            folder, ServedAccounts.settings(database), accounts.connection(folder, limits));
    open.add(gate);
    PostgresStore store = PostgresStore.open(database.config(), gate.startup().keys().evidence());
    open.add(store);
    store.setSecretHash(gate.apiKey().id(), gate.apiKey().secretHash());
    store.setSecretHash(otherKey.id(), otherKey.secretHash());
    served =
        Optional.of(
            new Served(gate, store, new ServedAgent(http, gate.apiKey(), gate.server().port())));
  }

  private ServedGate gate() {
    return served.orElseThrow().gate();
  }

  private PostgresStore store() {
    return served.orElseThrow().store();
  }

  private ServedAgent agent() {
    return served.orElseThrow().agent();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    http.close();
  }

  private static String change(String id, String changes) {
    return ServedAccounts.update("account", id, changes);
  }

  private PostedMessage card(String id) {
    return gate()
        .slack()
        .awaitMessage(ServedGate.CHANNEL, message -> message.text().contains(id), PATIENCE)
        .orElseThrow(() -> new AssertionError("no card of " + id));
  }

  private void approve(String id) {
    assertThat(
            gate()
                .slack()
                .pressVersion(ServedGate.CHANNEL, card(id).ts(), 0, "approve", ServedGate.LEAD)
                .acknowledged())
        .isTrue();
  }

  private List<Damage> damages() {
    List<Damage> found = new ArrayList<>();
    new Verifier(
            store().evidence(),
            new GrantVerifier(gate().startup().keys(), gate().settings().issuer()),
            gate().startup().keys().evidence())
        .verifyAll(found::add);
    return found;
  }

  @Test
  void whatTheGateReadIsShownAndMadeAndALieAsksNobody() throws Exception {
    serve("{timeout: 5s}");
    Answer lie =
        agent()
            .propose(
                change("acme", "{\"path\":\"/terms\",\"from\":\"NET99\",\"to\":\"NET60\"}"), "lie");
    assertThat(lie.status()).isEqualTo(422);
    assertThat(lie.json().text("code")).isEqualTo("before_value_differs");
    assertThat(lie.json().toString()).as("what it is instead is not said").doesNotContain("NET30");
    assertThat(agent().list().json().toString()).doesNotContain("prop_");

    String id = agent().propose(change("acme", TERMS), "true").id();
    assertThat(card(id).rendered())
        .contains("NET30", "NET60", "read by Countersign")
        .doesNotContain("the agent says it is now");
    approve(id);

    assertThat(agent().done(id).text("outcome")).isEqualTo("executed");
    assertThat(accounts.accounts())
        .as("one row, and one field of it")
        .containsExactly("acme NET60 7", "beta NET30 7", "core NET30 7");
    assertThat(damages()).isEmpty();
  }

  @Test
  void aRecordThatChangedIsNotTouchedButAskedAnewAndAnUndoSetsBackWhatItWas() throws Exception {
    serve("{timeout: 5s}");
    String first = agent().propose(change("acme", TERMS), "terms").id();
    card(first);
    accounts.run("UPDATE account SET terms = 'NET45' WHERE id = 'acme'");
    List<String> theirs = accounts.accounts();
    approve(first);

    JsonObject ended = agent().done(first);
    assertThat(ended.text("outcome")).isEqualTo("not_executed");
    assertThat(ended.text("reason")).contains("record_changed");
    assertThat(accounts.accounts()).isEqualTo(theirs);
    String next = ended.text("superseded_by");
    assertThat(card(next).rendered())
        .as("what changed, and by whose word")
        .contains("NET30", "NET45", "NET60", "because the record was not as people saw it");

    approve(next);
    assertThat(agent().done(next).text("outcome")).isEqualTo("executed");
    assertThat(accounts.accounts()).containsExactly("acme NET60 7", "beta NET30 7", "core NET30 7");

    String undo = agent().undo(next).id();
    assertThat(accounts.accounts()).as("asked about like any other").contains("acme NET60 7");
    approve(undo);
    assertThat(agent().done(undo).text("outcome")).isEqualTo("executed");
    assertThat(accounts.accounts()).isEqualTo(theirs);
    assertThat(damages()).isEmpty();
  }

  @Test
  void whoProposesTooQuicklyIsToldToComeLaterWhicheverReplicaItAsksAndKeepsNobodyOut()
      throws Exception {
    serve("{looks: 6/h, timeout: 5s}");
    var second = gate().another(folder, ServedAccounts.settings(database));
    open.add(second);
    ServedAgent there = agent().at(second.port());
    List<Answer> taken = new ArrayList<>();
    List<Answer> late = new ArrayList<>();
    for (int nth = 0; nth < 12; nth++) {
      Answer answer =
          (nth % 2 == 0 ? agent() : there).propose(change("acme", seats(nth)), "seats-" + nth);
      (answer.status() == 202 ? taken : late).add(answer);
    }

    assertThat(taken).as("half of six, of both replicas").hasSize(3);
    assertThat(late)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(429);
          assertThat(answer.json().text("code")).isEqualTo("records_read_too_often");
          assertThat(Integer.parseInt(answer.retryAfter().orElseThrow())).isBetween(1, 300);
        });
    assertThat(store().ledger().idsAfter(Optional.empty(), 100)).hasSize(3);

    ServedAgent other = new ServedAgent(http, otherKey, second.port());
    assertThat(other.propose(change("beta", TERMS), "theirs").status()).isEqualTo(202);
    approve(taken.getFirst().id());
    assertThat(agent().done(taken.getFirst().id()).text("outcome")).isEqualTo("executed");

    // An hour later, by the store's clock, the same key gets its request.
    database.asAdmin(
        "update countersign.connection_send set at = at - interval '1 hour', under_way = null");
    assertThat(there.propose(change("acme", seats(11)), "seats-11").status()).isEqualTo(202);
  }

  private static String seats(int nth) {
    return "{\"path\":\"/seats\",\"to\":%d}".formatted(100 + nth);
  }

  @Test
  void whileOneLookHangsItsAgentLooksNoMoreAndEverybodyElseDoes() throws Exception {
    serve("{concurrency: 1, wait: 10ms, timeout: 20s}");
    var second = gate().another(folder, ServedAccounts.settings(database));
    open.add(second);
    ServedAgent other = new ServedAgent(http, otherKey, second.port());
    String approved = agent().propose(change("core", TERMS), "core").id();
    card(approved);
    try (Connection lock = accounts.lockLabels();
        var agents = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> hanging =
          agents.submit(() ->
              agent()
                  .propose(
                      ServedAccounts.update(
                          "label", "red", "{\"path\":\"/colour\",\"to\":\"0f0\"}"),
                      "label"));
      while (!accounts.isWaitedFor()) {
        Thread.onSpinWait();
      }
      for (ServedAgent at : List.of(agent(), agent().at(second.port()))) {
        assertThat(at.propose(change("acme", TERMS), "acme").json().text("code"))
            .isEqualTo("records_read_too_often");
      }
      assertThat(other.propose(change("beta", TERMS), "beta").status()).isEqualTo(202);
      approve(approved);
      assertThat(agent().done(approved).text("outcome")).isEqualTo("executed");
      assertThat(hanging.isDone()).isFalse();
      lock.rollback();
      assertThat(hanging.get().status()).isEqualTo(202);
    }
    assertThat(agent().propose(change("acme", TERMS), "acme").status()).isEqualTo(202);
  }
}
