package dev.countersign.console;

import dev.countersign.card.Forms;
import dev.countersign.card.VisibleText;
import dev.countersign.report.Ending;
import dev.countersign.report.LineFigures;
import dev.countersign.report.PeriodFigures;
import dev.countersign.request.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Figures of some days as a page. Each picture is SVG that this server drew, and has its numbers
/// in a table, so that nobody has to see it.
final class MetricsPage {
  /// Rules, groups or agents in a table: those with the most requests.
  static final int MOST_ROWS = 20;

  private static final String NONE = "–";
  private static final int HALF = 50;
  private static final int SLOW = 90;
  private static final int HUNDRED = 100;

  /// What a picture of days is high, in its own units, and how broad each day.
  private static final int HEIGHT = 100;

  private static final int DAY = 10;
  private static final int GAP = 2;

  private static final List<String> COLUMNS =
      List.of(
          "Requests",
          "Allowed",
          "Approved",
          "Rejected",
          "Expired",
          "Median",
          "Slow tenth",
          "Fast",
          "Defects");

  private final Period period;
  private final PeriodFigures figures;
  private final Instant at;

  MetricsPage(Period period, PeriodFigures figures, Instant at) {
    this.period = period;
    this.figures = figures;
    this.at = at;
  }

  List<Html> parts() {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", "Metrics"));
    parts.add(periods());
    if (figures.all().requests() == 0) {
      parts.add(Html.of("p", "Nothing was proposed in these days.").classed("notice"));
    }
    parts.add(glance());
    parts.add(volume());
    parts.add(waits());
    parts.add(reasons());
    parts.add(by("By rule", "Rule", figures.rules()));
    parts.add(by("By group", "Group", figures.groups()));
    parts.add(by("By agent", "Agent", figures.agents()));
    parts.add(note());
    return List.of(Html.of("div", parts).classed("metrics"));
  }

  private Html periods() {
    return Html.of(
            "nav",
            Arrays.stream(Period.values())
                .map(one -> {
                  Html.Element link =
                      Html.link(
                          MetricsPages.PATH + "?" + MetricsPages.DAYS + "=" + one.days(),
                          one.days() + " days");
                  return one == period ? link.with("aria-current", "true") : link;
                })
                .toList())
        .with("aria-label", "Period")
        .classed("periods");
  }

  private Html glance() {
    LineFigures all = figures.all();
    return Html.of(
            "dl",
            figure("Requests", number(all.requests()), ""),
            shared("Allowed by the policy", all.ended(Ending.AUTO_APPROVED), all.requests()),
            figure("Median time to decide", time(all.timeToDecide(HALF)), ""),
            figure("The slow tenth takes", time(all.timeToDecide(SLOW)), "or more"),
            shared("Expired", all.ended(Ending.EXPIRED), all.requests()),
            shared(
                "Approved within " + LineFigures.FAST.toSeconds() + "\u00a0s",
                all.fast(),
                all.approvals()),
            shared("Defect rate", all.defects(), all.approved()))
        .classed("glance");
  }

  private static Html shared(String name, long part, long of) {
    return figure(name, share(part, of), number(part) + " of " + number(of));
  }

  /// @param small what stands behind a value; not behind none
  private static Html figure(String name, String value, String small) {
    return Html.of(
        "div",
        Html.of("dt", name),
        Html.of(
            "dd",
            Html.text(value + " "),
            Html.of("span", value.equals(NONE) ? "" : small).classed("small")));
  }

