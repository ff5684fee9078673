package dev.countersign.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.RememberedOutcomes;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.audit.ChainLinks;
import dev.countersign.audit.EntryType;
import dev.countersign.decision.OperatorReconciliation;
import dev.countersign.execution.LateOutcomes.Late;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.Steps;
import dev.countersign.ledger.UnreliableLedger;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// The ledger goes away right after the target has answered.
class LateOutcomesTest {
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Outcome DONE =
      new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"));

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger memory = new InMemoryLedger(clock);
  private final UnreliableLedger ledger = new UnreliableLedger(memory);
  private final TestGate gate =
      new TestGate(clock, ledger, memory, TestGate.directory(), TestGate.ONE_LEAD);

  @Test
  void whatTheLedgerDidNotTakeIsKeptAndRecordedLater() {
    ProposalId id = endsWhileTheLedgerIsAway(DONE, false);
    KeptOutcome kept = kept();
    assertThat(kept.request()).isEqualTo(id);
    assertThat(kept.outcome()).isEqualTo(DONE);
    assertThat(execution(id)).isInstanceOf(Execution.Running.class);

    assertThat(gate.lateOutcomes().record(kept)).isEqualTo(Late.RECORDED);

    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Succeeded.class,
            end -> assertThat(end.answer()).isEqualTo(Digest.of("answer")));
    assertThat(gate.executions).containsExactly("succeeded");
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void itsEntrySaysWhereItComesFrom() {
    ProposalId id = endsWhileTheLedgerIsAway(DONE, false);

    gate.lateOutcomes().record(kept());

    assertThat(
            gate.audit(id, EntryType.EXECUTION_SUCCEEDED)
                .getFirst()
                .object("data")
                .text("recorded_from"))
        .isEqualTo("outcome_file");
  }

  @Test
  void howeverOftenItIsRecordedItLandsOnce() {
    ProposalId id = endsWhileTheLedgerIsAway(DONE, false);
    gate.lateOutcomes().record(kept());

    assertThat(gate.lateOutcomes().record(kept())).isEqualTo(Late.RECORDED_BEFORE);

    assertThat(gate.audit(id, EntryType.EXECUTION_SUCCEEDED)).hasSize(1);
    assertThat(gate.executions).containsExactly("succeeded");
  }

  @Test
  void aStopIsNotWaitedForByWhatIsKnown() {
    endsWhileTheLedgerIsAway(DONE, true);

    assertThat(Thread.interrupted()).as("the stop is not forgotten").isTrue();
    assertThat(kept().outcome()).isEqualTo(DONE);
  }

  @Test
  void whoIsToldToStopKeepsWhatIsKnownBeforeAnyTry() {
    approved();
    gate.executor.answer(_ -> {
      Thread.currentThread().interrupt();
      return DONE;
    });

    gate.runner.run(claim());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(gate.keptOutcomes.everKept()).isEqualTo(1);
    assertThat(gate.keptOutcomes.kept()).as("once it is recorded").isEmpty();
  }

  @Test
  void whatIsRecordedAtOnceIsNotKept() {
    approved();

    gate.execute();

    assertThat(gate.keptOutcomes.everKept()).isZero();
  }

  /// And nobody told it to stop: whoever kills the process now loses nothing.
  @Test
  void whatIsKnownIsKeptWhileTheVeryFirstTryHangsAndForgottenOnceItHasLanded() throws Exception {
    ProposalId id = approved();
    CountDownLatch answering = new CountDownLatch(1);
    gate.executor.answer(_ -> {
      ledger.hang(answering);
      return DONE;
    });
    Delivery claimed = claim();
    Thread worker = Thread.ofVirtual().start(() -> gate.runner.run(claimed));

    assertThat(isKept()).as("before any try has ended").isTrue();
    assertThat(kept().outcome()).isEqualTo(DONE);
    answering.countDown();
    worker.join();

    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(gate.keptOutcomes.everKept()).isEqualTo(1);
    assertThat(gate.keptOutcomes.kept()).as("once it is recorded").isEmpty();
  }

