package dev.countersign.teams.card;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.net.URI;
import java.util.List;

/// The card elements that a body is made of; no colours or sizes of its own, so that light and dark
/// themes and a narrow phone all work. Names as in the Adaptive Cards schema 1.5.
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

  /// Characters of what is spoken, and of what is shown instead of the card.
  static final int SUMMARY = 500;

  private static final String SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json";

  private Elements() {}

  /// A whole card.
  ///
  /// @param summary all of it in the service's own words, see [#SUMMARY]
  static JsonObject card(String summary, List<Json> body, List<Json> actions) {
    String said = CardBudget.clip(summary, SUMMARY);
    return JsonObject.builder()
        .put("type", "AdaptiveCard")
        .put("$schema", SCHEMA)
        .put("version", VERSION)
        .put("fallbackText", UnparsedWords.markdown(said))
        .put("speak", UnparsedWords.spoken(said))
        .put("msteams", JsonObject.builder().put("width", "Full").build())
        .put("body", new JsonArray(body))
        .put("actions", actions.isEmpty() ? null : new JsonArray(actions))
        .build();
  }

  /// The one element whose text is parsed.
  ///
  /// @param words the service's own
  static JsonObject heading(String words, String style) {
    JsonObject text =
        JsonObject.builder()
            .put("type", "TextBlock")
            .put("text", UnparsedWords.markdown(words))
            .put("style", "heading")
            .put("size", "large")
            .put("weight", "bolder")
            .put("wrap", true)
            .build();
    return JsonObject.builder()
        .put("type", "Container")
        .put("style", style)
        .put("bleed", true)
        .put("items", new JsonArray(List.of(text)))
        .build();
  }

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

  /// The service's own words and where they lead: an address of this deployment, never a supplied
  /// one.
  static JsonObject leading(String words, URI to, String spacing) {
    JsonObject opens =
        JsonObject.builder().put("type", "Action.OpenUrl").put("url", to.toString()).build();
    return line(
        List.of(
            run(words, SMALL_PRINT), run(to.toString(), SMALL_PRINT.with("selectAction", opens))),
        spacing);
  }

  /// A button that leads to a page of this deployment.
  static JsonObject opens(String title, URI page) {
    return JsonObject.builder()
        .put("type", "Action.OpenUrl")
        .put("title", title)
        .put("style", "positive")
        .put("url", page.toString())
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
