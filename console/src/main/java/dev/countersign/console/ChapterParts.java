package dev.countersign.console;

import dev.countersign.card.Chapter;
import dev.countersign.card.Chapter.Block;
import dev.countersign.card.Run;
import dev.countersign.json.WireName;
import java.util.ArrayList;
import java.util.List;

/// What stands around a request, each chapter folded by its heading.
final class ChapterParts {
  private ChapterParts() {}

  static Html of(List<Chapter> chapters) {
    return Html.of("div", chapters.stream().map(ChapterParts::chapter).toList()).classed("around");
  }

  private static Html chapter(Chapter chapter) {
    List<Html> summary = new ArrayList<>();
    summary.add(Html.of("h2", chapter.topic().title()));
    if (!chapter.told().isEmpty()) {
      summary.add(Html.of("span", chapter.told()).classed("small"));
    }
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("summary", summary));
    chapter.blocks().forEach(block -> parts.add(block(block)));
    Html.Element details =
        Html.of("details", parts).classed("chapter").with("id", WireName.of(chapter.topic()));
    return chapter.open() ? details.with("open") : details;
  }

  private static Html block(Block block) {
    return switch (block) {
      case Block.Row row -> row(row);
      case Block.Compared compared -> compared(compared);
      case Block.Lines(var lines) -> Html.of("div", paragraphs(lines)).classed("lines");
      case Block.Steps(var lines) ->
          Html.of("ol", lines.stream().map(line -> Html.of("li", Runs.of(line))).toList());
      case Block.Quote(var text) -> Html.of("blockquote", Runs.of(text)).with("dir", "auto");
      case Block.Note(var words) -> Html.of("p", words).classed("small");
    };
  }

  private static List<Html.Element> paragraphs(List<List<Run>> lines) {
    return lines.stream().map(line -> Html.of("p", Runs.of(line))).toList();
  }

  private static Html row(Block.Row row) {
    return Html.of("div", parts(row)).classed("row");
  }

  static List<Html> parts(Block.Row row) {
    List<Html> parts = new ArrayList<>();
    parts.add(
        row.leadsTo()
            .<Html>map(id -> Html.link(OwnPath.of(id), row.headline()).classed("headline"))
            .orElseGet(() -> Html.of("strong", row.headline())));
    parts.addAll(paragraphs(row.lines()));
    return parts;
  }

  /// Both texts have a name in words, so that nobody has to see a colour or a line through it.
  private static Html compared(Block.Compared compared) {
    return Html.of(
            "div",
            Html.of("p", Runs.of(compared.place())).classed("place"),
            text("Before", "before", Runs.of(compared.before())),
            text("Now", "now", Runs.added(compared.after())))
        .classed("compared");
  }

  private static Html text(String name, String side, List<Html> text) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("b", name + ": ").classed("side"));
    parts.addAll(text);
    return Html.of("p", parts).classed(side);
  }
}
