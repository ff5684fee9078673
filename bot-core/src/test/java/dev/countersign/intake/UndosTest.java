package dev.countersign.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.drawing.CardComposer;
import dev.countersign.execution.Outcome;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordImage;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Asking that changed values be set back.
class UndosTest extends UndoCases {
  private static final ProposalId OTHER = new ProposalId("prop_01KB000000000000000000000D");

  @Test
  void whatWasThereIsProposedAsAProposalOfItsOwn() {
    ProposalId first = done();
    assertThat(new CardComposer(gate.directory).compose(gate.record(first)).interventions())
        .containsExactly(Intervention.UNDO, Intervention.PROBLEM);
    assertThat(gate.interventions.open(Intervention.UNDO, gate.formPress("UMARC", first)))
        .isInstanceOf(Opened.Form.class);

    ProposalId undo = undo("UMARC", first);

    assertThat(gate.state(undo)).isInstanceOf(Pending.class);
    assertThat(change(undo).fields())
        .containsExactly(
            new RecordChange.Field(
                "/billing_terms", Optional.of(Json.of("NET60")), Optional.of(Json.of("NET30"))),
            new RecordChange.Field(
                "/credit_limit",
                Optional.of(new JsonNumber("250000")),
                Optional.of(JsonNull.NULL)));
    assertThat(gate.executor.sent()).as("nothing is undone by asking").hasSize(1);
    JsonObject proposed = gate.audit(undo, EntryType.PROPOSED).getFirst();
    assertThat(proposed.text("actor")).isEqualTo("person:marc");
    assertThat(proposed.object("data").text("undo_of")).isEqualTo(first.value());
    assertThat(card(undo))
        .contains("sets back the values that " + first, WHY, "as " + first + " wrote it: ")
        .doesNotContain("the agent says it is now", "when Countersign read it");
  }

  @Test
  void whoAskedForItDoesNotDecideItAndOthersDo() {
    ProposalId undo = undo("UMARC", done());

    assertThat(gate.record(undo).request().conflicted()).contains(new PersonId("marc"));
    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("conflicted");
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("counted");
    gate.execute();

    assertThat(gate.executor.sent().getLast().action())
        .isEqualTo(gate.record(undo).proposal().action());
    assertThat(card(undo)).contains("an undo of", "asked for by");
  }

  @Test
  void whoAskedForItDoesNotDecideARevisionOfItEither() {
    ProposalId undo = undo("UMARC", done());
    gate.press("ULENA", Decision.APPROVE);
    gate.executor.answer(_ ->
        new Outcome.RecordChanged(
            new RecordImage(
                Map.of("/billing_terms", Json.of("NET90"), "/credit_limit", JsonNull.NULL),
                Optional.empty())));
    gate.execute();
    gate.work(DeliveryKind.ASK_ANEW);
    gate.showCards();

    ProposalId next = gate.state(undo).successor().orElseThrow();
    assertThat(gate.record(next).request().conflicted()).contains(new PersonId("marc"));
    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("conflicted");
  }

  @Test
  void anUndoThatWasMadeAlreadyIsNotAskedAnew() {
    ProposalId undo = undo("UMARC", done());
    gate.press("ULENA", Decision.APPROVE);
    gate.executor.answer(_ ->
        new Outcome.RecordChanged(
            new RecordImage(
                Map.of("/billing_terms", Json.of("NET30"), "/credit_limit", JsonNull.NULL),
                Optional.empty())));
    gate.execute();
    gate.work(DeliveryKind.ASK_ANEW);

    assertThat(gate.state(undo).successor()).isEmpty();
  }

  @Test
  void theSameFormAgainAsksOnce() {
    ProposalId first = done();
    ProposalId undo = undo("UMARC", first);

    assertThat(ask("UMARC", first))
        .isInstanceOfSatisfying(
            Answer.Done.class, it -> assertThat(it.words()).contains("already, as " + undo));
    assertThat(proposals()).isEqualTo(2);
  }

  @Test
  void whatTheGateReadStandsForWhatTheActionDidNotSay() {
    ProposalId first =
        done(
            sample(
                "\"from\":\"NET30\",",
                "",
                "\"proposed_changes\":",
                "\"preconditions\":{\"if_match\":\"7\"},\"proposed_changes\":"));

    ProposalId undo = undo("UMARC", first);

    assertThat(change(undo).fields().getFirst().to()).contains(Json.of("NET30"));
    assertThat(gate.record(undo).proposal().action().preconditions().members()).isEmpty();
  }

  @Test
  void whereNothingIsKnownOfWhatWasThereItIsRefused() {
    gate.executor.answer(
        order -> new Outcome.Succeeded(0, order.action().digest(), Digest.of("1 row")));
    ProposalId first =
        done(
            sample(
                "\"from\":\"NET30\",",
                "",
                "\"proposed_changes\":",
                "\"preconditions\":{\"if_match\":\"7\"},\"proposed_changes\":"));

    assertRefused(ask("UMARC", first), "nothing_before");
  }

