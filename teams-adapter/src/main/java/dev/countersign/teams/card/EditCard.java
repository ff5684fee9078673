package dev.countersign.teams.card;

import dev.countersign.card.EditDesk;
import dev.countersign.card.FormTopic;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The text of a message as a form, in place of the card for whoever edits it. What the agent wrote
/// stands in the inputs alone, which Teams shows as they are.
public final class EditCard {
  /// The verb that sends the text.
  public static final String SEND = "edit_send";

  public static final String SUBJECT = "edit_subject";
  public static final String TEXT = "edit_text";

  private static final String TITLE = "Edit the text";
  private static final String SEND_TITLE = "Ask the others";
  private static final String BACK_TITLE = "Go back";
  private static final String MISSING = "Please write a text.";

  private EditCard() {}

  /// @param about what is edited; not said again above a text that was sent
  /// @param words to the editor, the service's own; empty at first
  /// @param subject empty where the message has none
  /// @param seal of the gate's over what the form is
  public static JsonObject of(
      String request,
      Optional<FormTopic> about,
      String words,
      Optional<String> subject,
      String text,
      String seal) {
    List<Json> body = new ArrayList<>();
    body.add(Elements.line(List.of(Elements.run(TITLE, Elements.BOLD)), Elements.NONE));
    about.ifPresent(topic -> body.addAll(TopicLines.of(topic)));
    if (!words.isEmpty()) {
      body.add(Elements.line(List.of(Elements.run(words, Elements.BOLD)), Elements.SMALL));
    }
    subject.ifPresent(
        value -> body.add(input(SUBJECT, "Subject", value, EditDesk.LONGEST_SUBJECT, false)));
    body.add(input(TEXT, "Text", text, EditDesk.LONGEST_TEXT, true));
    body.add(Elements.smallPrint(EditDesk.NOTE, Elements.SMALL));
    JsonObject data = JsonObject.builder().put(DecisionActions.REQUEST, request).build();
    JsonObject sealed = data.with(DecisionActions.TOKEN, Json.of(seal));
    return JsonObject.builder()
        .put("type", "AdaptiveCard")
        .put("version", Elements.VERSION)
        .put("body", new JsonArray(body))
        .put(
            "actions",
            new JsonArray(
                List.of(
                    DecisionActions.executeOnly(SEND, SEND_TITLE, "positive", sealed),
                    DecisionActions.executeOnly(AdaptiveCards.VIEW, BACK_TITLE, null, data))))
        .build();
  }

  private static JsonObject input(
      String id, String label, String value, int longest, boolean lines) {
    return JsonObject.builder()
        .put("type", "Input.Text")
        .put("id", id)
        .put("label", label)
        .put("isMultiline", lines)
        .put("maxLength", longest)
        .put("value", value.isEmpty() ? null : value)
        .put("isRequired", lines)
        .put("errorMessage", lines ? MISSING : null)
        .build();
  }
}