  private Html volume() {
    SortedMap<LocalDate, LineFigures> days = figures.days();
    long most = days.values().stream().mapToLong(LineFigures::requests).max().orElse(0);
    List<Html> bars = new ArrayList<>();
    bars.add(Html.of("title", "Requests on each day"));
    long nth = 0;
    for (Map.Entry<LocalDate, LineFigures> day : days.entrySet()) {
      long requests = day.getValue().requests();
      long allowed = day.getValue().ended(Ending.AUTO_APPROVED);
      if (requests > 0) {
        long high = scaled(requests, most, HEIGHT);
        long low = Math.min(high, scaled(allowed, most, HEIGHT));
        bars.add(bar(nth * DAY, HEIGHT - high, DAY - GAP, high - low, "asked"));
        bars.add(bar(nth * DAY, HEIGHT - low, DAY - GAP, low, "allowed"));
      }
      nth++;
    }
    return section(
        "Requests on each day",
        Html.of(
                "p",
                Html.of("span", "").classed("key asked"),
                Html.text("asked or refused "),
                Html.of("span", "").classed("key allowed"),
                Html.text("allowed by the policy alone · the highest day has " + number(most)))
            .classed("small"),
        Html.of("svg", bars)
            .with("viewbox", "0 0 " + Math.max(DAY, days.size() * DAY) + " " + HEIGHT)
            .with("preserveaspectratio", "none")
            .with("role", "img")
            .with("aria-label", "Requests on each day; the numbers are in the table below")
            .classed("days"),
        Html.of(
                "p",
                Html.of("span", days.isEmpty() ? "" : days.firstKey().toString()),
                Html.of("span", days.isEmpty() ? "" : days.lastKey().toString()))
            .classed("axis small"),
        Html.of(
            "details",
            Html.of("summary", "The numbers of each day"),
            table(
                "Day",
                days.entrySet().stream()
                    .map(day -> row(day.getKey().toString(), day.getValue()))
                    .toList())));
  }

  private Html waits() {
    List<Html> rows = new ArrayList<>();
    long most = 0;
    for (int step = 0; step <= PeriodFigures.STEPS.size(); step++) {
      most = Math.max(most, figures.took(step));
    }
    for (int step = 0; step <= PeriodFigures.STEPS.size(); step++) {
      rows.add(barred(wait(step), figures.took(step), most));
    }
    return section(
        "Time to decide",
        Html.of(
            "p",
            "From the proposal to the vote that decided it: half within "
                + time(figures.all().timeToDecide(HALF))
                + ", nine of ten within "
                + time(figures.all().timeToDecide(SLOW))
                + "."),
        bars("Took", "Requests", rows));
  }

  private static String wait(int step) {
    if (step == 0) {
      return "under " + time(Optional.of(PeriodFigures.STEPS.getFirst()));
    }
    return step == PeriodFigures.STEPS.size()
        ? time(Optional.of(PeriodFigures.STEPS.getLast())) + " or more"
        : time(Optional.of(PeriodFigures.STEPS.get(step - 1)))
            + " to "
            + time(Optional.of(PeriodFigures.STEPS.get(step)));
  }

  private Html reasons() {
    long most =
        Arrays.stream(RejectReason.values()).mapToLong(figures::rejectedFor).max().orElse(0);
    return section(
        "Why people reject",
        bars(
            "Reason",
            "Votes",
            Arrays.stream(RejectReason.values())
                .map(reason -> barred(Forms.words(reason), figures.rejectedFor(reason), most))
                .toList()));
  }

  private static Html bars(String name, String counted, List<? extends Html> rows) {
    return Html.of(
            "table",
            Html.of(
                "thead",
                Html.of(
                    "tr",
                    header(name),
                    header(counted).classed("number"),
                    Html.of("td", "").classed("picture"))),
            Html.of("tbody", rows))
        .classed("bars");
  }

  private static Html barred(String name, long value, long most) {
    return Html.of(
        "tr",
        Html.of("th", name).with("scope", "row"),
        Html.of("td", number(value)).classed("number"),
        Html.of(
                "td",
                Html.of("svg", bar(0, 0, scaled(value, most, HUNDRED), DAY, "asked"))
                    .with("viewbox", "0 0 " + HUNDRED + " " + DAY)
                    .with("preserveaspectratio", "none")
                    .with("aria-hidden", "true"))
            .classed("picture"));
  }

  private static Html by(String title, String name, SortedMap<String, LineFigures> named) {
    List<Html> rows =
        named.entrySet().stream()
            .sorted(
                Comparator.comparingLong(
                    (Map.Entry<String, LineFigures> each) -> -each.getValue().requests()))
            .limit(MOST_ROWS)
            .map(each -> row(VisibleText.onOneLine(each.getKey()).text(), each.getValue()))
            .toList();
    List<Html> parts = new ArrayList<>();
    parts.add(rows.isEmpty() ? Html.of("p", "None.") : table(name, rows));
    if (named.size() > MOST_ROWS) {
      parts.add(
          Html.of(
                  "p",
                  "The "
                      + MOST_ROWS
                      + " with the most requests of "
                      + number(named.size())
                      + "; countersign report has all.")
              .classed("small"));
    }
    return section(title, parts.toArray(Html[]::new));
  }

