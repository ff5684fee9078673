package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.CardView;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Input;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.drawing.CardComposer;
import dev.countersign.execution.Outcome;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lena and Marc were asked, Otto owns the agent, and Pia has nothing to do with it.
class ReconciliationTest {
  private static final String HAPPENED = "It happened";
  private static final String NOTE = "The refund stands in the ledger of the bank";

  private final TestGate gate = TestGate.inMemory();

  private ProposalId unknown() {
    gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    assertThat(execution(id)).isInstanceOf(Unknown.class);
    return id;
  }

  private Execution execution(ProposalId id) {
    return ((Approved) gate.state(id)).execution();
  }

  private CardView card(ProposalId id) {
    return new CardComposer(gate.directory).compose(gate.record(id));
  }

  private Answer send(String user, ProposalId id, String found, String note) {
    AccountId account = new AccountId(Surface.SLACK, TestGate.TEAM, user);
    return gate.interventions.send(
        new Sent(
            Intervention.RECONCILE,
            account,
            id.value(),
            Optional.of(found),
            Optional.of(note),
            Digest.of("callback"),
            gate.formSeal("reconcile", account, id)));
  }

  @ParameterizedTest
  @CsvSource({"It happened,true,Executed", "It did not happen,false,Not executed"})
  void whoeverWasAskedSaysWhatHappenedAndItStandsAsTheirWord(
      String found, boolean happened, String title) {
    ProposalId id = unknown();
    assertThat(card(id).interventions())
        .containsExactly(Intervention.RECONCILE, Intervention.RETRY, Intervention.PROBLEM);
    assertThat(gate.interventions.open(Intervention.RECONCILE, gate.formPress("UMARC", id)))
        .isInstanceOf(Opened.Form.class);
    int sent = gate.executor.sent().size();

    assertThat(send("UMARC", id, found, NOTE)).isInstanceOf(Answer.Done.class);
    gate.execute();

    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Reconciled.class,
            end -> {
              assertThat(end.happened()).isEqualTo(happened);
              assertThat(end.by()).isEqualTo(new PersonId("marc"));
              assertThat(end.note()).isEqualTo(NOTE);
            });
    JsonObject told = gate.audit(id, EntryType.EXECUTION_RECONCILED).getFirst();
    assertThat(told.text("actor")).isEqualTo("person:marc");
    assertThat(card(id).heading()).contains(title, "as a person found");
    assertThat(card(id).sections().toString()).contains("their word, not the target’s", NOTE);
    assertThat(card(id).interventions())
        .containsExactly(happened ? Intervention.PROBLEM : Intervention.RETRY);
    assertThat(gate.executor.sent()).as("nothing is sent for it").hasSize(sent);
  }

  @Test
  void theFirstWordStandsAndTheSameFormAgainIsDone() {
    ProposalId id = unknown();
    send("ULENA", id, HAPPENED, NOTE);
    Execution first = execution(id);

    assertThat(send("ULENA", id, HAPPENED, NOTE)).isInstanceOf(Answer.Done.class);
    assertThat(send("UMARC", id, "It did not happen", NOTE)).isInstanceOf(Answer.Refused.class);
    assertThat(send("ULENA", id, "It did not happen", NOTE)).isInstanceOf(Answer.Refused.class);

    assertThat(execution(id)).isEqualTo(first);
    assertThat(gate.audit(id, EntryType.EXECUTION_RECONCILED)).hasSize(1);
  }

  /// An owner could have a success that was none.
  @ParameterizedTest
  @ValueSource(strings = {"UOTTO", "UPIA", "UNOBODY"})
  void nobodyOfTheProposingSideAndNobodyElseMay(String user) {
    ProposalId id = unknown();

    assertThat(gate.interventions.open(Intervention.RECONCILE, gate.formPress(user, id)))
        .isInstanceOf(Opened.Not.class);
    assertThat(send(user, id, HAPPENED, NOTE)).isInstanceOf(Answer.Refused.class);
    assertThat(execution(id)).isInstanceOf(Unknown.class);
  }

  @Test
  void whatIsKnownOrNotYetOverIsNobodysToSay() {
    ProposalId open = gate.propose();
    assertThat(send("ULENA", open, HAPPENED, NOTE)).isInstanceOf(Answer.Refused.class);

    ProposalId done = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    assertThat(send("ULENA", done, HAPPENED, NOTE)).isInstanceOf(Answer.Refused.class);
    gate.execute();
    assertThat(send("ULENA", done, "It did not happen", NOTE)).isInstanceOf(Answer.Refused.class);

    assertThat(execution(done)).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void aFormThatLacksSomethingStaysOpen() {
    ProposalId id = unknown();

    assertThat(mend(send("ULENA", id, "Perhaps", NOTE))).isEqualTo(Input.CHOICE);
    assertThat(mend(send("ULENA", id, HAPPENED, "  "))).isEqualTo(Input.NOTE);
    assertThat(mend(send("ULENA", id, HAPPENED, "x".repeat(Reconciled.LONGEST_NOTE + 1))))
        .isEqualTo(Input.NOTE);
    assertThat(execution(id)).isInstanceOf(Unknown.class);
  }

  @Test
  void whatALateWorkerSaysAfterAPersonsWordChangesNothing() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.executor.answer(_ -> {
      gate.clock.advance(Duration.ofMinutes(2));
      gate.execute();
      assertThat(execution(id)).as("given up for lost").isInstanceOf(Unknown.class);
      assertThat(send("UMARC", id, "It did not happen", NOTE)).isInstanceOf(Answer.Done.class);
      return new Outcome.Succeeded(201, Digest.of("sent"), Digest.of("answer"));
    });

    gate.execute();

    assertThat(execution(id))
        .isInstanceOfSatisfying(Reconciled.class, end -> assertThat(end.happened()).isFalse());
    assertThat(gate.audit(id, EntryType.EXECUTION_SUCCEEDED)).isEmpty();
    assertThat(gate.executions).doesNotContain("succeeded");
  }

  private static Input mend(Answer answer) {
    return ((Answer.Mend) answer).at();
  }
}
