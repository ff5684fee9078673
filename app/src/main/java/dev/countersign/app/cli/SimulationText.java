package dev.countersign.app.cli;

import dev.countersign.overview.SimulationReport;
import dev.countersign.overview.SimulationReport.Change;
import dev.countersign.overview.SimulationReport.Load;
import dev.countersign.policy.Policy;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a simulation found, for whoever decides on the candidate.
final class SimulationText {
  /// Those who are asked most on a day; the others are counted.
  private static final int MOST_PERSONS = 50;

  private static final String ROW = "  %-40s %9s %9s  %s%n";

  private final PrintWriter out;

  SimulationText(PrintWriter out) {
    this.out = out;
  }

  /// What was asked of the simulation.
  record Question(Instant since, Policy inForce, Policy candidate, int mostPerDay) {}

  void write(SimulationReport report, Question question) {
    out.printf(
        "%d proposals on %d days since %s%n",
        report.proposals(), report.days(), question.since().truncatedTo(ChronoUnit.SECONDS));
    out.printf("in force   %s%n", question.inForce().version());
    out.printf("candidate  %s%n", question.candidate().version());
    if (report.unreadable() > 0) {
      out.printf(
          "%d do not read and are left out; see countersign verify: %s%n",
          report.unreadable(), some(report.unreadableIds(), report.unreadable()));
    }
    out.printf("%n%d come out otherwise%n", report.changed());
    report.changes().forEach(this::write);
    loads("requests by group", report.groups(), report.groups().size());
    loads("requests by person", report.persons(), MOST_PERSONS);
    List<Load> over =
        report.persons().stream().filter(load -> load.isOver(question.mostPerDay())).toList();
    out.printf(
        "%n%s%n",
        over.isEmpty()
            ? "Nobody is asked more than " + question.mostPerDay() + " times on a day."
            : "Asked more than "
                + question.mostPerDay()
                + " times on a day: "
                + over.stream().map(Load::name).collect(Collectors.joining(", ")));
  }

  private void write(Change change) {
    out.printf("  %s: %d%n", change.kind(), change.count());
    out.printf(
        "    rules of the candidate: %s%n",
        change.rules().entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(rule -> rule.getKey() + " " + rule.getValue())
            .collect(Collectors.joining(", ")));
    out.printf("    such as %s%n", some(change.examples(), change.count()));
  }

  private void loads(String title, List<Load> loads, int most) {
    out.println();
    out.printf(ROW, title, "in force", "candidate", "busiest day of the candidate");
    loads.stream()
        .limit(most)
        .forEach(load ->
            out.printf(
                ROW,
                load.name(),
                load.inForce(),
                load.candidate(),
                load.busiest().map(day -> day.count() + " on " + day.date()).orElse("-")));
    if (loads.size() > most) {
      out.printf("  and %d more%n", loads.size() - most);
    }
  }

  private static String some(List<String> ids, int all) {
    return String.join(", ", ids)
        + (all > ids.size() ? " and " + (all - ids.size()) + " more" : "");
  }
}
