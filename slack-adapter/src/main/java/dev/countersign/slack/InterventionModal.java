package dev.countersign.slack;

import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk.Input;
import dev.countersign.card.InterventionForm;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The form of an intervention as a modal, all of it plain text. Its `callback_id` is the
/// intervention's wire name.
final class InterventionModal {
  static final String CHOICE = "choice";
  static final String NOTE = "note";

  private InterventionModal() {}

  static JsonObject of(Intervention intervention, InterventionForm form, ModalOrigin origin) {
    List<Json> blocks = new ArrayList<>();
    blocks.addAll(FormModal.about(form.about()));
    form.choice()
        .ifPresent(
            choice -> blocks.add(FormModal.input(CHOICE, choice.label(), false, choices(choice))));
    InterventionForm.Note note = form.note();
    blocks.add(FormModal.input(NOTE, note.label(), !note.required(), text(note)));
    return FormModal.modal(form.title(), FormModal.GO_BACK, blocks)
        .put("callback_id", WireName.of(intervention))
        .put("private_metadata", origin.metadata())
        .put("submit", PlainText.of(BlockBudget.clip(form.send(), FormModal.TITLE)))
        .build();
  }

  private static JsonObject choices(InterventionForm.Choice choice) {
    return FormModal.radio(choice.values(), Optional.empty());
  }

  private static JsonObject text(InterventionForm.Note note) {
    return JsonObject.builder()
        .put("type", "plain_text_input")
        .put("multiline", true)
        .put("max_length", note.longest())
        .build();
  }

  /// Which intervention's form it is; empty for another modal.
  static Optional<Intervention> intervention(Payload view) {
    return view.text("callback_id")
        .filter(_ -> view.text("type").filter("modal"::equals).isPresent())
        .flatMap(name -> WireName.parse(Intervention.class, name));
  }

  static Optional<String> choice(Payload view) {
    return FormModal.value(values(view), CHOICE).flatMap(FormModal::selected);
  }

  static Optional<String> note(Payload view) {
    return FormModal.value(values(view), NOTE).flatMap(note -> note.text("value"));
  }

  private static Optional<Payload> values(Payload view) {
    return view.object("state").flatMap(state -> state.object("values"));
  }

  /// The `block_id` of an input.
  static String block(Input input) {
    return switch (input) {
      case CHOICE -> CHOICE;
      case NOTE -> NOTE;
    };
  }
}
