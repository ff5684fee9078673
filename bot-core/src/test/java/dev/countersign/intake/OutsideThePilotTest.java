package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Observed;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The gate executes nothing that is outside the pilot, and asks nobody about it.
class OutsideThePilotTest {
  private static final String INSIDE = piloted(TestGate.ONE_LEAD, "support-bot");
  private static final String OUTSIDE = piloted(TestGate.ONE_LEAD, "another-bot");
  private static final String ALLOWS =
      piloted(
          """
          {"version":1,"rules":[{"id":"calls","when":"true","gate":"allow"}]}
          """
              .strip(),
          "another-bot");

  @Test
  void nobodyIsAskedAndNothingRuns() {
    for (String policy : new String[] {OUTSIDE, ALLOWS}) {
      TestGate gate = TestGate.inMemory(policy);
      ProposalId id = gate.propose();

      assertThat(gate.state(id)).isInstanceOf(RequestState.Refused.class);
      assertThat(gate.record(id).grant()).isEmpty();
      for (DeliveryKind kind : DeliveryKind.values()) {
        assertThat(gate.deliveries.claim(kind, 10, Duration.ofSeconds(30)))
            .as(kind.name())
            .isEmpty();
      }
      gate.execute();
      assertThat(gate.executor.sent()).isEmpty();
    }
  }

  @Test
  void itsChainTellsWhatItWouldHaveBeen() {
    TestGate gate = TestGate.inMemory(OUTSIDE);
    ProposalId id = gate.propose();
    assertThat(gate.record(id).ruling().observed().map(Observed::gate)).contains(Gate.ASK);
    assertThat(
            gate.audit(id, EntryType.RULED)
                .getFirst()
                .object("data")
                .object("observed")
                .text("gate"))
        .isEqualTo("ask");
  }

  @Test
  void whatIsInsideIsGatedAsEver() {
    TestGate gate = TestGate.inMemory(INSIDE);
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    assertThat(((RequestState.Approved) gate.state(id)).execution())
        .isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void whatWasApprovedDoesNotRunOnceItIsOutside() {
    TestGate gate = TestGate.inMemory(INSIDE);
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.policy.set(TestGate.policy(OUTSIDE));
    gate.execute();
    assertThat(gate.executor.sent()).isEmpty();
    assertThat(((RequestState.Approved) gate.state(id)).execution())
        .isInstanceOf(Execution.Failed.class);
  }

  private static String piloted(String policy, String agent) {
    return policy.strip().replaceAll("}$", ",\"pilot\":{\"agents\":[\"" + agent + "\"]}}");
  }
}
