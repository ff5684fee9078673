package dev.countersign.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.execution.OutsideDesk.Redeeming;
import dev.countersign.execution.OutsideDesk.Why;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Ids;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.UnreliableLedger;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// While a freeze covers it nothing is granted and nothing redeemed; people decide as ever.
class FrozenExecutionTest {
  private static final String ALLOW =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"allow"}]}
      """;

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final TestGate gate = gate(TestGate.ONE_LEAD);

  private TestGate gate(String policy) {
    return new TestGate(clock, new UnreliableLedger(ledger), ledger, TestGate.directory(), policy);
  }

  private void freeze(String scope) {
    Freeze freeze =
        new Freeze(
            7,
            FreezeScope.parse(scope).orElseThrow(),
            "it sends nonsense",
            FreezeActor.operator("ops"),
            clock.instant(),
            Optional.empty(),
            true);
    ledger.freeze(new Freezing(1, 7, List.of(freeze)));
  }

  private void lift() {
    ledger.freeze(new Freezing(2, 8, List.of()));
  }

  private Execution execution(ProposalId id) {
    return ((Approved) gate.state(id)).execution();
  }

  private ProposalId approved() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    return id;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "everything",
        "agent:support-bot",
        "connection:billing",
        "environment:production",
        "class:api_call",
        "action_type:refund.create"
      })
  void theLastApprovalCountsAndItsGrantWaitsUntilItIsLifted(String scope) {
    freeze(scope);
    ProposalId id = approved();
    gate.execute();

    assertThat(execution(id)).isEqualTo(new Execution.NotGranted());
    assertThat(gate.audit(id, EntryType.VOTED)).hasSize(1);
    assertThat(gate.audit(id, EntryType.GRANT_FROZEN))
        .singleElement()
        .satisfies(entry -> assertThat(entry.object("data").number("freeze")).isEqualTo(7));
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).isEmpty();
    assertThat(gate.executor.sent()).isEmpty();

    lift();
    clock.advance(StartCheck.WHILE_FROZEN);
    gate.execute();

    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(gate.executor.sent()).hasSize(1);
    for (EntryType type : List.of(EntryType.GRANT_ISSUED, EntryType.GRANT_REDEEMED)) {
      assertThat(gate.audit(id, type))
          .singleElement()
          .extracting(entry -> entry.object("data"))
          .satisfies(data -> assertThat(data.number("freezes")).isEqualTo(8));
    }
  }

  @Test
  void aFreezeBetweenASendAndItsRepeatKeepsTheRepeatBack() {
    List<Boolean> repeats = new ArrayList<>();
    gate.executor.answer(order -> {
      repeats.add(order.mayRepeat().getAsBoolean());
      freeze("agent:other-bot");
      repeats.add(order.mayRepeat().getAsBoolean());
      freeze("connection:billing");
      repeats.add(order.mayRepeat().getAsBoolean());
      return new Outcome.Unknown("connection_reset", 0);
    });
    approved();
    gate.execute();

    assertThat(repeats).containsExactly(true, true, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "agent:other-bot",
        "connection:crm",
        "environment:staging",
        "class:message",
        "action_type:refund.close"
      })
  void whatItDoesNotCoverRunsAsEver(String scope) {
    freeze(scope);
    ProposalId id = approved();
    gate.execute();

    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void whatWasGrantedBeforeIsNotRedeemedAndWaits() {
    ProposalId id = approved();
    assertThat(execution(id)).isInstanceOf(Execution.Granted.class);
    freeze("everything");
    gate.execute();

    assertThat(execution(id)).isInstanceOf(Execution.Granted.class);
    assertThat(gate.executor.sent()).isEmpty();

    clock.advance(Duration.ofMinutes(10));
    gate.execute();
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).as("not renewed either").hasSize(1);

    lift();
    clock.advance(StartCheck.WHILE_FROZEN);
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).hasSize(2);
  }

  @Test
  void whatMayNotStartAnyMoreEndsThoughItIsFrozen() {
    ProposalId id = approved();
    freeze("everything");
    clock.advance(Duration.ofHours(5));
    gate.execute();

    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Failed.class, end -> assertThat(end.code()).isEqualTo("start_window_passed"));
    assertThat(gate.executor.sent()).isEmpty();
  }

  @Test
  void whatThePolicyAllowsWaitsToo() {
    TestGate allowing = gate(ALLOW);
    freeze("agent:support-bot");
    ProposalId id = allowing.propose();
    allowing.execute();

    assertThat(allowing.audit(id, EntryType.GRANT_ISSUED)).isEmpty();
    assertThat(allowing.executor.sent()).isEmpty();

    lift();
    clock.advance(StartCheck.WHILE_FROZEN);
    allowing.execute();
    assertThat(allowing.executor.sent()).hasSize(1);
  }

  @Test
  void whatWasSentBeforeIsRecorded() {
    ProposalId id = approved();
    gate.executor.answer(order -> {
      freeze("everything");
      return new Outcome.Succeeded(200, Digest.of("sent"), Digest.of("answer"));
    });
    gate.execute();

    assertThat(execution(id)).isInstanceOf(Execution.Succeeded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"connection:billing", "environment:production", "action_type:refund.create"})
  void anExecutorOutsideHearsOfNothingAndRedeemsNothing(String scope) {
    gate.executor.handOver("billing", new OutsideExecutor("runner", Duration.ofMinutes(10)));
    ProposalId before = approved();
    gate.execute();
    GrantId grant = gate.record(before).grant().orElseThrow().id();
    Digest action = gate.record(before).request().action();
    freeze(scope);
    assertThat(gate.outside.work("runner")).isEmpty();
    assertThat(gate.outside.redeem("runner", grant, action, Optional.empty()))
        .isEqualTo(
            new Redeeming.Refused(
                Why.NOT_YET, StartCheck.FROZEN, Optional.of(StartCheck.WHILE_FROZEN)));

    lift();
    assertThat(gate.outside.work("runner")).hasSize(1);
    assertThat(gate.outside.redeem("runner", grant, action, Optional.empty()))
        .isInstanceOf(Redeeming.Redeemed.class);
  }

  @Test
  void anExecutorOutsideIsGrantedWhatWasApprovedMeanwhileOnceItAsks() {
    gate.executor.handOver("billing", new OutsideExecutor("runner", Duration.ofMinutes(10)));
    freeze("everything");
    ProposalId id = approved();
    gate.execute();
    assertThat(execution(id)).isEqualTo(new Execution.NotGranted());
    assertThat(gate.outside.work("runner")).isEmpty();

    lift();
    assertThat(gate.outside.work("runner"))
        .singleElement()
        .satisfies(work ->
            assertThat(gate.outside.redeem("runner", work.grant(), work.action(), Optional.empty()))
                .isInstanceOf(Redeeming.Redeemed.class));
  }

  @Test
  void whatIsShownSaysThatItIsFrozenAndThatDecisionsCount() {
    freeze("everything");
    gate.ask();
    assertThat(gate.chat.only().card().body().text("sections"))
        .contains("🧊 Frozen", "ops", "Decisions count");
    assertThat(gate.press("ULENA", Decision.APPROVE).text())
        .contains("It is approved, and waits: it is frozen");
    gate.showCards();
    assertThat(gate.chat.only().card().body().text("heading"))
        .contains("Approved, frozen: it does not run");
  }

  @Test
  void noStepCanIssueAGrantOnARecordThatIsFrozen() {
    ProposalId id = gate.ask();
    freeze("everything");
    RequestRecord record = gate.record(id);
    assertThatThrownBy(() ->
            Step.on(record)
                .granting(
                    new IssuedGrant(
                        Ids.grant(), 1, clock.instant(), clock.instant().plusSeconds(60), "t"))
                .answering("never"))
        .isInstanceOf(IllegalStateException.class);
  }
}
