package dev.countersign.slack;

import dev.countersign.card.EditDesk;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The text of a message as a modal. What the agent wrote stands in the inputs alone, which Slack
/// shows as they are and parses for nothing.
final class EditModal {
  static final String SUBJECT = "subject";
  static final String TEXT = "text";

  private static final String TITLE = "Edit the text";
  private static final String SEND = "Ask the others";

  private EditModal() {}

  static JsonObject of(EditDesk.Opened.Text text, ModalOrigin origin) {
    List<Json> blocks = new ArrayList<>(FormModal.about(text.about()));
    text.subject()
        .ifPresent(subject ->
            blocks.add(
                FormModal.input(
                    SUBJECT, "Subject", false, field(subject, EditDesk.LONGEST_SUBJECT, false))));
    blocks.add(
        FormModal.input(TEXT, "Text", false, field(text.text(), EditDesk.LONGEST_TEXT, true)));
    blocks.add(FormModal.words("note", EditDesk.NOTE));
    return FormModal.modal(TITLE, FormModal.GO_BACK, blocks)
        .put("callback_id", ActionsBlock.EDIT)
        .put("private_metadata", origin.metadata())
        .put("submit", PlainText.of(SEND))
        .build();
  }

  private static JsonObject field(String value, int longest, boolean lines) {
    return JsonObject.builder()
        .put("type", "plain_text_input")
        .put("multiline", lines)
        .put("max_length", longest)
        .put("initial_value", value.isEmpty() ? null : value)
        .build();
  }

  static boolean isOne(Payload view) {
    return view.text("type").filter("modal"::equals).isPresent()
        && view.text("callback_id").filter(ActionsBlock.EDIT::equals).isPresent();
  }

  /// Empty where the form had no such input, or nothing was left in it.
  static Optional<String> subject(Payload view) {
    return value(view, SUBJECT);
  }

  static Optional<String> text(Payload view) {
    return value(view, TEXT);
  }

  private static Optional<String> value(Payload view, String input) {
    return FormModal.value(view.object("state").flatMap(state -> state.object("values")), input)
        .flatMap(field -> field.text("value"));
  }
}
