package dev.countersign.execution;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;
import dev.countersign.execution.OutsideDesk.Redeeming;
import dev.countersign.execution.OutsideDesk.Report;
import dev.countersign.execution.OutsideDesk.Reporting;
import dev.countersign.execution.OutsideDesk.Result;
import dev.countersign.execution.OutsideDesk.Why;
import dev.countersign.execution.OutsideDesk.Work;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.UnreliableLedger;
import dev.countersign.ledger.UnsoundRecordException;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantVerdict;
import dev.countersign.token.GrantVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

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

  /// As docs/external-executors.md says it.
  @ParameterizedTest
  @EnumSource
  void anotherDetailIsAnotherReportOfSuccessAlone(Result result) {
    ProposalId id = approved();
    redeem(id);
    gate.outside.report(
        RUNNER, grant(id), new Report(result, Optional.empty(), 0, Optional.of("first")));

    assertThat(
            gate.outside.report(
                RUNNER, grant(id), new Report(result, Optional.empty(), 0, Optional.of("second"))))
        .isEqualTo(
            result == Result.SUCCEEDED
                ? new Reporting.Refused(Why.ALREADY_ENDED)
                : new Reporting.Recorded(id));
    assertThat(gate.ledger.audit(id).toString()).doesNotContain("second");
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
    List<ProposalId> all = approved(OutsideDesk.MOST_WORK + 3);

    List<Work> first = gate.outside.work(RUNNER);
    assertThat(first).hasSize(OutsideDesk.MOST_WORK);
    first.forEach(work -> {
      gate.outside.redeem(RUNNER, work.grant(), work.action(), Optional.empty());
      gate.outside.report(RUNNER, work.grant(), DONE);
    });
    assertThat(gate.outside.work(RUNNER)).hasSize(all.size() - OutsideDesk.MOST_WORK);
  }

  private List<ProposalId> approved(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> {
          ProposalId id = gate.propose(TestGate.body("{\"target_id\":\"charge_" + n + "\"}"));
          gate.showCards();
          gate.press("ULENA", Decision.APPROVE);
          return id;
        })
        .toList();
  }

  @Test
  void whatIsRedeemedAndNotReportedHidesNothingThatWaits() {
    List<ProposalId> silent = approved(OutsideDesk.MOST_WORK + 1);
    silent.forEach(this::redeem);
    gate.clock.advance(Duration.ofSeconds(1));
    ProposalId waits = approved();

    List<Work> work = gate.outside.work(RUNNER);

    assertThat(work.getFirst().request()).isEqualTo(waits);
    assertThat(work.subList(1, work.size()))
        .extracting(Work::request)
        .hasSize(OutsideDesk.MOST_WORK)
        .isSubsetOf(silent);
  }

  @Test
  void whatMustNotRunYetHidesNothingThatWaitsAndCostsNoGrant() {
    TestGate free =
        TestGate.inMemory(
            """
            {"version":1,"rules":[{"id":"calls","when":"true","gate":"allow"}]}
            """);
    free.executor.handOver("billing", new OutsideExecutor(RUNNER, WITHIN));
    Instant later = free.clock.instant().plus(Duration.ofHours(2));
    List<ProposalId> early =
        IntStream.range(0, 210)
            .mapToObj(n ->
                free.propose(
                    TestGate.body(
                        "{\"target_id\":\"charge_"
                            + n
                            + "\",\"preconditions\":{\"not_before\":\""
                            + later
                            + "\"}}")))
            .toList();
    free.clock.advance(Grant.LONGEST_OUTSIDE);
    ProposalId waits = free.propose();

    assertThat(free.outside.work(RUNNER)).extracting(Work::request).containsExactly(waits);
    assertThat(early)
        .allSatisfy(id -> assertThat(free.audit(id, EntryType.GRANT_ISSUED)).hasSize(1));

    free.clock.set(later);
    assertThat(free.outside.work(RUNNER)).hasSize(OutsideDesk.MOST_WORK);
  }

  @Test
  void aDamagedRecordHidesNoOtherWorkAndIsLoggedOnce() {
    SettableClock clock = new SettableClock(TestGate.START);
    InMemoryLedger memory = new InMemoryLedger(clock);
    UnreliableLedger ledger = new UnreliableLedger(memory);
    TestGate other = new TestGate(clock, ledger, memory, TestGate.directory(), TestGate.ONE_LEAD);
    other.executor.handOver("billing", new OutsideExecutor(RUNNER, WITHIN));
    ProposalId damaged = other.ask();
    other.press("ULENA", Decision.APPROVE);
    ProposalId sound = other.ask();
    other.press("ULENA", Decision.APPROVE);
    ledger.damage(damaged);

    List<String> logged =
        logged(() -> {
          for (int polls = 0; polls < 2; polls++) {
            assertThat(other.outside.work(RUNNER)).extracting(Work::request).containsExactly(sound);
          }
        });

    assertThat(logged)
        .singleElement(as(STRING))
        .startsWith("ERROR")
        .contains(RUNNER, "record_unreadable", damaged.value());
  }

  @Test
  void anUnsoundRecordIsNotToldAndTheWorkerOfTheGatePutsItAside() {
    approved();
    TestGate stranger = TestGate.inMemory(TestKeys.ofAStranger());
    stranger.executor.handOver("billing", new OutsideExecutor(RUNNER, WITHIN));
    gate.clock.advance(Grant.LONGEST_OUTSIDE);

    List<String> logged = logged(() -> assertThat(stranger.outsideOn(gate).work(RUNNER)).isEmpty());

    assertThat(logged).singleElement(as(STRING)).startsWith("ERROR").contains("record_unsound");
    Delivery watched =
        gate.deliveries.claim(DeliveryKind.EXECUTE, 1, Duration.ofMinutes(1)).getFirst();
    assertThatThrownBy(() -> stranger.runnerOn(gate).run(watched))
        .isInstanceOf(UnsoundRecordException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsPutAsideIsNeitherRedeemedNorReleasedByAsking(boolean lapsed) {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    Delivery delivery =
        gate.deliveries.claim(DeliveryKind.EXECUTE, 1, Duration.ofMinutes(1)).getFirst();
    assertThat(
            gate.deliveries.fail(
                delivery, new Deliveries.Failure("failed", "a test"), Duration.ZERO, 1))
        .isTrue();
    gate.clock.advance(lapsed ? Grant.LONGEST_OUTSIDE : Duration.ZERO);

    for (int tries = 0; tries < 2; tries++) {
      assertThat(redeem(id))
          .isEqualTo(
              new Redeeming.Refused(
                  Why.NOT_YET, "put_aside", Optional.of(StartCheck.LONGEST_PAUSE)));
    }
    refused(
        gate.outside.redeem("another", grant(id), action(id), Optional.empty()), Why.UNKNOWN_GRANT);

    assertThat(gate.outside.work(RUNNER)).isEmpty();
    assertThat(gate.audit(id)).endsWith("grant_issued");
  }

  /// By [dev.countersign.decision.ReconciliationTest] people do so by a form.
  @Test
  void afterAPersonsWordALateReportChangesNothingAndIsLogged() {
    ProposalId id = approved();
    redeem(id);
    gate.clock.advance(WITHIN);
    gate.execute();
    AccountId lena = new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA");
    gate.interventions.send(
        new InterventionDesk.Sent(
            Intervention.RECONCILE,
            lena,
            id.value(),
            Optional.of("It did not happen"),
            Optional.of("The bank knows of no refund"),
            Digest.of("callback"),
            gate.formSeal("reconcile", lena, id)));
    Execution word = execution(id);
    assertThat(word).isInstanceOf(Execution.Reconciled.class);

    List<String> logged =
        logged(() ->
            assertThat(
                    gate.outside.report(
                        RUNNER,
                        grant(id),
                        new Report(
                            Result.SUCCEEDED, Optional.of("paid"), 201, Optional.of("secret"))))
                .isEqualTo(new Reporting.Refused(Why.ALREADY_ENDED)));

    assertThat(execution(id)).isEqualTo(word);
    assertThat(logged)
        .singleElement(as(STRING))
        .startsWith("WARN")
        .contains(id.value(), RUNNER, "succeeded", "201", "paid")
        .doesNotContain("secret");
  }

  @Test
  void aLateUnknownSaysNoMoreThanTheSilenceBefore() {
    ProposalId id = approved();
    redeem(id);
    gate.clock.advance(WITHIN);
    gate.execute();
    Execution silence = execution(id);
    int ended = gate.executions.size();

    assertThat(
            gate.outside.report(
                RUNNER,
                grant(id),
                new Report(Result.UNKNOWN, Optional.empty(), 0, Optional.empty())))
        .isEqualTo(new Reporting.Refused(Why.ALREADY_ENDED));

    assertThat(execution(id)).isEqualTo(silence);
    assertThat(gate.executions).hasSize(ended);
  }

  private static List<String> logged(Runnable what) {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(OutsideExecutions.class);
    Level before = logger.getLevel();
    logger.setLevel(Level.WARN);
    logger.addAppender(lines);
    lines.start();
    try {
      what.run();
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(before);
    }
    return lines.list.stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }
}
