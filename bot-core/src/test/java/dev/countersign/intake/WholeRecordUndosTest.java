package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.drawing.CardComposer;
import dev.countersign.execution.Outcome;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Decision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Undoing what made, archived, restored or deleted a record as a whole.
class WholeRecordUndosTest extends UndoCases {

  private byte[] whole(String operation) {
    return sample(
        "\"operation\":\"update\"",
        "\"operation\":\"" + operation + "\"",
        ",\"to\":\"NET60\"",
        "",
        ",\"to\":250000",
        "");
  }

  private byte[] creation() {
    return sample(
        "\"operation\":\"update\"",
        "\"operation\":\"create\"",
        "\"from\":\"NET30\",",
        "",
        "\"from\":null,",
        "");
  }

  /// The target says by what a record is known again.
  private void leaving(String key, String version) {
    gate.executor.answer(order ->
        new Outcome.Succeeded(
            0,
            order.action().digest(),
            Digest.of("1 row"),
            Optional.empty(),
            RecordMark.of(
                Optional.of(key).filter(it -> !it.isEmpty()),
                Optional.of(version).filter(it -> !it.isEmpty()))));
  }

  private List<Intervention> offered(ProposalId id) {
    return new CardComposer(gate.directory).compose(gate.record(id)).interventions();
  }

  @Test
  void whatIsDeletedForGoodIsNotUndoneAndSaysWhy() {
    ProposalId first = done(whole("delete"));

    assertThat(offered(first)).doesNotContain(Intervention.UNDO);
    assertThat(ask("UMARC", first))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            it -> {
              assertThat(it.code()).isEqualTo("not_undoable");
              assertThat(it.words()).contains("deleted for good", "nothing here can bring it back");
            });
  }

  @Test
  void anArchivedRecordIsProposedToBeRestoredAsItWasLeft() {
    leaving("", "8");
    ProposalId first = done(whole("archive"));
    assertThat(offered(first)).containsExactly(Intervention.UNDO, Intervention.PROBLEM);

    ProposalId undo = undo("UMARC", first);

    assertThat(change(undo).operation()).isEqualTo(RecordChange.Operation.RESTORE);
    assertThat(change(undo).fields())
        .allMatch(field -> field.to().isEmpty())
        .extracting(RecordChange.Field::from)
        .containsExactly(Optional.of(Json.of("NET30")), Optional.of(JsonNull.NULL));
    assertThat(gate.record(undo).proposal().action().preconditions().text("if_match"))
        .isEqualTo("8");
    assertThat(card(undo))
        .contains("restores the record that " + first, "Exactly what is restored", "still ")
        .contains("as " + first + " left it: ");
    assertThat(gate.executor.sent()).as("nothing is undone by asking").hasSize(1);
  }

  @Test
  void itsRestorationIsUndoneByArchivingItAgain() {
    leaving("", "8");
    ProposalId undo = undo("UMARC", done(whole("archive")));
    leaving("", "9");
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    ProposalId again = undo("UMARC", undo);

    assertThat(change(again).operation()).isEqualTo(RecordChange.Operation.ARCHIVE);
    assertThat(gate.record(again).proposal().action().preconditions().text("if_match"))
        .isEqualTo("9");
    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("conflicted");
  }

  @Test
  void whatWasCreatedIsProposedToBeArchivedUnderTheKeyThatItsTargetGave() {
    leaving("c_77", "1");
    ProposalId first = done(creation());
    assertThat(offered(first)).contains(Intervention.UNDO);

    ProposalId undo = undo("UMARC", first);

    assertThat(change(undo).operation()).isEqualTo(RecordChange.Operation.ARCHIVE);
    assertThat(gate.record(undo).proposal().action().targetId()).contains("c_77");
    assertThat(change(undo).fields().getFirst().from()).contains(Json.of("NET60"));
    assertThat(change(undo).fields().getFirst().to()).isEmpty();
    assertThat(card(undo)).contains("archives the record that " + first);
    assertThat(card(first)).contains("it calls the new record ", "c_77");
  }

  @Test
  void whereTheConnectionHasNoWayBackNoneIsOfferedAndTheCardSaysSoBefore() {
    gate.executor.letBeDone(
        _ -> Set.of(RecordChange.Operation.CREATE, RecordChange.Operation.ARCHIVE));
    ProposalId archived = gate.propose(whole("archive"));
    gate.showCards();
    assertThat(card(archived)).contains("can’t undo it: its connection has no way back");
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    assertThat(offered(archived)).doesNotContain(Intervention.UNDO);
    assertRefused(ask("UMARC", archived), "not_undoable");
  }

  @Test
  void whatTheConnectionLetsBeDoneNoMoreIsNotUndone() {
    leaving("", "8");
    ProposalId first = done(whole("archive"));
    assertThat(offered(first)).contains(Intervention.UNDO);
    gate.executor.letBeDone(_ -> Set.of(RecordChange.Operation.ARCHIVE));

    assertRefused(ask("UMARC", first), "not_undoable");
    assertThat(gate.interventions.open(Intervention.UNDO, gate.formPress("UMARC", first)))
        .isInstanceOf(Opened.Not.class);
    assertThat(proposals()).isEqualTo(1);
  }

  @Test
  void aRecordWhoseKeyNobodySaidIsNotOfferedToBeTakenBack() {
    leaving("", "");
    ProposalId first = done(withoutTarget(creation()));

    assertThat(offered(first)).doesNotContain(Intervention.UNDO);
    assertRefused(ask("UMARC", first), "not_undoable");
  }

  private static byte[] withoutTarget(byte[] body) {
    JsonObject document = (JsonObject) CanonicalJson.parse(body);
    JsonObject.Builder without = JsonObject.builder();
    document
        .members()
        .forEach((name, value) -> {
          if (!name.equals("target_id")) {
            without.put(name, value);
          }
        });
    return CanonicalJson.bytes(without.build());
  }
}
