package dev.countersign.teams.card;

import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Ask;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What somebody asked for, as a card that decides nothing. As on every card, supplied text goes
/// into `TextRun`s and nowhere else.
public final class ReplyCard {
  /// The verb of a button that asks; its words are in [#QUESTION].
  public static final String ASK = "ask_on";

  public static final String QUESTION = SheetCard.QUESTION;

  private static final String ID = "ask.";

  private static final AdaptiveCardRenderer RENDERER = new AdaptiveCardRenderer();

  private final TextLines text = new TextLines(new CardBudget(CardBudget.MAX_UNITS));
  private int buttons;

  private ReplyCard() {}

  /// Empty for words alone, which need no card.
  public static Optional<JsonObject> drawn(Reply reply) {
    return switch (reply) {
      case Reply.Words _ -> Optional.empty();
      case Reply.Sheet sheet -> Optional.of(SheetCard.of(sheet, ""));
      case Reply.Listing listing -> Optional.of(of(listing));
      case Reply.OfRequest shown -> Optional.of(of(shown));
    };
  }

  public static JsonObject of(Reply.Listing listing) {
    return new ReplyCard().listing(listing);
  }

  /// What is said to the reader stands right below the heading: a phone shows it without scrolling.
  public static JsonObject of(Reply.OfRequest shown) {
    JsonObject card = RENDERER.render(shown.card()).body();
    List<Json> body = new ArrayList<>(card.items("body"));
    if (!shown.words().isEmpty()) {
      body.add(
          1, Elements.line(List.of(Elements.run(shown.words(), Elements.BOLD)), Elements.MEDIUM));
    }
    JsonObject said = card.with("body", new JsonArray(body));
    return shown.asks().isEmpty()
        ? said
        : said.with("actions", new JsonArray(new ReplyCard().actions(shown.asks())));
  }

  private JsonObject listing(Reply.Listing listing) {
    List<Json> body = new ArrayList<>();
    body.add(Elements.heading(listing.heading(), "emphasis"));
    for (Part part : listing.parts()) {
      switch (part) {
        case Part.Figures(var figures) -> figures.forEach(figure -> body.addAll(figure(figure)));
        case Part.Title(String words) ->
            body.add(Elements.line(List.of(Elements.run(words, Elements.BOLD)), Elements.MEDIUM));
        case Part.Row row -> body.add(row(row));
        case Part.Lines(var lines) -> lines.forEach(line -> body.addAll(line(line)));
        case Part.Note(String words) -> body.add(Elements.smallPrint(words, Elements.SMALL));
        case Part.Leads(String label, URI page) ->
            body.add(
                JsonObject.builder()
                    .put("type", "ActionSet")
                    .put("actions", new JsonArray(List.of(Elements.opens(label, page))))
                    .build());
        case Part.Asks(var asks) -> body.add(actionSet(asks).with("spacing", Json.of("medium")));
      }
    }
    return Elements.card(listing.text(), body, List.of());
  }

  private List<Json> figure(Reply.Figure figure) {
    return line(List.of(Run.strong(figure.value()), Run.words("  " + figure.name())));
  }

  private List<Json> line(List<Run> runs) {
    return text.draw(runs, Elements.PLAIN, Elements.SMALL);
  }

  private JsonObject row(Part.Row row) {
    List<Json> said = new ArrayList<>();
    said.addAll(text.draw(List.of(Run.strong(row.headline())), Elements.PLAIN, Elements.NONE));
    said.addAll(text.draw(row.below(), Elements.SMALL_PRINT, Elements.NONE));
    List<Json> columns = new ArrayList<>();
    columns.add(column("stretch", said));
    row.ask().ifPresent(ask -> columns.add(column("auto", List.of(actionSet(List.of(ask))))));
    return JsonObject.builder()
        .put("type", "ColumnSet")
        .put("separator", true)
        .put("spacing", Elements.SMALL)
        .put("columns", new JsonArray(columns))
        .build();
  }

  private static JsonObject column(String width, List<Json> items) {
    return JsonObject.builder()
        .put("type", "Column")
        .put("width", width)
        .put("verticalContentAlignment", "center")
        .put("items", new JsonArray(items))
        .build();
  }

  private JsonObject actionSet(List<Ask> asks) {
    return JsonObject.builder()
        .put("type", "ActionSet")
        .put("actions", new JsonArray(actions(asks)))
        .build();
  }

  private List<Json> actions(List<Ask> asks) {
    return asks.stream().<Json>map(this::action).toList();
  }

  private JsonObject action(Ask ask) {
    JsonObject data = JsonObject.builder().put(QUESTION, ask.question()).build();
    return DecisionActions.execute(
        ID + buttons++, ASK, CardBudget.clip(ask.label(), DecisionActions.LABEL), null, data);
  }

  /// The question of a pressed button, if it is one.
  public static Optional<String> question(String given) {
    return Optional.of(given).filter(Ask::isQuestion);
  }
}
