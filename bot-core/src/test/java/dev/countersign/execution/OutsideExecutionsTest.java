package dev.countersign.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.execution.OutsideDesk.Redeeming;
import dev.countersign.execution.OutsideDesk.Report;
import dev.countersign.execution.OutsideDesk.Reporting;
import dev.countersign.execution.OutsideDesk.Result;
import dev.countersign.execution.OutsideDesk.Why;
import dev.countersign.execution.OutsideDesk.Work;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantVerdict;
import dev.countersign.token.GrantVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An executor outside of the gate: it redeems once, under the checks of the gate's own executors,
/// and what it says stands as its word.
class OutsideExecutionsTest {
  private static final String RUNNER = "billing-runner";
  private static final Duration WITHIN = Duration.ofMinutes(10);
  private static final Report DONE =
      new Report(Result.SUCCEEDED, Optional.empty(), 201, Optional.of("re_77"));

  private final TestGate gate = TestGate.inMemory();

  @BeforeEach
  void theExecutorIsOutside() {
    gate.executor.handOver("billing", new OutsideExecutor(RUNNER, WITHIN));
  }

  private ProposalId approved() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    return id;
  }

  private GrantId grant(ProposalId id) {
    return gate.record(id).grant().orElseThrow().id();
  }

  private Redeeming redeem(ProposalId id) {
    return gate.outside.redeem(RUNNER, grant(id), action(id), Optional.empty());
  }

  private Digest action(ProposalId id) {
    return gate.record(id).request().action();
  }

  private Execution execution(ProposalId id) {
    return ((Approved) gate.state(id)).execution();
  }

  private static void refused(Redeeming answer, Why why) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Redeeming.Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
  }

  private static void barred(Redeeming answer, String code) {
    assertThat(answer).isEqualTo(new Redeeming.Refused(Why.BARRED, code, Optional.empty()));
  }

  @Test
  void whatIsApprovedWaitsForItsExecutorAndTheGateSendsNothing() {
    ProposalId id = approved();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(gate.outside.work(RUNNER))
        .singleElement()
        .satisfies(work -> {
          assertThat(work.request()).isEqualTo(id);
          assertThat(work.action()).isEqualTo(action(id));
          assertThat(work.targetSystem()).isEqualTo("billing");
          assertThat(work.reportBy()).isEmpty();
          assertThat(work.expiresAt()).isEqualTo(gate.clock.instant().plus(Grant.LONGEST_OUTSIDE));
        });
    assertThat(gate.outside.work("another")).isEmpty();
  }

  @Test
  void theGrantIsForThatExecutorAlone() {
    Work work = workOf(approved());
    GrantVerifier verifier = new GrantVerifier(gate.keys, gate.issuer);

    assertThat(verifier.verify(work.token(), RUNNER, gate.clock.instant()))
        .isInstanceOf(GrantVerdict.Verified.class);
    assertThat(verifier.verify(work.token(), Grant.GATEWAY, gate.clock.instant()))
        .isInstanceOf(GrantVerdict.Refused.class);
  }

  private Work workOf(ProposalId id) {
    return gate.outside.work(RUNNER).stream()
        .filter(work -> work.request().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void redeemingAnswersTheFrozenBytesOnceAndTheReportStandsAsItsWord() {
    ProposalId id = approved();

    assertThat(redeem(id))
        .isInstanceOfSatisfying(
            Redeeming.Redeemed.class,
            redeemed -> {
              assertThat(redeemed.action()).isEqualTo(gate.record(id).proposal().action());
              assertThat(redeemed.reportBy()).isEqualTo(gate.clock.instant().plus(WITHIN));
              assertThat(redeemed.idempotencyKey()).isEqualTo(Grant.idempotencyKey(id, 1));
              assertThat(redeemed.again()).isFalse();
            });
    refused(redeem(id), Why.ALREADY_REDEEMED);
    assertThat(workOf(id).reportBy()).contains(gate.clock.instant().plus(WITHIN));

    assertThat(gate.outside.report(RUNNER, grant(id), DONE)).isEqualTo(new Reporting.Recorded(id));
    gate.execute();

    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(gate.record(id).reportedBy()).contains(RUNNER);
    assertThat(gate.outside.work(RUNNER)).isEmpty();
    assertThat(gate.executor.sent()).isEmpty();
    JsonObject entry = gate.audit(id, EntryType.EXECUTION_SUCCEEDED).getFirst();
    assertThat(entry.text("actor")).isEqualTo("executor:" + RUNNER);
    assertThat(entry.object("data").object("report").text("detail")).isEqualTo("re_77");
    assertThat(gate.audit(id, EntryType.GRANT_REDEEMED).getFirst().text("actor"))
        .isEqualTo("executor:" + RUNNER);
  }

  @Test
  void whoeverAsksAgainWithItsKeyGetsTheSameAnswerAndNobodyElse() {
    ProposalId id = approved();
    GrantId grant = grant(id);
    Redeeming.Redeemed first =
        (Redeeming.Redeemed)
            gate.outside.redeem(RUNNER, grant, action(id), Optional.of("worker-1"));

    assertThat(gate.outside.redeem(RUNNER, grant, action(id), Optional.of("worker-1")))
        .isEqualTo(
            new Redeeming.Redeemed(
                first.action(), first.execution(), first.idempotencyKey(), first.reportBy(), true));
    refused(
        gate.outside.redeem(RUNNER, grant, action(id), Optional.of("worker-2")),
        Why.ALREADY_REDEEMED);
    refused(redeem(id), Why.ALREADY_REDEEMED);
    assertThat(gate.audit(id, EntryType.GRANT_REDEEMED)).hasSize(1);

    gate.outside.report(RUNNER, grant, DONE);
    refused(
        gate.outside.redeem(RUNNER, grant, action(id), Optional.of("worker-1")), Why.ALREADY_ENDED);
  }

  /// Its first answer may have arrived: nobody knows that nothing was executed.
  @Test
  void askingAgainOnceNobodyKnowsSaysNothingOfWhatHappened() {
    ProposalId id = approved();
    gate.outside.redeem(RUNNER, grant(id), action(id), Optional.of("worker-1"));
    gate.clock.advance(WITHIN);
    gate.execute();

    refused(
        gate.outside.redeem(RUNNER, grant(id), action(id), Optional.of("worker-1")),
        Why.ALREADY_ENDED);

    assertThat(execution(id)).isInstanceOf(Execution.Unknown.class);
  }

  @Test
  void anotherExecutorGetsNothingAndLearnsNothing() {
    ProposalId id = approved();

    refused(
        gate.outside.redeem("another", grant(id), action(id), Optional.empty()), Why.UNKNOWN_GRANT);
    redeem(id);
    assertThat(gate.outside.report("another", grant(id), DONE))
        .isEqualTo(new Reporting.Refused(Why.UNKNOWN_GRANT));
    assertThat(execution(id)).isInstanceOf(Execution.Running.class);
  }

  @Test
  void otherBytesAreNotRedeemed() {
    ProposalId id = approved();

    refused(
        gate.outside.redeem(RUNNER, grant(id), Digest.of("others"), Optional.empty()),
        Why.OTHER_ACTION);

    assertThat(execution(id)).isInstanceOf(Execution.Granted.class);
  }

  @Test
  void aGrantThatLapsedIsReplacedWhenItsExecutorAsksAndNotBefore() {
    ProposalId id = approved();
    GrantId first = grant(id);
    gate.clock.advance(Grant.LONGEST_OUTSIDE);
    gate.execute();
    assertThat(grant(id)).as("nobody asks").isEqualTo(first);

    Work work = workOf(id);

    assertThat(work.grant()).isNotEqualTo(first).isEqualTo(grant(id));
    refused(gate.outside.redeem(RUNNER, first, action(id), Optional.empty()), Why.GRANT_REPLACED);
    assertThat(redeem(id)).isInstanceOf(Redeeming.Redeemed.class);
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).hasSize(2);
  }

  @Test
  void aGrantThatLapsedIsNotRedeemedButReplaced() {
    ProposalId id = approved();
    GrantId first = grant(id);
    gate.clock.advance(Grant.LONGEST_OUTSIDE);

    refused(gate.outside.redeem(RUNNER, first, action(id), Optional.empty()), Why.GRANT_REPLACED);

    assertThat(grant(id)).isNotEqualTo(first);
    assertThat(execution(id)).isInstanceOf(Execution.Granted.class);
  }

  @Test
  void anApprovalThatNobodyRedeemsEndsUnexecuted() {
    ProposalId id = approved();
    gate.clock.advance(Duration.ofHours(4));
    gate.execute();

    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("start_window_passed"));
    refused(redeem(id), Why.ALREADY_ENDED);
  }

  @Test
  void withoutAReportInTimeNobodyKnowsAndALateOneStillCounts() {
    ProposalId id = approved();
    redeem(id);
    gate.clock.advance(WITHIN.minusSeconds(1));
    gate.execute();
    assertThat(execution(id)).isInstanceOf(Execution.Running.class);

    gate.clock.advance(Duration.ofSeconds(1));
    gate.execute();

    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Unknown.class,
            unknown -> assertThat(unknown.code()).isEqualTo(ExecutionStep.NO_RESULT));
    assertThat(gate.record(id).reportedBy()).isEmpty();
    gate.outside.report(RUNNER, grant(id), DONE);
    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
  }

  @ParameterizedTest
  @EnumSource
  void aReportIsRecordedOnce(Result result) {
    ProposalId id = approved();
    redeem(id);
    Report report = new Report(result, Optional.of("card_declined"), 402, Optional.empty());

    gate.outside.report(RUNNER, grant(id), report);
    Execution end = execution(id);
    assertThat(gate.outside.report(RUNNER, grant(id), report))
        .as("the same again")
        .isEqualTo(new Reporting.Recorded(id));
    for (Result other : Result.values()) {
      assertThat(
              gate.outside.report(
                  RUNNER, grant(id), new Report(other, Optional.of("other"), 0, Optional.empty())))
          .isEqualTo(new Reporting.Refused(Why.ALREADY_ENDED));
    }

    assertThat(execution(id)).isEqualTo(end);
    if (end instanceof Execution.Failed failed) {
      assertThat(failed.code()).isEqualTo("reported_card_declined");
    }
  }

  @Test
  void nothingIsReportedBeforeItIsRedeemed() {
    ProposalId id = approved();

    assertThat(gate.outside.report(RUNNER, grant(id), DONE))
        .isEqualTo(new Reporting.Refused(Why.NOT_REDEEMED));
    assertThat(gate.outside.report(RUNNER, new GrantId("grt_01K00000000000000000000000"), DONE))
        .isEqualTo(new Reporting.Refused(Why.UNKNOWN_GRANT));
    assertThat(execution(id)).isInstanceOf(Execution.Granted.class);
  }

  @Test
  void aPolicyThatNowWantsMoreApprovalsBarsTheRedemption() {
    ProposalId id = approved();
    gate.policy.set(
        TestGate.policy(TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2")));

    barred(redeem(id), "policy_changed");

    assertThat(execution(id)).isInstanceOf(Execution.Failed.class);
    assertThat(gate.audit(id, EntryType.GRANT_REDEEMED)).isEmpty();
    assertThat(gate.outside.report(RUNNER, grant(id), DONE))
        .isEqualTo(new Reporting.Refused(Why.NOT_REDEEMED));
  }

  @Test
  void aConnectionThatNoLongerAdmitsTheActionBarsTheRedemption() {
    ProposalId id = approved();
    gate.executor.refuse("class_not_executable");

    barred(redeem(id), "class_not_executable");
  }

  @Test
  void anotherExecutorThanPeopleWereToldGetsNothing() {
    ProposalId id = approved();
    gate.executor.handOver("billing", new OutsideExecutor("another", WITHIN));

    refused(
        gate.outside.redeem("another", grant(id), action(id), Optional.empty()), Why.UNKNOWN_GRANT);
    barred(redeem(id), "executor_changed");
  }

  @Test
  void whatTheGateWasToSendIsNotHandedToAnybodyLater() {
    TestGate own = TestGate.inMemory();
    ProposalId id = own.ask();
    own.press("ULENA", Decision.APPROVE);
    own.executor.handOver("billing", new OutsideExecutor(RUNNER, WITHIN));

    assertThat(own.outside.work(RUNNER)).isEmpty();
    own.execute();

    assertThat(own.executor.sent()).isEmpty();
    assertThat(((Approved) own.state(id)).execution())
        .isInstanceOfSatisfying(
            Execution.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("executor_changed"));
  }

  @Test
  void anExecutorThatChangedBeforeTheApprovalGetsNoGrant() {
    ProposalId id = gate.ask();
    gate.executor.handOver("billing", new OutsideExecutor("another", WITHIN));
    gate.press("ULENA", Decision.APPROVE);

    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Skipped.class,
            skipped -> assertThat(skipped.reason()).isEqualTo("executor_changed"));
    assertThat(gate.outside.work("another")).isEmpty();
  }

  @Test
  void whatMustNotRunYetIsNeitherToldNorRedeemed() {
    ProposalId id = approved();
    gate.executor.putOff(Optional.of(new Turn.Later("not_before", Duration.ofMinutes(2))));

    assertThat(redeem(id))
        .isEqualTo(
            new Redeeming.Refused(Why.NOT_YET, "not_before", Optional.of(Duration.ofMinutes(2))));
    assertThat(execution(id)).isInstanceOf(Execution.Granted.class);
    assertThat(gate.executor.held()).isZero();
  }

  @Test
  void moreWorkThanIsToldAtOnceIsToldLater() {
    List<ProposalId> all =
        java.util.stream.IntStream.range(0, OutsideDesk.MOST_WORK + 3)
            .mapToObj(n -> {
              ProposalId id = gate.propose(TestGate.body("{\"target_id\":\"charge_" + n + "\"}"));
              gate.showCards();
              gate.press("ULENA", Decision.APPROVE);
              return id;
            })
            .toList();

    List<Work> first = gate.outside.work(RUNNER);
    assertThat(first).hasSize(OutsideDesk.MOST_WORK);
    first.forEach(work -> {
      gate.outside.redeem(RUNNER, work.grant(), work.action(), Optional.empty());
      gate.outside.report(RUNNER, work.grant(), DONE);
    });
    assertThat(gate.outside.work(RUNNER)).hasSize(all.size() - OutsideDesk.MOST_WORK);
  }
}
