package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.CardView;
import dev.countersign.drawing.CardComposer;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Recorded;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import dev.countersign.request.RequestState.Superseded;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A revision that an agent proposes with `supersedes`.
class RevisionsOfAgentsTest {
  private static final String TWO_LEADS =
      TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2");

  private final TestGate gate = TestGate.inMemory();

  private static IntakeResult revise(TestGate gate, ProposalId id, String target) {
    return gate.intake.submit(
        gate.agent(),
        TestGate.body("{\"target_id\":\"" + target + "\",\"supersedes\":\"" + id + "\"}"),
        Optional.empty());
  }

  private ProposalId revised(ProposalId id, String target) {
    return ((Recorded) revise(gate, id, target)).id();
  }

  private static String code(IntakeResult result) {
    return ((Declined) result).reason().code();
  }

  private RevisionOf revisionOf(ProposalId id) {
    return gate.record(id).proposal().context().revisionOf().orElseThrow();
  }

  @Test
  void aRevisionHasTheNextNumberAndNamesWhatItRevises() {
    ProposalId first = gate.ask();
    ProposalId second = revised(first, "second");
    ProposalId third = revised(second, "third");

    assertThat(gate.record(first).request().revision()).isEqualTo(1);
    assertThat(gate.record(third).request().revision()).isEqualTo(3);
    assertThat(revisionOf(third).id()).isEqualTo(second);
    assertThat(revisionOf(third).action()).isEqualTo(gate.record(second).request().action());
    var told = gate.audit(third, EntryType.PROPOSED).getFirst().object("data");
    assertThat(told.text("revision_of")).isEqualTo(second.value());
    assertThat(told.has("edited_by")).isFalse();
  }

  @Test
  void aFirstProposalIsWrittenAsItAlwaysWas() {
    ProposalId id = gate.ask();

    assertThat(gate.record(id).proposal().context().document().has("revision_of")).isFalse();
    assertThat(gate.audit(id, EntryType.PROPOSED).getFirst().object("data").has("revision_of"))
        .isFalse();
  }

  @Test
  void votesAndButtonsOfAnEarlierRevisionDecideNothing() {
    TestGate two = TestGate.inMemory(TWO_LEADS);
    ProposalId first = two.ask();
    two.press("ULENA", Decision.APPROVE);
    two.showCards();
    var old = two.chat.messages().getLast();
    var button = TestGate.click("UMARC", old, Decision.APPROVE);
    ProposalId second = ((Recorded) revise(two, first, "second")).id();

    assertThat(two.desk.decide(button).code()).isEqualTo("already_decided");
    assertThat(two.desk.decide(button).text())
        .contains("It was changed", "look at the newest card");
    assertThat(two.record(second).request().votes()).isEmpty();
    assertThat(two.record(second).proposal().context().revisionOf().orElseThrow().approvedBy())
        .containsExactly(new PersonId("lena"));
    assertThat(two.state(first)).isInstanceOf(Superseded.class);
    two.execute();
    assertThat(two.executor.sent()).isEmpty();
  }

  @Test
  void requestedChangesAreAnsweredOnceAndStayRequested() {
    ProposalId first = gate.ask();
    gate.press("ULENA", Decision.RETURN);

    ProposalId second = revised(first, "second");

    assertThat(gate.state(first))
        .isInstanceOfSatisfying(
            Returned.class,
            state -> {
              assertThat(state.by()).isEqualTo(new PersonId("lena"));
              assertThat(state.successor()).contains(second);
            });
    assertThat(gate.state(second)).isInstanceOf(Pending.class);
    assertThat(code(revise(gate, first, "another"))).isEqualTo("not_supersedable");
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("already_decided");
  }

  @Test
  void whatExpiredIsAskedAgainOnce() {
    ProposalId first = gate.ask();
    gate.clock.advance(Duration.ofHours(4));
    gate.due.run();

    ProposalId second = revised(first, "second");

    assertThat(((Expired) gate.state(first)).successor()).contains(second);
    assertThat(code(revise(gate, first, "another"))).isEqualTo("not_supersedable");
  }

  @Test
  void aRejectedRequestIsNotRevised() {
    ProposalId first = gate.ask();
    gate.press("ULENA", Decision.REJECT);

    assertThat(code(revise(gate, first, "second"))).isEqualTo("not_supersedable");
    assertThat(gate.state(first)).isInstanceOf(Rejected.class);
  }

  @Test
  void anActionHasAtMostSoManyRevisions() {
    ProposalId last = gate.ask();
    for (int number = 2; number <= RevisionOf.MOST; number++) {
      last = revised(last, "number-" + number);
      gate.clock.advance(Duration.ofMinutes(20));
    }

    assertThat(code(revise(gate, last, "one-more"))).isEqualTo("too_many_revisions");
    assertThat(gate.state(last)).isInstanceOf(Pending.class);
  }

  @Test
  void anEvaluationOfARevisionIsOneOfARevision() {
    ProposalId first = gate.ask();
    gate.press("ULENA", Decision.REJECT);

    assertThat(
            gate.intake.evaluate(gate.agent(), TestGate.body("{\"supersedes\":\"" + first + "\"}")))
        .isInstanceOfSatisfying(
            IntakeEvaluation.NotTaken.class,
            not -> assertThat(code(not.why())).isEqualTo("not_supersedable"));
  }

  @Test
  void theCardSaysWhatItFollowsAndWhatIsDifferent() {
    ProposalId first = gate.ask();
    ProposalId second = revised(first, "second");

    CardView card = new CardComposer(gate.directory).compose(gate.record(second));

    assertThat(card.sections().toString())
        .contains(
            "Revision 2: ", "made by the agent.", first + " rev 1", "Changed since revision 1");
  }

  @Test
  void theCardOfReturnedChangesSaysWhatFollows() {
    ProposalId first = gate.ask();
    gate.press("ULENA", Decision.RETURN);
    ProposalId second = revised(first, "second");

    CardView card = new CardComposer(gate.directory).compose(gate.record(first));

    assertThat(card.sections().toString()).contains("revision 2 follows as " + second);
  }
}
