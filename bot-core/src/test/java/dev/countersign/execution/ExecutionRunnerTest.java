package dev.countersign.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.UnreliableLedger;
import dev.countersign.ledger.UnsoundRecordException;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.token.Grant;
import dev.countersign.token.KeyPurpose;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutionRunnerTest {
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger memory = new InMemoryLedger(clock);
  private final UnreliableLedger ledger = new UnreliableLedger(memory);
  private final TestGate gate =
      new TestGate(clock, ledger, memory, TestGate.directory(), TestGate.ONE_LEAD);

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

  @Test
  void exactlyTheApprovedBytesAreSentOnceUnderTheKeyOfTheRequest() {
    ProposalId id = approved();

    gate.execute();

    assertThat(gate.executor.sent()).hasSize(1);
    var order = gate.executor.sent().getFirst();
    assertThat(order.action()).isEqualTo(gate.record(id).proposal().action());
    assertThat(order.idempotencyKey()).isEqualTo(Grant.idempotencyKey(id, 1));
    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void theRedemptionIsCommittedBeforeAnythingIsSent() {
    ProposalId id = approved();
    gate.executor.answer(order -> {
      assertThat(execution(id)).isInstanceOf(Execution.Running.class);
      assertThat(gate.audit(id)).endsWith("grant_redeemed");
      return new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"));
    });

    gate.execute();

    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void noEffectAndUnknownEffectAreToldApart() {
    ProposalId failed = approved();
    gate.executor.answer(order -> new Outcome.Failed("connect_failed", 0));
    gate.execute();
    assertThat(execution(failed)).isInstanceOf(Execution.Failed.class);

    TestGate other = TestGate.inMemory();
    ProposalId unknown = other.ask();
    other.press("ULENA", Decision.APPROVE);
    other.executor.answer(order -> new Outcome.Unknown("timeout", 0));
    other.execute();
    assertThat(((Approved) other.state(unknown)).execution()).isInstanceOf(Execution.Unknown.class);
  }

  @Test
  void nothingIsEverSentAgain() {
    ProposalId id = approved();
    gate.executor.answer(order -> new Outcome.Unknown("connection_reset", 0));

    gate.execute();
    gate.clock.advance(Duration.ofHours(2));
    gate.execute();

    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(execution(id)).isInstanceOf(Execution.Unknown.class);
  }

  @Test
  void aWorkerLostAfterRedeemingLeavesUnknownAndNoSecondCall() {
    ProposalId id = approved();
    gate.executor.answer(order -> {
      throw new DeadWorker();
    });
    try {
      gate.runner.run(claim());
    } catch (DeadWorker expected) {
      assertThat(execution(id)).isInstanceOf(Execution.Running.class);
    }

    gate.clock.advance(LEASE.plusSeconds(1));
    gate.execute();

    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Unknown.class,
            unknown -> assertThat(unknown.code()).isEqualTo("worker_lost"));
  }

  @Test
  void aWorkerGivenUpForLostStillTellsWhatItsTargetSaid() {
    ProposalId id = approved();
    Delivery slow = claim();
    gate.executor.answer(order -> {
      gate.clock.advance(LEASE.plusSeconds(1));
      gate.execute();
      assertThat(execution(id)).isInstanceOf(Execution.Unknown.class);
      return new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"));
    });

    gate.runner.run(slow);

    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void aLapsedGrantIsReplacedWhileTheApprovalStands() {
    ProposalId id = approved();
    var first = gate.record(id).grant().orElseThrow().id();
    gate.clock.advance(Grant.LONGEST_LIFETIME);

    gate.execute();

    assertThat(gate.record(id).grant().orElseThrow().id()).isNotEqualTo(first);
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).hasSize(2);
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void anActionThatALimitHoldsBackWaitsWithItsGrantUnspent() {
    ProposalId id = approved();
    var first = gate.record(id).grant().orElseThrow().id();
    gate.executor.putOff(Optional.of(new Turn.Later("rate_limited", Duration.ofMinutes(3))));

    gate.execute();
    int entries = gate.audit(id).size();
    for (int minutes = 0; minutes < 30; minutes += 3) {
      gate.clock.advance(Duration.ofMinutes(3));
      gate.execute();
    }

    assertThat(execution(id)).isInstanceOf(Execution.Granted.class);
    assertThat(gate.record(id).grant().orElseThrow().id()).isEqualTo(first);
    assertThat(gate.audit(id)).as("waiting writes nothing").hasSize(entries);
    assertThat(gate.executions).containsOnly("rate_limited");

    gate.executor.putOff(Optional.empty());
    gate.clock.advance(Duration.ofMinutes(3));
    gate.execute();
    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(gate.executor.held()).isZero();
  }

  @Test
  void aTurnThatIsTakenAndNotUsedIsGivenBack() {
    approved();
    gate.clock.advance(Grant.LONGEST_LIFETIME);
    gate.runner.run(claim()); // renews, and sends nothing yet

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(gate.executor.held()).isZero();
  }

  @Test
  void noLimitOfOursEndsAnActionBeforeTheDeadlineThatPeopleSaw() {
    ProposalId id = approved(); // decided at once, and to be decided within four hours
    gate.executor.putOff(Optional.of(new Turn.Later("busy", Duration.ofSeconds(1))));
    gate.clock.set(gate.record(id).request().deadline().minusSeconds(2));
    gate.execute();
    assertThat(execution(id)).isInstanceOf(Execution.Granted.class);
    gate.executor.putOff(Optional.empty());

    gate.clock.set(gate.record(id).request().deadline().minusMillis(1));
    gate.execute();
    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void aReportThatTheLedgerCouldNotTakeIsTriedAgain() {
    ProposalId id = approved();
    gate.executor.answer(order -> {
      ledger.goAway(5);
      return new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"));
    });

    gate.runner.run(claim());

    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(gate.executions).containsExactly("succeeded");
  }

  @Test
  void aReportWhoseAnswerWasLostIsWrittenOnce() {
    ProposalId id = approved();
    gate.executor.answer(order -> {
      ledger.loseAnswers(1);
      return new Outcome.Unknown("timeout", 0);
    });

    gate.runner.run(claim());

    assertThat(gate.audit(id, EntryType.EXECUTION_LOST)).hasSize(1);
    assertThat(gate.executions).containsExactly("unknown");
  }

  @Test
  void aRedemptionWhoseAnswerWasLostIsStillOurs() {
    ProposalId id = approved();
    ledger.loseAnswers(1);

    gate.runner.run(claim());

    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(gate.audit(id, EntryType.GRANT_REDEEMED)).hasSize(1);
    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void aStopLetsAWorkerSayWhatItKnows() {
    ProposalId id = approved();
    gate.executor.answer(order -> {
      ledger.goAway(2);
      Thread.currentThread().interrupt();
      return new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"));
    });

    gate.runner.run(claim());

    assertThat(Thread.interrupted()).as("the stop is not forgotten").isTrue();
    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void afterAStopAWorkerTriesForNoLongerThanItsLastWords() {
    approved();
    gate.executor.answer(order -> {
      ledger.goAway(Integer.MAX_VALUE);
      Thread.currentThread().interrupt();
      return new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"));
    });
    Instant before = gate.clock.instant();

    assertThatThrownBy(() -> gate.runner.run(claim()))
        .isInstanceOf(LedgerUnavailableException.class);

    assertThat(Thread.interrupted()).as("the stop is not forgotten").isTrue();
    assertThat(Duration.between(before, gate.clock.instant())).isEqualTo(Patience.LAST_WORDS);
  }

  @Test
  void nothingIsCountedAsEndedBeforeItIsRecorded() {
    approved();
    gate.executor.answer(order -> {
      ledger.goAway(Integer.MAX_VALUE);
      return new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"));
    });

    assertThatThrownBy(() -> gate.runner.run(claim()))
        .isInstanceOf(LedgerUnavailableException.class);

    assertThat(gate.executions).isEmpty();
  }

  /// As a restored database does, which has forgotten the grant that was spent.
  @Test
  void anotherGrantOfTheSameApprovalIsTheSameEffectForTheTarget() {
    ProposalId id = approved();
    gate.clock.advance(Grant.LONGEST_LIFETIME);
    gate.execute();

    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).hasSize(2);
    assertThat(gate.executor.sent().getFirst().idempotencyKey())
        .isEqualTo(Grant.idempotencyKey(id, 1))
        .isNotEqualTo(Grant.idempotencyKey(id, 2));
  }

  @Test
  void anApprovalThatIsTooOldRunsNothing() {
    ProposalId id = approved();
    gate.clock.set(gate.record(id).request().deadline());

    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(execution(id))
        .isEqualTo(new Execution.Failed("start_window_passed", 0, gate.clock.instant()));
  }

  @Test
  void aPolicyThatNoLongerAllowsItBarsTheExecution() {
    ProposalId id = approved();
    gate.policy.set(
        TestGate.policy(
            """
            {"version":1,"rules":[{"id":"nothing","when":"true","gate":"refuse"}]}
            """));

    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("policy_changed"));
  }

  @Test
  void aPolicyThatNowWantsMoreApprovalsBarsTheExecution() {
    ProposalId id = approved();
    gate.policy.set(
        TestGate.policy(TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2")));

    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(execution(id)).isInstanceOf(Execution.Failed.class);
  }

  @Test
  void aPolicyEditThatTheSameApprovalsStillSatisfyBarsNothing() {
    ProposalId id = approved();
    gate.policy.set(TestGate.policy(TestGate.ONE_LEAD.replace("\"4h\"", "\"5h\"")));

    gate.execute();

    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void aConnectionThatNoLongerAdmitsTheActionBarsTheExecution() {
    ProposalId id = approved();
    gate.executor.refuse("destination_not_allowed");

    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("destination_not_allowed"));
  }

  @Test
  void aGrantSignedByAnotherKeyRunsNothing() {
    TestGate stranger = TestGate.inMemory(TestKeys.ofAStranger());
    ProposalId id = approved();
    ExecutionRunner runner = stranger.runnerOn(gate);

    int entries = gate.ledger.audit(id).size();
    assertThatThrownBy(() -> runner.run(claim())).isInstanceOf(UnsoundRecordException.class);

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(stranger.executor.sent()).isEmpty();
    assertThat(gate.ledger.audit(id)).as("nothing is written on top").hasSize(entries);
  }

  @Test
  void aGrantWhoseKeyWasRevokedSinceIsNotRedeemed() {
    ProposalId id = approved();
    TestGate revoked = gateThatRevokedTheGrantKey();
    revoked.runnerOn(gate).run(claim());

    assertThat(revoked.executor.sent()).isEmpty();
    assertThat(gate.audit(id)).endsWith("execution_barred").doesNotContain("grant_redeemed");
  }

  @Test
  void aGrantWhoseKeyWasRevokedSinceIsNotRenewed() {
    ProposalId id = approved();
    gate.clock.advance(Grant.LONGEST_LIFETIME);
    TestGate revoked = gateThatRevokedTheGrantKey();
    revoked.runnerOn(gate).run(claim());

    assertThat(gate.audit(id)).endsWith("execution_barred").containsOnlyOnce("grant_issued");
  }

  private TestGate gateThatRevokedTheGrantKey() {
    String key =
        TestKeys.RING.facts().stream()
            .filter(fact -> fact.purpose() == KeyPurpose.GRANT)
            .findFirst()
            .orElseThrow()
            .kid();
    return TestGate.inMemory(TestKeys.RING.withRevoked(key, new SecureRandom(), clock));
  }

  @Test
  void aWorkerThatSleptBetweenRedeemingAndSendingSendsNothing() {
    ProposalId id = approved();
    ExecutionRunner late = gate.runnerThatSleepsBeforeSending(ExecutionRunner.PROMPT);

    late.run(claim());

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("worker_too_slow"));
  }

  @Test
  void whatTheAgentWillExecuteItselfIsNotExecutedHere() {
    ProposalId id = gate.propose(TestGate.body("{\"execution\":{\"mode\":\"none\"}}"));
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);

    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(execution(id)).isInstanceOf(Execution.Skipped.class);
  }

  @Test
  void aDryRunIsApprovedAndSkipped() {
    ProposalId id = gate.propose(TestGate.body("{\"dry_run\":true}"));
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);

    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(gate.record(id).grant()).isEmpty();
    assertThat(execution(id)).isInstanceOf(Execution.Skipped.class);
  }

  private static final class DeadWorker extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
