package dev.countersign.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.execution.OutsideDesk.Redeeming;
import dev.countersign.execution.OutsideDesk.Why;
import dev.countersign.intake.IntakeEvaluation;
import dev.countersign.intake.IntakeResult;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Agent;
import dev.countersign.people.ChangingDirectory;
import dev.countersign.people.Directory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.token.Grant;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an agent may propose, and in which environment that takes effect, is asked when it proposes
/// and again before anything of it touches a target.
class AgentRightsOfTheMomentTest {
  private static final String KEY = "\"key\":\"ck_test_supportbot1\"";
  private static final String RUNNER = "billing-runner";
  private static final String CLASSES =
      "[\"api_call\",\"message\",\"record_change\",\"tool_call\"]";

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private Directory people = TestGate.directory();
  private final TestGate gate =
      new TestGate(
          clock,
          ledger,
          ledger,
          ChangingDirectory.of(() -> people),
          TestGate.ONE_LEAD,
          TestKeys.RING,
          new RecordingChat(),
          chat -> chat);

  private void people(String from, String to) {
    assertThat(TestGate.PEOPLE).contains(from);
    people = new PeopleDirectory(TestGate.people(TestGate.PEOPLE.replace(from, to)));
  }

  private void theAgentActsIn(String environments) {
    people(KEY, KEY + ",\"environments\":" + environments);
  }

  private IntakeResult submitted(String members) {
    Agent agent = people.agent(new AgentId("support-bot")).orElseThrow();
    return gate.intake.submit(agent, TestGate.body(members), Optional.empty());
  }

  private static String code(IntakeResult result) {
    return ((IntakeResult.Declined) result).reason().code();
  }

  @Test
  void whatWouldTakeEffectWhereItsAgentMayNotActIsNotAskedAbout() {
    theAgentActsIn("[\"staging\",\"test\"]");

    assertThat(code(submitted("{}"))).isEqualTo("environment_not_permitted");
    assertThat(code(submitted("{\"dry_run\":true}"))).isEqualTo("environment_not_permitted");
    Agent agent = people.agent(new AgentId("support-bot")).orElseThrow();
    assertThat(gate.intake.evaluate(agent, TestGate.body("{}")))
        .isInstanceOfSatisfying(
            IntakeEvaluation.NotTaken.class,
            not -> assertThat(code(not.why())).isEqualTo("environment_not_permitted"));
    assertThat(gate.ledger.idsAfter(Optional.empty(), 10)).isEmpty();
  }

  @Test
  void whoSaysAnotherEnvironmentThanThatOfTheConnectionGetsNowhereByIt() {
    theAgentActsIn("[\"staging\"]");

    assertThat(submitted("{\"environment\":\"staging\"}"))
        .isInstanceOf(IntakeResult.Declined.class);
    assertThat(gate.ledger.idsAfter(Optional.empty(), 10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void whatWasApprovedIsNotSentOnceItsAgentMayNotActThere(boolean lapsed) {
    ProposalId id = approved();
    if (lapsed) {
      clock.advance(Grant.LONGEST_LIFETIME);
    }
    theAgentActsIn("[\"staging\"]");
    gate.execute();

    assertBarred(id, "environment_not_permitted");
  }

  @Test
  void whatWasApprovedIsNotSentOnceItsAgentMayNotProposeItsClass() {
    ProposalId id = approved();
    people(CLASSES, "[\"message\"]");
    gate.execute();

    assertBarred(id, "class_not_permitted");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void anExecutorOutsideIsHandedNothingOnceItsAgentMayNotActThere(boolean lapsed) {
    gate.executor.handOver("billing", new OutsideExecutor(RUNNER, Duration.ofMinutes(10)));
    ProposalId id = approved();
    RequestRecord record = gate.record(id);
    if (lapsed) {
      clock.advance(Grant.LONGEST_OUTSIDE);
    }
    theAgentActsIn("[\"staging\"]");
    if (lapsed) {
      assertThat(gate.outside.work(RUNNER)).as("no fresh grant").isEmpty();
    } else {
      assertThat(redeemed(record))
          .isEqualTo(
              new Redeeming.Refused(Why.BARRED, "environment_not_permitted", Optional.empty()));
    }

    assertBarred(id, "environment_not_permitted");
    assertThat(redeemed(record)).as("nor later").isInstanceOf(Redeeming.Refused.class);
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).hasSize(1);
    assertThat(gate.audit(id, EntryType.GRANT_REDEEMED)).isEmpty();
  }

  private Redeeming redeemed(RequestRecord record) {
    return gate.outside.redeem(
        RUNNER, record.grant().orElseThrow().id(), record.request().action(), Optional.empty());
  }

  @Test
  void anAgentThatMayActThereStillIsNotKeptBack() {
    approved();
    theAgentActsIn("[\"production\"]");
    gate.execute();

    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void aDryRunTouchesNoTargetOnceItsAgentMayNotActThere() {
    var asked = new AtomicInteger();
    gate.executor.rehearse(_ -> {
      asked.incrementAndGet();
      return TargetTrial.works();
    });
    gate.propose(TestGate.body("{\"dry_run\":true}"));
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);
    theAgentActsIn("[\"staging\"]");
    gate.execute();
    gate.work(DeliveryKind.READ_BACK);

    assertThat(asked).hasValue(0);
  }

  private ProposalId approved() {
    ProposalId id = gate.propose();
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);
    return id;
  }

  private void assertBarred(ProposalId id, String code) {
    assertThat(gate.audit(id, EntryType.EXECUTION_BARRED))
        .extracting(entry -> entry.object("data").text("code"))
        .containsExactly(code);
    assertThat(gate.executor.sent()).isEmpty();
  }
}
