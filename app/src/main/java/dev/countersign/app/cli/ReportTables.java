package dev.countersign.app.cli;

import dev.countersign.card.VisibleText;
import dev.countersign.json.WireName;
import dev.countersign.policy.Gate;
import dev.countersign.report.Ending;
import dev.countersign.report.ObservedFigures;
import dev.countersign.report.QualityReport;
import dev.countersign.report.RequestFigures;
import dev.countersign.report.ReviewerFigures;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A report as tables of plain text. Names that agents chose are drawn so that none can move the
/// cursor or look like another.
final class ReportTables {
  private static final String NONE = "–";
  private static final String GAP = "  ";

  private static final List<String> OF_REQUESTS =
      List.of(
          "requests",
          "auto",
          "approved",
          "rejected",
          "returned",
          "expired",
          "other",
          "median",
          "p90",
          "defects",
          "rejected because");

  private static final List<String> OF_VOTES =
      List.of("votes", "approved", "rejected", "returned", "median", "p90", "fast", "defects");

  private ReportTables() {}

  static List<String> lines(QualityReport report, Optional<Instant> since) {
    List<String> lines = new ArrayList<>();
    lines.add(
        report.requests()
            + " requests"
            + since.map(from -> " proposed since " + from).orElse("")
            + ". A time is that from the proposal to the decision, for reviewers from the card to"
            + " their vote;");
    lines.add(
        "defects: approved, and a problem was reported; fast: approvals in under a third of the"
            + " reviewer's median, told from "
            + ReviewerFigures.FEWEST_VOTES
            + " votes on.");
    requests(lines, "rule", report.rules());
    if (!report.tags().isEmpty()) {
      requests(lines, "tag", report.tags());
    }
    requests(lines, "action type", report.actionTypes());
    requests(lines, "agent", report.agents());
    reviewers(lines, report.reviewers());
    observed(lines, report.observed());
    left(lines, report);
    return List.copyOf(lines);
  }

  private static void requests(
      List<String> lines, String what, Map<String, RequestFigures> figures) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row(what, OF_REQUESTS));
    figures.forEach((name, of) -> rows.add(row(VisibleText.onOneLine(name).text(), cells(of))));
    table(lines, rows);
  }

  private static List<String> cells(RequestFigures figures) {
    long told =
        List.of(Ending.APPROVED, Ending.REJECTED, Ending.RETURNED, Ending.EXPIRED).stream()
            .mapToLong(figures::ended)
            .sum();
    long auto = figures.ended(Ending.AUTO_APPROVED);
    return List.of(
        number(figures.requests()),
        percent(auto, figures.requests()),
        number(figures.ended(Ending.APPROVED)),
        number(figures.ended(Ending.REJECTED)),
        number(figures.ended(Ending.RETURNED)),
        number(figures.ended(Ending.EXPIRED)),
        number(figures.requests() - told - auto),
        time(figures.timeToDecide(Figure.MEDIAN)),
        time(figures.timeToDecide(Figure.P90)),
        counted(figures.defects(), figures.approved()),
        figures.reasons().entrySet().stream()
            .map(reason -> WireName.of(reason.getKey()) + " " + reason.getValue())
            .collect(Collectors.joining(", ")));
  }

  private static void reviewers(List<String> lines, Map<String, ReviewerFigures> figures) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("reviewer", OF_VOTES));
    figures.forEach((name, of) -> rows.add(row(VisibleText.onOneLine(name).text(), cells(of))));
    table(lines, rows);
  }

  private static void observed(List<String> lines, ObservedFigures figures) {
    long all = Arrays.stream(Gate.values()).mapToLong(figures::wouldHave).sum();
    if (all == 0) {
      return;
    }
    lines.add("");
    lines.add(
        "%d outside the pilot: %d would have been allowed, %d asked, %d refused."
            .formatted(
                all,
                figures.wouldHave(Gate.ALLOW),
                figures.wouldHave(Gate.ASK),
                figures.wouldHave(Gate.REFUSE)));
    if (!figures.groups().isEmpty()) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("group", "would have been asked"));
      figures.groups().forEach((name, number) -> rows.add(List.of(name, number(number))));
      table(lines, rows);
    }
  }

  private static List<String> cells(ReviewerFigures figures) {
    return List.of(
        number(figures.votes()),
        number(figures.voted(Decision.APPROVE)),
        number(figures.voted(Decision.REJECT)),
        number(figures.voted(Decision.RETURN)),
        time(figures.timeToVote(Figure.MEDIAN)),
        time(figures.timeToVote(Figure.P90)),
        figures.fastApprovals().map(fast -> percent(fast, figures.timedApprovals())).orElse(NONE),
        counted(figures.defects(), figures.approvedInTheEnd()));
  }

  private static void left(List<String> lines, QualityReport report) {
    if (report.notCounted() == 0) {
      return;
    }
    lines.add("");
    lines.add(
        report.notCounted()
            + " requests are not counted, because their chains do not read; see countersign"
            + " verify.");
    report.named().forEach(one -> lines.add(one.id() + ": " + one.why()));
    long more = report.notCounted() - report.named().size();
    if (more > 0) {
      lines.add("… and " + more + " more");
    }
  }

  private static List<String> row(String first, List<String> cells) {
    List<String> row = new ArrayList<>();
    row.add(first);
    row.addAll(cells);
    return row;
  }

  /// The first and the last column stand to the left if they are words, numbers to the right.
  private static void table(List<String> lines, List<List<String>> rows) {
    lines.add("");
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    rows.forEach(row -> {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    });
    boolean lastIsWords = rows.getFirst().getLast().contains(" ");
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        boolean isWords = i == 0 || (lastIsWords && i == columns - 1);
        line.append(i == 0 ? "" : GAP)
            .append(isWords ? row.get(i) + padding : padding + row.get(i));
      }
      lines.add(line.toString().stripTrailing());
    }
  }

  private static String number(long number) {
    return Long.toString(number);
  }

  private static String time(Optional<Duration> time) {
    return time.map(Figure::time).orElse(NONE);
  }

  private static String percent(long part, long whole) {
    return Figure.percent(part, whole).map(share -> share + "%").orElse(NONE);
  }

  private static String counted(long part, long whole) {
    return part + " (" + percent(part, whole) + ")";
  }
}
