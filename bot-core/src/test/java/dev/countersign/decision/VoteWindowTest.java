package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A rule may say how far apart the first and the last approval may lie.
class VoteWindowTest {
  private static final String TWO_LEADS =
      TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2");
  private static final String WITHIN_AN_HOUR =
      TWO_LEADS.replace("\"gate\":", "\"vote_window\":\"1h\",\"gate\":");
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void approvalsWithinTheWindowMakeAQuorum() {
    TestGate gate = TestGate.inMemory(WITHIN_AN_HOUR);
    ProposalId id = gate.ask();

    gate.clock.advance(Duration.ofHours(2));
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);
    gate.clock.advance(HOUR.minusSeconds(1));
    gate.showCards();

    assertThat(gate.press("UMARC", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void theFirstApprovalBringsTheDeadlineForwardAndTheRequestEndsThere() {
    TestGate gate = TestGate.inMemory(WITHIN_AN_HOUR);
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);

    assertThat(gate.record(id).request().deadline()).isEqualTo(TestGate.START.plus(HOUR));
    gate.showCards();
    gate.clock.advance(HOUR);
    assertThat(gate.press("UMARC", Decision.APPROVE).kind()).isEqualTo(Kind.REFUSED);
    assertThat(gate.due.run().expired()).isEqualTo(1);
    assertThat(gate.state(id)).isInstanceOf(Expired.class);
  }

  @Test
  void theWindowNeverPutsTheDeadlineOff() {
    TestGate gate = TestGate.inMemory(WITHIN_AN_HOUR);
    ProposalId id = gate.ask();
    var deadline = gate.record(id).request().deadline();

    gate.clock.advance(Duration.ofHours(3).plusMinutes(30));
    gate.showCards();
    gate.press("ULENA", Decision.APPROVE);

    assertThat(gate.record(id).request().deadline()).isEqualTo(deadline);
  }

  @Test
  void ofSeveralRulesTheShortestWindowHolds() {
    String both =
        WITHIN_AN_HOUR.replace(
            "]}\n",
            """
            ,{"id":"also","when":"true","gate":"ask","vote_window":"10m",
              "stages":[{"group":"finance","approvals":1}]}]}
            """);
    TestGate gate = TestGate.inMemory(both);
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);

    assertThat(gate.record(id).request().deadline())
        .isEqualTo(TestGate.START.plus(Duration.ofMinutes(10)));
  }

  @Test
  void withoutAWindowOnlyTheDeadlineCounts() {
    TestGate gate = TestGate.inMemory(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.clock.advance(Duration.ofHours(3));
    gate.showCards();

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.press("UMARC", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void whatWasApprovedTooFarApartForThePolicyOfTheMomentDoesNotRun() {
    TestGate gate = TestGate.inMemory(TWO_LEADS);
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.clock.advance(Duration.ofHours(2));
    gate.showCards();
    gate.press("UMARC", Decision.APPROVE);

    gate.policy.set(TestGate.policy(WITHIN_AN_HOUR));
    gate.execute();

    assertThat(((Approved) gate.state(id)).execution())
        .isInstanceOfSatisfying(
            Execution.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo("policy_changed"));
  }

  @Test
  void approvalsThatLieNearEnoughRunAlthoughAnEarlierOneDoesNot() {
    TestGate gate = TestGate.inMemory(TWO_LEADS.replace("\"approvals\":2", "\"approvals\":3"));
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.clock.advance(Duration.ofHours(2));
    gate.showCards();
    gate.press("UMARC", Decision.APPROVE);
    gate.press("UNINA", Decision.APPROVE);

    gate.policy.set(TestGate.policy(WITHIN_AN_HOUR));
    gate.execute();

    assertThat(((Approved) gate.state(id)).execution()).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void theCardSaysTheWindow() {
    TestGate gate = TestGate.inMemory(WITHIN_AN_HOUR);
    gate.ask();

    assertThat(gate.chat.only().card().body().text("footer"))
        .contains("any 2 of support-leads within 1h");
  }
}
