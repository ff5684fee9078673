package dev.countersign.console;

import dev.countersign.card.Button;
import dev.countersign.card.CardRenderer;
import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Draws a card as a part of a page. A page has room for everything, so nothing is ever left out;
/// its digest is over the very markup that a browser gets, and what the buttons say.
final class PageRenderer implements CardRenderer {
  static final String HTML = "html";

  @Override
  public RenderedCard render(CardView view) {
    return RenderedCard.of(
        JsonObject.builder()
            .put(HTML, article(view).written())
            .put("buttons", JsonArray.of(view.buttons(), PageRenderer::said))
            .build(),
        true,
        view.buttons().stream().map(Button::decision).collect(Collectors.toSet()));
  }

  /// Whatever it is, a page shows all of it.
  @Override
  public boolean surelyShowsWhole(CardView plain) {
    return true;
  }

  /// What a card looks like that nobody is asked by.
  static Html drawn(CardView view) {
    return article(view);
  }

  /// What a rendered card looks like.
  static Html drawn(RenderedCard card) {
    return new Html.Drawn(card.body().text(HTML));
  }

  private static JsonObject said(Button button) {
    return JsonObject.builder()
        .put("label", button.label())
        .put("confirm", button.confirm().map(Button.Confirm::text).orElse(null))
        .build();
  }

  private static Html.Element article(CardView view) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", view.heading()));
    view.sections().stream().flatMap(section -> section(section).stream()).forEach(parts::add);
    parts.add(Html.of("p", view.footer()).classed("small"));
    return Html.of("article", parts).classed("card " + view.tone().name().toLowerCase(Locale.ROOT));
  }

  private static List<Html> section(Section section) {
    return switch (section) {
      case Section.Lines(var lines) -> List.of(lines(lines));
      case Section.Words words -> words(words);
      case Section.Verbatim(var title, var text, var _) ->
          List.of(Html.of("h2", title), Runs.passage(text));
      case Section.Note(var words) -> List.of(Html.of("p", words).classed("small"));
      case Section.Explanation(var words) ->
          List.of(Html.of("section", words(words)).classed("claim"));
      case Section.Aid(var words, var _) -> words(words);
      case Section.Buttons _ -> List.of();
    };
  }

  private static Html lines(List<List<Run>> lines) {
    return Html.of("div", lines.stream().map(line -> Html.of("p", Runs.of(line))).toList())
        .classed("lines");
  }

  private static List<Html> words(Section.Words words) {
    return switch (words) {
      case Section.Quote(var title, var text) ->
          List.of(Html.of("h2", title), Html.of("blockquote", Runs.of(text)).with("dir", "auto"));
      case Section.Bullets(var title, var items) ->
          List.of(
              Html.of("h2", title),
              Html.of("ul", items.stream().map(item -> Html.of("li", Runs.of(item))).toList()));
    };
  }
}
