package dev.countersign.report;

import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What was asked within some days and what came of it, counted from rows, a page of them at a
/// time. What proves to be so is counted by [Reporter].
public final class PeriodFigures {
  /// Names of one kind that are told apart; those that come later share [QualityReport#OTHERS].
  static final int MOST_NAMES = 1_000;

  /// Where one wait ends and the next begins.
  public static final List<Duration> STEPS =
      List.of(
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(4),
          Duration.ofHours(24));

  private static final int PAGE = 1_000;

  private final LineFigures all = new LineFigures();
  private final SortedMap<LocalDate, LineFigures> days = new TreeMap<>();
  private final SortedMap<String, LineFigures> rules = new TreeMap<>();
  private final SortedMap<String, LineFigures> groups = new TreeMap<>();
  private final SortedMap<String, LineFigures> agents = new TreeMap<>();
  private final Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
  private final long[] waits = new long[STEPS.size() + 1];
  private long unreadable;
  private boolean cut;

  private PeriodFigures(LocalDate first, LocalDate last) {
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      days.put(day, new LineFigures());
    }
  }

  /// @param from when the first request that counts was proposed
  /// @param now when the last day ends that is told
  /// @param before behind every id: see [RequestLines#page]
  /// @param most requests, the newest ones
  public static PeriodFigures of(
      RequestLines lines, Instant from, Instant now, String before, int most) {
    PeriodFigures figures = new PeriodFigures(day(from), day(now));
    String end = before;
    int left = most;
    while (left > 0) {
      int wanted = Math.min(PAGE, left);
      RequestLines.Page page = lines.page(ProposalId.firstOf(from), end, wanted);
      page.lines().forEach(figures::add);
      figures.unreadable += page.read() - page.lines().size();
      left -= page.read();
      end = page.last();
      if (page.read() < wanted) {
        return figures;
      }
    }
    figures.cut = true;
    return figures;
  }

  private static LocalDate day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private void add(RequestLine line) {
    all.add(line);
    LineFigures day = days.get(day(line.proposedAt()));
    if (day != null) {
      day.add(line);
    }
    LineFigures.decidedAfter(line).ifPresent(after -> waits[step(after)]++);
    line.ballots().stream()
        .flatMap(ballot -> ballot.reason().stream())
        .forEach(reason -> reasons.merge(reason, 1L, Long::sum));
    Set<String> matched =
        line.rules().isEmpty() ? Set.of(QualityReport.NO_RULE) : new TreeSet<>(line.rules());
    matched.forEach(rule -> named(rules, rule, line));
    new TreeSet<>(line.groups()).forEach(group -> named(groups, group, line));
    named(agents, line.agent(), line);
  }

  private static void named(Map<String, LineFigures> figures, String name, RequestLine line) {
    String known =
        figures.containsKey(name) || figures.size() < MOST_NAMES ? name : QualityReport.OTHERS;
    figures.computeIfAbsent(known, _ -> new LineFigures()).add(line);
  }

  private static int step(Duration after) {
    int step = 0;
    while (step < STEPS.size() && after.compareTo(STEPS.get(step)) >= 0) {
      step++;
    }
    return step;
  }

  public LineFigures all() {
    return all;
  }

  /// By the day on which it was proposed, in UTC; each day of the time, with or without requests.
  public SortedMap<LocalDate, LineFigures> days() {
    return Collections.unmodifiableSortedMap(days);
  }

  /// A request counts under each rule that matched it.
  public SortedMap<String, LineFigures> rules() {
    return Collections.unmodifiableSortedMap(rules);
  }

  /// And under each group that it asks.
  public SortedMap<String, LineFigures> groups() {
    return Collections.unmodifiableSortedMap(groups);
  }

  public SortedMap<String, LineFigures> agents() {
    return Collections.unmodifiableSortedMap(agents);
  }

  /// By votes, not by requests.
  public long rejectedFor(RejectReason reason) {
    return reasons.getOrDefault(reason, 0L);
  }

  /// Decisions of people that took at least the step before and less than this one.
  ///
  /// @param step index into [#STEPS]; its size for those that took longer than all
  public long took(int step) {
    return waits[step];
  }

  /// Rows that do not read, which are in no figure.
  public long unreadable() {
    return unreadable;
  }

  /// Whether there were more requests than are counted.
  public boolean isCut() {
    return cut;
  }
}