  private boolean isKept() {
    long end = System.nanoTime() + Keeping.FIRST_TRY.multipliedBy(10).toNanos();
    while (gate.keptOutcomes.kept().isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return !gate.keptOutcomes.kept().isEmpty();
  }

  /// Whoever watches the first try may come right after it has ended.
  @Test
  void onceItHasLandedNothingIsKeptAnyMore() {
    endsWhileTheLedgerIsAway(DONE, false);
    KeptOutcome outcome = kept();
    RememberedOutcomes outcomes = new RememberedOutcomes();

    try (Keeping keeping = Keeping.of(outcomes, Optional.of(outcome))) {
      keeping.landed();
      assertThat(keeping.inDoubt()).isFalse();
    }

    assertThat(outcomes.everKept()).isZero();
  }

  @Test
  void whatIsRecordedAtAnotherTryIsForgotten() {
    ProposalId id = approved();
    gate.executor.answer(_ -> {
      ledger.goAway(5);
      return DONE;
    });

    gate.runner.run(claim());

    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(gate.keptOutcomes.everKept()).isEqualTo(1);
    assertThat(gate.keptOutcomes.kept()).isEmpty();
  }

  @Test
  void whatNobodyKnowsIsNotKept() {
    endsWhileTheLedgerIsAway(new Outcome.Unknown("timeout", 0), false);

    assertThat(gate.keptOutcomes.everKept()).isZero();
  }

  @Test
  void itSettlesAnAttemptThatWasGivenUpForLost() {
    ProposalId id = endsWhileTheLedgerIsAway(new Outcome.Failed("target_refused", 422), false);
    gate.clock.advance(LEASE.plusSeconds(1));
    gate.execute();
    assertThat(execution(id)).isInstanceOf(Execution.Unknown.class);

    assertThat(gate.lateOutcomes().record(kept())).isEqualTo(Late.RECORDED);

    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Failed.class, end -> assertThat(end.code()).isEqualTo("target_refused"));
    assertThat(gate.lateOutcomes().record(kept())).isEqualTo(Late.RECORDED_BEFORE);
  }

  @Test
  void whatAPersonFoundStays() {
    ProposalId id = endsWhileTheLedgerIsAway(DONE, false);
    gate.clock.advance(LEASE.plusSeconds(1));
    gate.execute();
    settleByHand(id);

    assertThat(gate.lateOutcomes().record(kept())).isEqualTo(Late.SETTLED_OTHERWISE);

    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Reconciled.class, end -> assertThat(end.happened()).isFalse());
  }

  @Test
  void anotherAttemptGrantActionOrRequestIsNotTheOne() {
    ProposalId id = endsWhileTheLedgerIsAway(DONE, false);
    KeptOutcome kept = kept();
    String ulid = "01JD0000000000000000000000";
    ProposalId strange = new ProposalId(ProposalId.PREFIX + ulid);

    for (KeptOutcome other :
        new KeptOutcome[] {
          new KeptOutcome(strange, kept.grant(), kept.attempt(), kept.action(), DONE),
          new KeptOutcome(
              id, new GrantId(GrantId.PREFIX + ulid), kept.attempt(), kept.action(), DONE),
          new KeptOutcome(
              id, kept.grant(), new ExecutionId(ExecutionId.PREFIX + ulid), kept.action(), DONE),
          new KeptOutcome(id, kept.grant(), kept.attempt(), Digest.of("another"), DONE)
        }) {
      assertThat(gate.lateOutcomes().record(other)).isEqualTo(Late.NO_SUCH_ATTEMPT);
    }
    assertThat(execution(id)).isInstanceOf(Execution.Running.class);
  }

  /// As after a restore from before it was redeemed.
  @Test
  void whatWasNeverRedeemedIsSettledByNoFile() {
    ProposalId id = approved();
    Execution.Granted granted = (Execution.Granted) execution(id);
    KeptOutcome made =
        new KeptOutcome(
            id,
            granted.grant(),
            new ExecutionId(ExecutionId.PREFIX + "01JD0000000000000000000000"),
            gate.record(id).request().action(),
            DONE);

    assertThat(gate.lateOutcomes().record(made)).isEqualTo(Late.NO_SUCH_ATTEMPT);
    assertThat(execution(id)).isEqualTo(granted);
  }

  @Test
  void whileTheLedgerIsAwayItGoesOnWaiting() {
    ProposalId id = endsWhileTheLedgerIsAway(DONE, false);
    ledger.goAway(1);

    assertThatThrownBy(() -> gate.lateOutcomes().record(kept()))
        .isInstanceOf(LedgerUnavailableException.class);

    assertThat(execution(id)).isInstanceOf(Execution.Running.class);
    assertThat(gate.lateOutcomes().record(kept())).isEqualTo(Late.RECORDED);
  }

  private ProposalId endsWhileTheLedgerIsAway(Outcome outcome, boolean stopped) {
    ProposalId id = approved();
    gate.executor.answer(_ -> {
      ledger.goAway(Integer.MAX_VALUE);
      if (stopped) {
        Thread.currentThread().interrupt();
      }
      return outcome;
    });
    assertThatThrownBy(() -> gate.runner.run(claim()))
        .isInstanceOf(LedgerUnavailableException.class);
    ledger.goAway(0);
    return id;
  }

  private void settleByHand(ProposalId id) {
    Steps steps =
        new Steps(gate.ledger, new RecordProof(ChainLinks.under(gate.keys.evidence())), _ -> {});
    assertThat(
            new OperatorReconciliation(steps, gate.directory)
                .settle(id, new PersonId("lena"), false, "no refund there", "root@host"))
        .isEqualTo(OperatorReconciliation.Answer.RECORDED);
  }

  private KeptOutcome kept() {
    return gate.keptOutcomes.kept().getFirst();
  }

  private ProposalId approved() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    return id;
  }

  private Execution execution(ProposalId id) {
    return ((Approved) gate.state(id)).execution();
  }

  private Delivery claim() {
    return gate.deliveries.claim(DeliveryKind.EXECUTE, 1, LEASE).getFirst();
  }
}
