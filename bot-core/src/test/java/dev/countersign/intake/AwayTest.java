package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.policy.Finding;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whoever is away until after the deadline, at seven in the evening of 23 November, cannot decide.
class AwayTest {
  private static final String BEYOND =
      "\"away\":[{\"from\":\"2026-11-20\",\"until\":\"2026-12-01\"}],";
  private static final String UNTIL_TONIGHT =
      "\"away\":[{\"from\":\"2026-11-20\",\"until\":\"2026-11-23T18:59:59Z\"}],";

  @Test
  void whatOnlyThoseCouldDecideWhoAreAwayIsRefusedAtOnceWithThatReason() {
    TestGate gate = gate(BEYOND, "lena", "marc", "nina");
    ProposalId id = gate.propose();

    assertThat(gate.state(id)).isInstanceOf(RequestState.Refused.class);
    Finding why = gate.record(id).ruling().findings().getLast();
    assertThat(why.result()).isEqualTo("nobody_can_decide");
    assertThat(why.because())
        .isEqualTo(
            "Stage 1 (support-leads) needs 1 approval; of its 4 members none could give one: 3 are"
                + " away, the first of them until 1 December 2026; 1 is excluded as the agent's"
                + " owner, whom it acts for or whom the action is for. Add 1 person who can, or ask"
                + " for fewer approvals, or propose it again when who is away is back.");
  }

  @Test
  void whoIsBackBeforeTheDeadlineOrThereNowIsCounted() {
    assertThat(stateWith(gate(UNTIL_TONIGHT, "lena", "marc", "nina")))
        .isInstanceOf(RequestState.Pending.class);
    assertThat(stateWith(gate(BEYOND, "lena", "marc"))).isInstanceOf(RequestState.Pending.class);
    assertThat(
            stateWith(
                gate(BEYOND.replace("2026-11-20", "2026-11-23T15:00:01Z"), "lena", "marc", "nina")))
        .as("there for a second")
        .isInstanceOf(RequestState.Pending.class);
  }

  @Test
  void whoIsAwayAndPressesHasDecided() {
    TestGate gate = gate(BEYOND, "lena", "marc");
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);

    assertThat(gate.state(id)).isInstanceOf(RequestState.Approved.class);
  }

  /// Nina alone is there for finance, and Pia is away: her approval as a lead would leave nobody.
  @Test
  void whoIsNeededLaterBecauseOthersAreAwayIsToldToLeaveThisStageToThem() {
    String stages = TestGate.ONE_LEAD.replace("1}]", "1},{\"group\":\"finance\",\"approvals\":1}]");
    TestGate gate = TestGate.with(Map.of(), stages, people(BEYOND, "pia"));
    ProposalId id = gate.ask();
    gate.press("UNINA", Decision.APPROVE);

    assertThat(gate.presses).containsExactly("needed_later");
    gate.press("ULENA", Decision.APPROVE);
    assertThat(gate.record(id).request().votes()).hasSize(1);
  }

  private static RequestState stateWith(TestGate gate) {
    return gate.state(gate.propose());
  }

  private static TestGate gate(String away, String... persons) {
    return TestGate.with(Map.of(), TestGate.ONE_LEAD, people(away, persons));
  }

  private static String people(String away, String... persons) {
    String people = TestGate.PEOPLE;
    for (String person : persons) {
      people = people.replace("{\"id\":\"" + person + "\",", "{\"id\":\"" + person + "\"," + away);
    }
    return people;
  }
}
