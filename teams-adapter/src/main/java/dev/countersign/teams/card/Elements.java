package dev.countersign.teams.card;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.List;

/// The card elements that a body is made of; no colours, sizes or columns of its own, so that light
/// and dark themes and a narrow phone all work. Names as in the Adaptive Cards schema 1.5.
final class Elements {
  /// The newest that Teams draws on every client
  /// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference).
  static final String VERSION = "1.5";

  /// The type of the element that holds a card's buttons.
  static final String BUTTONS = "ActionSet";

  static final String NONE = "none";
  static final String SMALL = "small";
  static final String MEDIUM = "medium";

  static final JsonObject PLAIN = JsonObject.EMPTY;
  static final JsonObject BOLD = style("weight", Json.of("bolder"));
  static final JsonObject ITALIC = style("italic", Json.of(true));
  static final JsonObject STRUCK = style("strikethrough", Json.of(true));
  static final JsonObject CODE = style("fontType", Json.of("monospace"));
  static final JsonObject SMALL_PRINT = style("size", Json.of("small"));

  /// Never by colour alone: who does not see the highlight sees the weight.
  static final JsonObject COMMITMENT = BOLD.with("highlight", Json.of(true));

  private Elements() {}

  /// Of the two kinds of text the one in which no Markdown means anything.
  static JsonObject run(String text, JsonObject style) {
    JsonObject.Builder run = JsonObject.builder().put("type", "TextRun").put("text", text);
    style.members().forEach(run::put);
    return run.build();
  }

  /// One line. Clients differ in what they do with a line feed inside a run, so there is never one.
  static JsonObject line(List<Json> runs, String spacing) {
    return JsonObject.builder()
        .put("type", "RichTextBlock")
        .put("spacing", spacing)
        .put("inlines", new JsonArray(runs))
        .build();
  }

  /// The service's own words as a line of their own.
  static JsonObject smallPrint(String words, String spacing) {
    return line(List.of(run(words, SMALL_PRINT)), spacing);
  }

  /// Set apart: exact evidence.
  static JsonObject evidence(List<Json> items) {
    return JsonObject.builder()
        .put("type", "Container")
        .put("style", "emphasis")
        .put("spacing", MEDIUM)
        .put("items", new JsonArray(items))
        .build();
  }

  /// Buttons in the body, so that something can stand below them.
  static JsonObject buttons(List<Json> actions) {
    return JsonObject.builder()
        .put("type", BUTTONS)
        .put("spacing", MEDIUM)
        .put("actions", new JsonArray(actions))
        .build();
  }

  private static JsonObject style(String name, Json value) {
    return JsonObject.builder().put(name, value).build();
  }
}