  /// One may scroll it to the side where it is broader than a phone.
  private static Html table(String name, List<Html> rows) {
    List<Html> head = new ArrayList<>(List.of(header(name)));
    COLUMNS.forEach(column -> head.add(header(column).classed("number")));
    return Html.of(
            "div", Html.of("table", Html.of("thead", Html.of("tr", head)), Html.of("tbody", rows)))
        .classed("scroll")
        .with("tabindex", "0")
        .with("role", "region")
        .with("aria-label", "Numbers by " + name.toLowerCase(Locale.ROOT));
  }

  private static Html row(String name, LineFigures of) {
    List<Html> cells = new ArrayList<>();
    cells.add(Html.of("th", name).with("scope", "row").with("dir", "auto"));
    for (String value :
        List.of(
            number(of.requests()),
            number(of.ended(Ending.AUTO_APPROVED)),
            number(of.ended(Ending.APPROVED)),
            number(of.ended(Ending.REJECTED) + of.ended(Ending.RETURNED)),
            number(of.ended(Ending.EXPIRED)),
            time(of.timeToDecide(HALF)),
            time(of.timeToDecide(SLOW)),
            number(of.fast()),
            of.approved() == 0
                ? NONE
                : number(of.defects()) + " (" + share(of.defects(), of.approved()) + ")")) {
      cells.add(Html.of("td", value).classed("number"));
    }
    return Html.of("tr", cells);
  }

  private Html note() {
    StringBuilder words = new StringBuilder();
    words
        .append("Days are those of UTC. Rejected are also those that were returned for changes;")
        .append(" fast are approvals within ")
        .append(LineFigures.FAST.toSeconds())
        .append(
            " seconds of the first card; defects are approved requests, by people or by the"
                + " policy,")
        .append(
            " of which somebody reported a problem, and their share of all approved. A request"
                + " counts under each of its rules and groups.")
        .append(" Counted from rows at most once a minute; countersign report counts what proves.");
    if (figures.isCut()) {
      words.append(" Only the newest ").append(number(MetricsPages.MOST)).append(" are counted.");
    }
    if (figures.unreadable() > 0) {
      words
          .append(' ')
          .append(number(figures.unreadable()))
          .append(" do not read and are not counted: countersign verify says why.");
    }
    return Html.of("p", Html.text(words + " As of "), Runs.moment(at), Html.text("."))
        .classed("small");
  }

  private static Html section(String title, Html... parts) {
    List<Html> all = new ArrayList<>(List.of(Html.of("h2", title)));
    all.addAll(List.of(parts));
    return Html.of("section", all).classed("panel");
  }

  private static Html.Element header(String name) {
    return Html.of("th", name).with("scope", "col");
  }

  private static Html bar(long x, long y, long width, long height, String kind) {
    return Html.of("rect")
        .with("x", Long.toString(x))
        .with("y", Long.toString(y))
        .with("width", Long.toString(width))
        .with("height", Long.toString(height))
        .classed(kind);
  }

  /// What is not nothing stays to be seen.
  private static long scaled(long value, long most, int to) {
    return value == 0 || most == 0 ? 0 : Math.max(1, Math.round((double) value * to / most));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String share(long part, long of) {
    return of == 0 ? NONE : Math.round((double) part * HUNDRED / of) + "\u00a0%";
  }

  private static String time(Optional<Duration> time) {
    return time.map(MetricsPage::words).orElse(NONE);
  }

  private static String words(Duration time) {
    if (time.compareTo(Duration.ofMinutes(1)) < 0) {
      return time.toSeconds() + " s";
    }
    if (time.compareTo(Duration.ofHours(1)) < 0) {
      return time.toMinutes() + " min";
    }
    return time.toMinutesPart() == 0
        ? time.toHours() + " h"
        : time.toHours() + " h " + time.toMinutesPart() + " min";
  }
}
