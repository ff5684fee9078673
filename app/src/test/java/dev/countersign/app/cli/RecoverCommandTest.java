package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.people.People;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.KeyRing;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/// What an operator does with an action that was approved, and not sent as far as the restored
/// database knows.
class RecoverCommandTest extends CommandTestCase {
  private static final Duration LEASE = Duration.ofMinutes(1);

  /// A gate of the deployment that the commands are run on.
  private record Running(PostgresStore store, TestGate gate, ProposalId approved)
      implements AutoCloseable {

    /// What the operator finds after the restore.
    void hold() {
      store.recovery().hold();
    }

    Execution execution() {
      return ((Approved) gate.state(approved)).execution();
    }

    @Override
    public void close() {
      store.close();
    }
  }

  private Running running() {
    makeKeys();
    KeyRing keys =
        new KeyFile(folder.resolve("keys.json"), new SecureRandom(), InstantSource.system()).load();
    PostgresStore store = PostgresStore.open(database.config(), keys.evidence());
    People people = TestGate.people();
    store.importPeople(people.persons(), people.groups(), people.agents());
    TestGate gate =
        new TestGate(
            new SettableClock(TestGate.START),
            store.ledger(),
            store.deliveries(),
            TestGate.directory(),
            TestGate.ONE_LEAD,
            keys,
            new RecordingChat(),
            chat -> chat);
    ProposalId approved = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.showCards();
    return new Running(store, gate, approved);
  }

  private Ran recover(String... args) throws IOException {
    String[] all = new String[args.length + 3];
    all[0] = "recover";
    System.arraycopy(args, 0, all, 1, args.length);
    all[all.length - 2] = "--config";
    all[all.length - 1] = config();
    return run(all);
  }

  private String config() throws IOException {
    return settings("issuer: https://gate.example\n").toString();
  }

  private void assertFine(Ran ran, String... words) {
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).contains(words);
  }

  private void assertRefused(Ran ran, String... words) {
    assertThat(ran.exitCode()).as(ran.out()).isEqualTo(1);
    assertThat(ran.err().lines()).singleElement().asString().contains(words);
  }

  private void alter(String set, ProposalId id) throws SQLException {
    database.asAdmin("update countersign.request set " + set + " where id = '" + id + "'");
  }

  @Test
  void whatIsWithdrawnEndsUnsentAndItsCardsFollow() throws Exception {
    try (Running deployment = running()) {
      deployment.hold();
      String id = deployment.approved().value();
      assertFine(recover(), "1 approved actions are held", id);
      assertThat(recover("list").out().lines()).containsExactly(id);
      database.asAdmin("update countersign.delivery set due_at = now()");
      deployment.gate().showCards();
      int drawn = deployment.gate().chat.calls().size();

      assertFine(recover("withdraw", id), id + " is ended and will not be sent.");

      assertThat(deployment.execution())
          .isInstanceOfSatisfying(
              Execution.Failed.class,
              failed -> assertThat(failed.code()).isEqualTo("withdrawn_after_recovery"));
      assertThat(deployment.gate().audit(deployment.approved(), EntryType.EXECUTION_BARRED))
          .extracting(entry -> entry.text("actor"))
          .containsExactly("operator");
      assertThat(recover("list").out()).isEmpty();
      deployment.gate().execute();
      assertThat(deployment.gate().executor.sent()).isEmpty();
      deployment.gate().showCards();
      assertThat(deployment.gate().chat.calls()).as("the card says so").hasSizeGreaterThan(drawn);
      assertFine(run("verify", "--config", config()), "sound");
      assertRefused(recover("withdraw", id), "not held", "recover list");
    }
  }

  @Test
  void whatTheRowAloneSaysIsNotWithdrawnAndStaysHeld() throws Exception {
    try (Running deployment = running()) {
      deployment.hold();
      recover();
      ProposalId id = deployment.approved();
      int entries = deployment.gate().ledger.audit(id).size();
      alter("deadline = deadline + interval '1 day'", id);

      assertRefused(
          recover("withdraw", id.value()), "is not as it was written", "`countersign verify`");
      assertThat(deployment.gate().ledger.audit(id)).hasSize(entries);
      assertThat(recover("list").out().lines()).containsExactly(id.value());

      alter("deadline = deadline - interval '1 day'", id);
      assertFine(recover("withdraw", id.value()), "is ended");
    }
  }

  /// The row says that it is over, so nobody would look for it any more.
  @Test
  void whatTheRowAloneSaysToHaveEndedStaysHeld() throws Exception {
    try (Running deployment = running()) {
      deployment.hold();
      recover();
      ProposalId id = deployment.approved();
      alter(
          "situation = json_build_object('status', 'approved', 'mode', 'quorum', 'at',"
              + " situation->>'at', 'execution', json_build_object('status', 'failed', 'code',"
              + " 'refused', 'target_status', 400, 'at', situation->>'at'))",
          id);

      assertRefused(recover("withdraw", id.value()), "is not as it was written");
      assertThat(recover("list").out().lines()).containsExactly(id.value());
    }
  }

  @Test
  void aRowThatDoesNotReadIsOneSentenceAndStaysHeld() throws Exception {
    try (Running deployment = running()) {
      deployment.hold();
      recover();
      String id = deployment.approved().value();
      alter("situation = '{\"status\":\"nonsense\"}'", deployment.approved());

      assertRefused(recover("withdraw", id), id + " does not read", "`countersign verify`");
      assertThat(recover("list").out().lines()).containsExactly(id);
    }
  }

  @Test
  void whatWasBeingSentIsNotWithdrawnButEndsAsUnknownOnceItIsReleased() throws Exception {
    try (Running deployment = running()) {
      dieWhileSending(deployment.gate());
      deployment.hold();
      recover();
      String id = deployment.approved().value();

      assertRefused(recover("withdraw", id), "was being sent", "release it");
      assertThat(deployment.execution()).isInstanceOf(Execution.Running.class);

      assertFine(recover("release", id), id + " is released");
      database.asAdmin("update countersign.delivery set due_at = now(), leased_until = null");
      deployment.gate().execute();
      assertThat(deployment.execution()).isInstanceOf(Execution.Unknown.class);
      assertThat(deployment.gate().executor.sent()).as("once").hasSize(1);
    }
  }

  /// Its worker died after it had recorded the end, and before it settled the delivery.
  @Test
  void whatHadEndedIsSaidToHaveEndedAndIsNoLongerHeld() throws Exception {
    try (Running deployment = running()) {
      deployment.gate().execute();
      assertThat(deployment.execution()).isInstanceOf(Execution.Succeeded.class);
      String id = deployment.approved().value();
      database.asAdmin(
          "insert into countersign.delivery (request_id, kind, target, due_at) values ('"
              + id
              + "', 'execute', '', now())");
      deployment.hold();
      recover();

      assertFine(recover("withdraw", id), id + " had ended before");
      assertThat(recover("list").out()).isEmpty();
      deployment.gate().execute();
      assertThat(deployment.execution()).isInstanceOf(Execution.Succeeded.class);
      assertThat(deployment.gate().executor.sent()).as("once").hasSize(1);
    }
  }

  private static void dieWhileSending(TestGate gate) {
    gate.executor.answer(order -> {
      throw new DeadWorker();
    });
    try {
      gate.runner.run(gate.deliveries.claim(DeliveryKind.EXECUTE, 1, LEASE).getFirst());
    } catch (DeadWorker expected) {
      assertThat(gate.executor.sent()).hasSize(1);
    }
  }

  /// The process ends here.
  private static final class DeadWorker extends Error {
    private static final long serialVersionUID = 1L;
  }
}
