package dev.countersign.teams.card;

import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Field;
import dev.countersign.card.Run;
import dev.countersign.card.WhyNot;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// Questions that are answered in writing, in place of the card whose button was pressed, for its
/// presser alone. What it is about stands in runs that are not parsed; what was written comes back
/// in the inputs alone.
public final class SheetCard {
  /// The verb that sends it; what it answers is in [#QUESTION].
  public static final String SEND = "sheet_send";

  /// What a button asks, and what a form answers.
  static final String QUESTION = "q";

  /// What the ids of its inputs begin with; the name of the field is the rest.
  public static final String INPUT = "sheet_field_";

  private SheetCard() {}

  /// @param words to the reader, the service's own; empty at first
  public static JsonObject of(Reply.Sheet sheet, String words) {
    List<Json> body = new ArrayList<>();
    body.add(Elements.heading(sheet.title(), "emphasis"));
    body.addAll(TopicLines.of(sheet.about()));
    if (!words.isEmpty()) {
      body.add(Elements.line(List.of(Elements.run(words, Elements.BOLD)), Elements.SMALL));
    }
    sheet.fields().forEach(field -> body.add(input(field)));
    body.add(Elements.smallPrint(sheet.note(), Elements.SMALL));
    JsonObject data = JsonObject.builder().put(QUESTION, sheet.question()).build();
    return Elements.card(
        sheet.text(),
        body,
        List.of(DecisionActions.executeOnly(SEND, sheet.send(), "positive", data)));
  }

  private static JsonObject input(Field field) {
    return field.values().isEmpty() ? text(field) : choice(field);
  }

  private static JsonObject choice(Field field) {
    return JsonObject.builder()
        .put("type", "Input.ChoiceSet")
        .put("id", INPUT + field.name())
        .put("label", field.label())
        .put("style", "expanded")
        .put("wrap", true)
        .put("value", field.chosen().orElse(null))
        .put("isRequired", field.required())
        .put("errorMessage", field.required() ? field.missing() : null)
        .put(
            "choices",
            JsonArray.of(
                field.values(),
                value -> JsonObject.builder().put("title", value).put("value", value).build()))
        .build();
  }

  private static JsonObject text(Field field) {
    return JsonObject.builder()
        .put("type", "Input.Text")
        .put("id", INPUT + field.name())
        .put("label", field.label())
        .put("isMultiline", true)
        .put("maxLength", field.longest())
        .put("value", field.typed().isEmpty() ? null : field.typed())
        .put("isRequired", field.required())
        .put("errorMessage", field.required() ? field.missing() : null)
        .build();
  }

  /// What takes the place of a form that was sent: words, and what was written where that is kept
  /// nowhere.
  ///
  /// @param title in the service's own words
  /// @param words the service's own
  /// @param typed supplied text
  public static JsonObject after(String title, String words, List<String> typed) {
    List<Json> body = new ArrayList<>();
    body.add(Elements.heading(title, "emphasis"));
    body.add(Elements.line(List.of(Elements.run(words, Elements.BOLD)), Elements.SMALL));
    List<String> kept = typed.stream().filter(text -> !text.isBlank()).toList();
    if (!kept.isEmpty()) {
      body.add(Elements.smallPrint(WhyNot.KEPT_NOWHERE, Elements.MEDIUM));
      TextLines lines = new TextLines(new CardBudget(CardBudget.MAX_UNITS));
      kept.forEach(text ->
          body.addAll(lines.draw(List.of(Run.passage(text)), Elements.PLAIN, Elements.SMALL)));
    }
    return Elements.card(title + ": " + words, body, List.of());
  }
}
