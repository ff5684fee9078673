package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.ChainLinks;
import dev.countersign.decision.OperatorReconciliation;
import dev.countersign.decision.OperatorReconciliation.Answer;
import dev.countersign.execution.Outcome;
import dev.countersign.grant.RecordProof;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Steps;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lena, Marc and Nina can say what happened; Otto owns the agent.
class UnknownRemindersTest {
  private static final PersonId MARC = new PersonId("marc");

  private final TestGate gate = TestGate.inMemory();

  private ProposalId unknown() {
    gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    gate.showCards();
    return id;
  }

  private List<String> remindedAfter(Duration wait) {
    gate.clock.advance(wait);
    gate.remind();
    return gate.chat.reminders();
  }

  private Answer settle(ProposalId id, String person, String note) {
    Steps steps =
        new Steps(gate.ledger, new RecordProof(ChainLinks.under(gate.keys.evidence())), _ -> {});
    return new OperatorReconciliation(steps, gate.directory)
        .settle(id, new PersonId(person), true, note, "ops");
  }

  @Test
  void whoCanSayItIsRemindedEverMoreSeldomAndThenWeeklyUntilItIsSaid() {
    ProposalId id = unknown();

    assertThat(remindedAfter(Duration.ofMinutes(59))).isEmpty();
    assertThat(remindedAfter(Duration.ofMinutes(2))).hasSize(1);
    assertThat(gate.chat.reminders().getFirst())
        .contains("Lena", "Marc", "Nina")
        .doesNotContain("Otto");
    assertThat(remindedAfter(Duration.ofHours(6))).hasSize(1);
    assertThat(remindedAfter(Duration.ofHours(2))).hasSize(2);
    for (int days = 0; days < 30; days++) {
      remindedAfter(Duration.ofDays(1));
    }
    assertThat(gate.chat.reminders()).as("on days 14, 21 and 28, too").hasSize(8);
    assertThat(remindedAfter(Duration.ofDays(300))).as("still").hasSize(9);
    assertThat(settle(id, "marc", "It stands in the ledger")).isEqualTo(Answer.RECORDED);
    assertThat(remindedAfter(Duration.ofDays(30))).hasSize(9);
  }

  @Test
  void onceSomebodySaidItNobodyIsReminded() {
    ProposalId id = unknown();
    remindedAfter(Duration.ofHours(2));
    assertThat(settle(id, "marc", "It stands in the ledger")).isEqualTo(Answer.RECORDED);

    assertThat(remindedAfter(Duration.ofDays(2))).hasSize(1);
    assertThat(gate.deliveries.claim(DeliveryKind.REMIND, 9, Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void aCardThatIsPendingRemindsAsEver() {
    gate.ask();

    assertThat(remindedAfter(Duration.ofHours(3))).isEmpty();
  }

  @Test
  void whatThePolicyAllowedIsSettledByAnOperatorAsAPersonsWord() {
    gate.policy.set(
        TestGate.policy(
            "{\"version\":1,\"rules\":[{\"id\":\"calls\",\"when\":\"action.class =="
                + " \\\"api_call\\\"\",\"gate\":\"allow\"}]}"));
    gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
    ProposalId id = gate.propose();
    gate.execute();

    assertThat(settle(id, "marc", "It stands in the ledger")).isEqualTo(Answer.RECORDED);
    assertThat(settle(id, "marc", "It stands in the ledger"))
        .as("the same once more")
        .isEqualTo(Answer.RECORDED);
    assertThat(settle(id, "nina", "It does not")).isEqualTo(Answer.NOT_SO);

    assertThat(((Approved) gate.state(id)).execution())
        .isInstanceOfSatisfying(
            Execution.Reconciled.class, end -> assertThat(end.by()).isEqualTo(MARC));
    assertThat(gate.ledger.audit(id).getLast().document().text("actor")).isEqualTo("operator:ops");
  }

  @ParameterizedTest
  @CsvSource({
    "otto,It happened,PROPOSING_SIDE",
    "nobody,It happened,UNKNOWN_PERSON",
    "marc,'  ',NOTE"
  })
  void nobodyOfTheProposingSideSaysItAndNobodyWithoutAName(
      String person, String note, Answer answer) {
    ProposalId id = unknown();

    assertThat(settle(id, person, note)).isEqualTo(answer);
    assertThat(((Approved) gate.state(id)).execution()).isInstanceOf(Execution.Unknown.class);
  }
}
