package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.countersign.TestGate;
import dev.countersign.freeze.Freeze;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.json.Digest;
import dev.countersign.people.Agent;
import dev.countersign.policy.AgentAlarm;
import dev.countersign.policy.AlarmFreezes;
import dev.countersign.proposal.AgentId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What counts towards the freeze of an agent by the gate itself, where the policy has one.
class NotedAlarmsTest {
  private static final String FREEZES =
      TestGate.ONE_LEAD.replace(
          "{\"version\":1,",
          "{\"version\":1,\"freeze_agent\":{\"fast_approvals\":{\"times\":5,\"within\":\"1h\"},"
              + "\"over_budget\":{\"times\":5,\"within\":\"1h\"}},");

  private final TestGate gate = TestGate.inMemory(FREEZES);

  @Test
  void anApprovalWithinSecondsOfItsCardCounts() {
    gate.ask();
    gate.clock.advance(Duration.ofMillis(4_999));
    gate.press("ULENA", Decision.APPROVE);

    assertThat(gate.alarmed).containsExactly(AgentAlarm.FAST_APPROVALS);
  }

  @Test
  void neitherALaterOneNorOneThatIsPressedAgainNorARejectionDoes() {
    gate.ask();
    gate.clock.advance(Duration.ofSeconds(5));
    gate.press("ULENA", Decision.APPROVE);
    gate.press("ULENA", Decision.APPROVE);
    gate.ask();
    gate.press("ULENA", Decision.REJECT);

    assertThat(gate.alarmed).isEmpty();
  }

  @Test
  void oneThatIsHeldBackCountsOnce() {
    TestGate reading =
        TestGate.inMemory(FREEZES.replace("\"gate\":", "\"read_for\":\"20s\",\"gate\":"));
    reading.ask();
    reading.press("ULENA", Decision.APPROVE);
    reading.press("ULENA", Decision.APPROVE);

    assertThat(reading.alarmed).containsExactly(AgentAlarm.FAST_APPROVALS);
  }

  @Test
  void whatAnAgentAsksOverItsBudgetCountsAndNotWhatFindsThePlaceFullOfOthers() {
    int most = OpenBudget.DEFAULT.perAgent();
    for (int i = 0; i < most; i++) {
      submit(gate.agent(), i);
    }
    assertThat(gate.alarmed).isEmpty();
    assertThat(submit(gate.agent(), most)).isInstanceOf(Declined.class);
    assertThat(gate.alarmed).containsExactly(AgentAlarm.OVER_BUDGET);

    for (int i = 0; i < OpenBudget.DEFAULT.perChannel() - most; i++) {
      submit(named("second-bot"), 1_000 + i);
    }
    assertThat(((Declined) submit(named("third-bot"), 9_999)).reason().code())
        .isEqualTo("channel_has_too_many_open");
    assertThat(gate.alarmed).hasSize(1);
  }

  private Agent named(String id) {
    Agent agent = gate.agent();
    return new Agent(new AgentId(id), agent.owner(), agent.key(), agent.mayPropose());
  }

  private Object submit(Agent by, int number) {
    return gate.intake.submit(
        by, TestGate.body("{\"target_id\":\"no-" + number + "\"}"), Optional.empty());
  }

  @Test
  void nothingCountsWhereThePolicyFreezesNobody() {
    TestGate other = TestGate.inMemory();
    other.ask();
    other.press("ULENA", Decision.APPROVE);

    assertThat(other.alarmed).isEmpty();
  }

  @Test
  void aCountThatTheStoreDoesNotTakeKeepsNobodyFromAnAnswer() {
    AgentAlarms away =
        new AgentAlarms() {
          @Override
          public void note(AgentId agent, AgentAlarm alarm) {
            throw new LedgerUnavailableException("away");
          }

          @Override
          public List<Freeze> freeze(AlarmFreezes bounds, Digest policy) {
            throw new LedgerUnavailableException("away");
          }
        };
    assertThatCode(() ->
            new NotedAlarms(away, gate.policy::get)
                .note(new AgentId("support-bot"), AgentAlarm.OVER_BUDGET))
        .doesNotThrowAnyException();
  }
}