  @Test
  void whatWasNotDoneIsNotUndone() {
    gate.executor.answer(_ -> new Outcome.Failed("record_locked", 0));
    assertRefused(ask("UMARC", done()), "not_done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPIA", "UNOBODY"})
  void nobodyElseAsksForIt(String user) {
    ProposalId first = done();

    assertThat(gate.interventions.open(Intervention.UNDO, gate.formPress(user, first)))
        .isInstanceOf(Opened.Not.class);
    assertThat(ask(user, first)).isInstanceOf(Answer.Refused.class);
    assertThat(proposals()).isEqualTo(1);
  }

  @Test
  void whomTheAgentActedForAsksTheAgent() {
    ProposalId first =
        done(
            sample(
                "\"proposed_changes\":",
                "\"agent\":{\"on_behalf_of\":\"marc\"},\"proposed_changes\":"));

    assertRefused(ask("UMARC", first), "conflict");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \u200b "})
  void aNoteIsWanted(String note) {
    assertThat(ask("UMARC", done(), note)).isInstanceOf(Answer.Mend.class);
    assertThat(ask("UMARC", done(), "x".repeat(501))).isInstanceOf(Answer.Mend.class);
  }

  @Test
  void whereNobodyWouldBeAskedAPersonAloneUndoesNothing() {
    ProposalId first = done();
    gate.policy.set(TestGate.policy(policy("allow")));

    assertRefused(ask("UMARC", first), "undo_not_asked");
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
  }

  private IntakeResult undoByAgent(ProposalId id, String body) {
    return gate.undos.undo(gate.agent(), id, body.getBytes(UTF_8), Optional.of("k1")).orElseThrow();
  }

  @Test
  void whyItsAgentWantsItUndoneIsReadAsTheReasonOfTheAgent() {
    ProposalId first = done();

    IntakeResult result = undoByAgent(first, "{\"rationale\":\"Booked twice\"}");
    IntakeResult other = undoByAgent(first, "{\"rationale\":\"Another why\"}");

    ProposalId undo = ((IntakeResult.Recorded) result).id();
    assertThat(gate.record(undo).proposal().context().rationale()).contains("Booked twice");
    assertThat(card(undo)).contains("Booked twice").doesNotContain("Why it should be undone");
    assertThat(other)
        .isInstanceOfSatisfying(
            IntakeResult.Declined.class,
            it -> assertThat(it.reason().code()).isEqualTo("idempotency_key_reused"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"note\":\"x\"}|/note|unknown_member",
        "{\"proposed_changes\":{}}|/proposed_changes|unknown_member",
        "{\"rationale\":7}|/rationale|wrong_type",
        "[]|''|wrong_type"
      })
  void whatElseItsAgentSaysIsNotTaken(String body, String pointer, String code) {
    assertThat(undoByAgent(done(), body))
        .isInstanceOfSatisfying(
            IntakeResult.Invalid.class,
            it -> {
              assertThat(it.errors().getFirst().pointer()).isEqualTo(pointer);
              assertThat(it.errors().getFirst().code()).isEqualTo(code);
            });
    assertThat(undoByAgent(done(), "{")).isInstanceOf(IntakeResult.Malformed.class);
    assertThat(proposals()).isEqualTo(2);
  }

  @Test
  void itsAgentAsksForItByTheWayOfItsProposals() {
    ProposalId first = done();

    IntakeResult result = undoByAgent(first, "");
    IntakeResult again = undoByAgent(first, "");

    ProposalId undo = ((IntakeResult.Recorded) result).id();
    assertThat(gate.state(undo)).isInstanceOf(Pending.class);
    assertThat(again)
        .isInstanceOfSatisfying(
            IntakeResult.Recorded.class,
            it -> {
              assertThat(it.id()).isEqualTo(undo);
              assertThat(it.replayed()).isTrue();
            });
    assertThat(gate.audit(undo, EntryType.PROPOSED).getFirst().text("actor"))
        .isEqualTo("agent:support-bot");
    assertThat(gate.undos.undo(gate.agent(), OTHER, new byte[0], Optional.empty())).isEmpty();
  }

  @Test
  void anUndoIsUndoneLikeAnythingElse() {
    ProposalId undo = undo("UMARC", done());
    gate.press("ULENA", Decision.APPROVE);
    gate.executor.answer(
        order -> new Outcome.Succeeded(0, order.action().digest(), Digest.of("1 row")));
    gate.execute();
    assertThat(gate.state(undo)).isInstanceOf(Approved.class);

    ProposalId redo = undo("UMARC", undo);

    assertThat(change(redo).fields().getFirst().to()).contains(Json.of("NET60"));
  }
}
