package dev.countersign.console;

import dev.countersign.card.VisibleText;
import dev.countersign.overview.Flaw;
import dev.countersign.overview.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Rows and lists of the pages that tell of a deployment. On a narrow screen each row becomes a
/// block, in which every value stands behind the name of its column.
final class Tables {
  private Tables() {}

  /// @param columns their names, in our own words
  /// @param rows each with a cell for each column
  static Html of(List<String> columns, List<List<Html>> rows) {
    Html.Element head =
        Html.of(
            "thead",
            Html.of(
                "tr",
                columns.stream().map(name -> Html.of("th", name).with("scope", "col")).toList()));
    return Html.of(
            "table", head, Html.of("tbody", rows.stream().map(row -> row(columns, row)).toList()))
        .with("role", "table")
        .classed("facts");
  }

  private static Html row(List<String> columns, List<Html> cells) {
    List<Html> row = new ArrayList<>();
    for (int at = 0; at < cells.size(); at++) {
      row.add(
          Html.of("td", cells.get(at)).with("role", "cell").with("data-label", columns.get(at)));
    }
    return Html.of("tr", row).with("role", "row");
  }

  /// `1 proposal`, `2 proposals`.
  static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  static Html number(long number) {
    return Html.text(Long.toString(number));
  }

  /// A name out of a file, on one line.
  static Html.Element name(String name) {
    return Html.of("code", VisibleText.onOneLine(name).text()).classed("s").with("dir", "auto");
  }

  /// Names beside each other, or words where there are none.
  static Html names(Stream<String> names, String none) {
    List<Html> parts = new ArrayList<>();
    names.forEach(name -> {
      parts.add(Html.text(parts.isEmpty() ? "" : " "));
      parts.add(name(name));
    });
    return parts.isEmpty() ? Html.text(none) : Html.of("span", parts);
  }

  /// What is told of one thing.
  static Html facts(List<Labelled> facts) {
    List<Html> parts = new ArrayList<>();
    for (Labelled fact : facts) {
      parts.add(Html.of("div", Html.of("dt", fact.label()), Html.of("dd", Runs.of(fact.words()))));
    }
    return Html.of("dl", parts).classed("facts");
  }

  /// A mark that is read as a word.
  ///
  /// @param kind of its looks: `good`, `warning`, `danger` or empty
  static Html mark(String word, String kind) {
    return Html.of("span", word).classed(kind.isEmpty() ? "mark" : "mark " + kind);
  }

  /// What is wrong or odd, worst first.
  static Html flaws(List<Flaw> flaws) {
    return Html.of(
            "ul",
            Stream.concat(
                    flaws.stream().filter(Flaw::error),
                    flaws.stream().filter(flaw -> !flaw.error()))
                .map(Tables::flaw)
                .toList())
        .classed("flaws");
  }

  private static Html flaw(Flaw flaw) {
    return Html.of(
        "li",
        flaw.error() ? mark("error", "danger") : mark("warning", "warning"),
        Html.text(" "),
        Html.of("span", VisibleText.onOneLine(flaw.detail()).text()).classed("s"),
        Html.text(" "),
        name(flaw.place()));
  }
}
