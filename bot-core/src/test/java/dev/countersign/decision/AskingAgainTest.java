package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Input;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionDesk.Sent;
import dev.countersign.drawing.CardComposer;
import dev.countersign.execution.Outcome;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.UnreliableLedger;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a card offers once its request is over.
class AskingAgainTest {
  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger memory = new InMemoryLedger(clock);
  private final UnreliableLedger ledger = new UnreliableLedger(memory);
  private final TestGate gate =
      new TestGate(clock, ledger, memory, TestGate.directory(), TestGate.ONE_LEAD);

  private ProposalId rejected() {
    ProposalId id = gate.ask();
    gate.press("UMARC", Decision.REJECT);
    return id;
  }

  private ProposalId expired() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(4));
    gate.due.run();
    return id;
  }

  private ProposalId failed() {
    gate.executor.answer(_ -> new Outcome.Failed("connect_failed", 0));
    return executed();
  }

  private ProposalId executed() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    return id;
  }

  @Test
  void theCardOffersWhatItsEndLeavesToAskFor() {
    assertThat(offered(rejected())).containsExactly(Intervention.RESUBMIT);
    assertThat(offered(failed())).containsExactly(Intervention.RETRY);
    assertThat(offered(expired())).containsExactly(Intervention.RESUBMIT);
  }

  @Test
  void whatWasExecutedOffersToReportAProblem() {
    ProposalId id = executed();
    assertThat(offered(id)).containsExactly(Intervention.PROBLEM);

    assertThat(send("ULENA", Intervention.PROBLEM, id, "The wrong charge").words())
        .startsWith("Your report on ");
    assertThat(send("ULENA", Intervention.PROBLEM, id, "The wrong charge").words())
        .startsWith("You have reported a problem");
    assertThat(send("UMARC", Intervention.PROBLEM, id, " "))
        .isInstanceOfSatisfying(
            Answer.Mend.class, mend -> assertThat(mend.at()).isEqualTo(Input.NOTE));
    assertThat(gate.audit(id, EntryType.PROBLEM_REPORTED)).hasSize(1);
  }

  @Test
  void whomItConcernsAsksTheAgentOnceAndNothingMoves() {
    ProposalId id = failed();
    RequestRecord before = gate.record(id);
    int sent = gate.executor.sent().size();

    Answer answer = send("ULENA", Intervention.RETRY, id, "The host is up again");
    Answer again = send("ULENA", Intervention.RETRY, id, "The host is up again");
    gate.execute();

    assertThat(answer.words()).startsWith("The agent reads that you asked");
    assertThat(again.words()).contains("nothing was added");
    JsonObject told = gate.audit(id, EntryType.ASKED_AGAIN).getFirst();
    assertThat(told.text("actor")).isEqualTo("person:lena");
    assertThat(told.object("data").text("kind")).isEqualTo("retry");
    assertThat(told.object("data").text("note")).isEqualTo("The host is up again");
    assertThat(gate.audit(id, EntryType.ASKED_AGAIN)).hasSize(1);
    assertThat(gate.record(id).request()).isEqualTo(before.request());
    assertThat(gate.executor.sent()).hasSize(sent);
  }

  @Test
  void onlyWhereItIsSoAndOnlyWhomItConcerns() {
    ProposalId rejected = rejected();
    ProposalId open = gate.propose();

    assertThat(send("ULENA", Intervention.RETRY, rejected, "")).isInstanceOf(Answer.Refused.class);
    assertThat(send("UPIA", Intervention.RESUBMIT, rejected, "").words())
        .contains("no such request");
    assertThat(send("UNOBODY", Intervention.RESUBMIT, rejected, "").words()).contains("not linked");
    assertThat(send("ULENA", Intervention.RESUBMIT, open, "")).isInstanceOf(Answer.Refused.class);
    assertThat(send("ULENA", Intervention.PROBLEM, open, "bad")).isInstanceOf(Answer.Refused.class);
    assertThat(gate.audit(rejected, EntryType.ASKED_AGAIN)).isEmpty();
    assertThat(gate.audit(open, EntryType.ASKED_AGAIN)).isEmpty();
    assertThat(gate.interventions.open(Intervention.RETRY, gate.formPress("ULENA", rejected)))
        .isInstanceOf(Opened.Not.class);
    assertThat(gate.interventions.open(Intervention.RESUBMIT, gate.formPress("UOTTO", rejected)))
        .as("the owner of the agent, too")
        .isInstanceOf(Opened.Form.class);
  }

  @Test
  void whomItDoesNotConcernIsNotedForTheSameReasonWhetherAFormIsOpenedOrSent() {
    ProposalId id = rejected();

    gate.interventions.open(Intervention.RESUBMIT, gate.formPress("UPIA", id));
    assertThat(reasons(id)).containsExactly("not_eligible");

    assertThat(send("UPIA", Intervention.PROBLEM, id, "bad"))
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.code()).isEqualTo("not_eligible"));
    assertThat(reasons(id)).containsExactly("not_eligible", "not_eligible");
  }

  @Test
  void aFormThatComesTooLateIsNotNotedSinceThatSaysNothingOfWhoAsked() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(4));

    assertThat(gate.interventions.open(Intervention.ESCALATE, gate.formPress("ULENA", id)))
        .isInstanceOfSatisfying(
            Opened.Not.class, not -> assertThat(not.code()).isEqualTo("too_late"));
    assertThat(reasons(id)).isEmpty();
  }

  @Test
  void aDamagedRecordOpensNoFormAndWhoAskedIsTold() {
    ProposalId id = rejected();
    ledger.damage(id);

    assertThat(gate.interventions.open(Intervention.RESUBMIT, gate.formPress("UNOBODY", id)))
        .isInstanceOfSatisfying(
            Opened.Not.class, not -> assertThat(not.code()).isEqualTo("unlinked_account"));
    assertThat(gate.interventions.open(Intervention.RESUBMIT, gate.formPress("ULENA", id)))
        .isInstanceOfSatisfying(
            Opened.Not.class, not -> assertThat(not.code()).isEqualTo("unknown_request"));
  }

  private List<String> reasons(ProposalId id) {
    return gate.audit(id, EntryType.CLICK_REFUSED).stream()
        .map(entry -> entry.object("data").text("reason"))
        .toList();
  }

  @Test
  void aNoteThatIsTooLongStaysInTheForm() {
    ProposalId id = rejected();

    assertThat(send("ULENA", Intervention.RESUBMIT, id, "x".repeat(AskingAgain.LONGEST + 1)))
        .isInstanceOf(Answer.Mend.class);
    assertThat(gate.audit(id, EntryType.ASKED_AGAIN)).isEmpty();
  }

  private List<Intervention> offered(ProposalId id) {
    return new CardComposer(gate.directory).compose(gate.record(id)).interventions();
  }

  private Answer send(String user, Intervention intervention, ProposalId id, String note) {
    return gate.interventions.send(
        new Sent(
            intervention,
            account(user),
            id.value(),
            Optional.empty(),
            Optional.of(note),
            Digest.of("callback"),
            gate.formSeal(WireName.of(intervention), account(user), id)));
  }

  private static AccountId account(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }
}
