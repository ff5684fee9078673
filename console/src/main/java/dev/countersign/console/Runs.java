package dev.countersign.console;

import dev.countersign.card.Run;
import dev.countersign.card.VisibleText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/// How stretches of text look on a page. Who wrote them stays visible: what the service says is
/// bare, what was supplied has an element of its own.
final class Runs {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Runs() {}

  static List<Html> of(List<Run> runs) {
    return runs.stream().map(Runs::of).toList();
  }

  /// The later of two texts: what stands out in it was added.
  static List<Html> added(List<Run> runs) {
    return runs.stream()
        .map(run ->
            run instanceof Run.Supplied supplied && supplied.emphasis() == Run.Emphasis.STRONG
                ? isolated(Html.of("ins", supplied.visible().text()))
                : of(run))
        .toList();
  }

  private static Html of(Run run) {
    return switch (run) {
      case Run.Words(var text, boolean strong) ->
          strong ? Html.of("strong", text) : Html.text(text);
      case Run.Supplied supplied -> supplied(supplied);
      case Run.Moment(var at) -> moment(at);
      case Run.Human human -> Html.of("b", human.visible().text()).classed("person");
    };
  }

  private static Html supplied(Run.Supplied supplied) {
    String text = supplied.visible().text();
    return switch (supplied.emphasis()) {
      case NONE -> isolated(Html.of("span", text));
      case STRONG -> isolated(Html.of("span", text)).classed("s strong");
      case STRUCK -> isolated(Html.of("del", text));
      case COMMITMENT -> isolated(Html.of("mark", text));
      case CODE -> isolated(Html.of("code", text));
    };
  }

  /// Its own direction, so that it cannot reorder what stands beside it.
  private static Html.Element isolated(Html.Element element) {
    return element.classed("s").with("dir", "auto");
  }

  static Html moment(Instant at) {
    return Html.of("time", UTC.format(at))
        .with("datetime", at.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /// The name of somebody, on one line.
  static Html.Element name(String name) {
    return Html.of("span", VisibleText.onOneLine(name).text()).classed("person");
  }

  /// Supplied text with lines of its own.
  static Html.Element passage(String text) {
    return Html.of("pre", VisibleText.of(text).text()).classed("s").with("dir", "auto");
  }
}
