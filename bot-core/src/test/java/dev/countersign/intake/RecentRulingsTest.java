package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.CardRouting;
import dev.countersign.people.Agent;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.AgentFacts;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A ruling is used again for exactly the same question, and for no other.
class RecentRulingsTest {
  private final TestGate gate = TestGate.inMemory();
  private final Proposal asked = gate.record(gate.propose()).proposal();
  private final Proposal other =
      gate.record(gate.propose(TestGate.body("{\"target_id\":\"another\"}"))).proposal();
  private final Ruling kept = gate.record(gate.propose()).ruling();
  private final Agent agent = gate.agent();
  private final RulingDesk desk =
      new RulingDesk(
          gate.policy::get,
          DomainList.NONE,
          gate.directory,
          new CardRouting(gate.directory, new Surfaces(Map.of()), gate.conversations));

  private Ruling ruled(Agent by, Proposal proposal) {
    return desk.again(by, proposal.action(), proposal.context(), TestGate.START, kept);
  }

  @Test
  void theSameQuestionHasTheVeryAnswerItHad() {
    assertThat(ruled(agent, asked)).isSameAs(ruled(agent, asked));
  }

  @Test
  void anotherPolicyIsAskedAnew() {
    Ruling before = ruled(agent, asked);
    gate.policy.set(
        TestGate.policy(
            TestGate.ONE_LEAD
                .replace("\"ask\"", "\"refuse\"")
                .replaceAll("(?s)\"stages\".*?\\],", "")
                .replaceAll(",\\s*\"sla\":\\{.*?\\}", "")));
    Ruling after = ruled(agent, asked);

    assertThat(before.gate()).isEqualTo(Gate.ASK);
    assertThat(after.gate()).isEqualTo(Gate.REFUSE);
    assertThat(after.policy()).isEqualTo(gate.policy.get().version());
  }

  @Test
  void anotherActionContextOrAgentIsAnotherQuestion() {
    Policy policy = gate.policy.get();
    var recent = new RecentRulings();
    var facts = new AgentFacts(new AgentId("a"), new PersonId("p"), Optional.empty());
    var others = new AgentFacts(new AgentId("a"), new PersonId("q"), Optional.empty());
    Ruling ruling = ruled(agent, asked);
    recent.keep(policy, asked.action(), asked.context(), facts, Set.of(), ruling);

    assertThat(recent.find(policy, asked.action(), asked.context(), facts, Set.of()))
        .contains(ruling);
    assertThat(recent.find(policy, asked.action(), asked.context(), others, Set.of())).isEmpty();
    assertThat(recent.find(policy, other.action(), asked.context(), facts, Set.of())).isEmpty();
    assertThat(
            recent.find(
                TestGate.policy(TestGate.ONE_LEAD),
                asked.action(),
                asked.context(),
                facts,
                Set.of()))
        .isEmpty();
    assertThat(recent.find(policy, asked.action(), asked.context(), facts, Set.of("ended")))
        .isEmpty();
  }
}
