package dev.countersign.console;

import dev.countersign.card.UnavailableException;
import dev.countersign.overview.PolicyDesk;
import dev.countersign.overview.PolicyDesk.Simulated;
import dev.countersign.overview.SimulationReport;
import dev.countersign.overview.SimulationReport.Change;
import dev.countersign.overview.SimulationReport.Load;
import dev.countersign.people.ConsoleRole;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What another policy would have ruled on what was proposed lately. The page is sent as it comes
/// to be, so that whoever waits sees how far it is.
final class SimulationPages implements Page.WithForms {
  static final String PATH = "/policy/simulation";
  static final String POLICY = "policy";
  static final String DAYS = "days";

  /// Form encoding makes up to three bytes of one.
  static final int MOST_BYTES = 3 * PolicyDesk.MOST_BYTES;

  /// Those who are asked most; the others are counted.
  static final int MOST_PERSONS = 50;

  private static final List<Integer> CHOICES = List.of(1, 7, 30);
  private static final String TITLE = "Simulate a policy";
  private static final Logger log = LoggerFactory.getLogger(SimulationPages.class);

  private final PolicyDesk desk;

  private SimulationPages(PolicyDesk desk) {
    this.desk = desk;
  }

  static List<Route> routes(PolicyDesk desk) {
    return List.of(Route.of(PATH, new SimulationPages(desk)).onlyFor(ConsoleRole.ADMIN));
  }

  @Override
  public List<String> typedIn() {
    return List.of(POLICY);
  }

  @Override
  public int mostBytes() {
    return MOST_BYTES;
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    List<Html> parts = new ArrayList<>(above());
    parts.add(form(asked.who(), "", CHOICES.get(1)));
    asked.answers().page(HttpServletResponse.SC_OK, TITLE, Optional.of(asked.who()), parts);
  }

  @Override
  public void refuseStale(PageRequest asked, SentForm sent) throws IOException {
    List<Html> parts = new ArrayList<>();
    parts.add(Frame.notice(SentForm.STALE));
    parts.addAll(above());
    parts.add(form(asked.who(), sent.form().text(POLICY), days(sent)));
    asked.answers().page(HttpServletResponse.SC_OK, TITLE, Optional.of(asked.who()), parts);
  }

  /// Browsers send line feeds as two characters; a file has one.
  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    String policy = sent.form().text(POLICY).replace("\r\n", "\n");
    int days = days(sent);
    try (PageAnswers.Streamed page =
        asked.answers().streamed(TITLE, Optional.of(asked.who()), above())) {
      page.open("div", "progress");
      Html found;
      try {
        found =
            found(
                desk.simulate(
                    policy,
                    Duration.ofDays(days),
                    looked -> page.add(Html.of("p", looked + " proposals looked at …"))));
      } catch (UnavailableException e) {
        log.error("a simulation did not come to its end: {}", e.getMessage());
        found =
            Frame.notice(
                "Countersign cannot reach its records just now, so this did not come to an end.");
      }
      page.close("div");
      page.add(found);
      page.add(form(asked.who(), policy, days));
    } catch (UncheckedIOException e) {
      log.debug("nobody was left to be told of a simulation");
    }
  }

  private static int days(SentForm sent) {
    return CHOICES.stream()
        .filter(days -> Integer.toString(days).equals(sent.form().text(DAYS)))
        .findFirst()
        .orElse(CHOICES.get(1));
  }

  private static List<Html> above() {
    return List.of(
        Html.of("h1", TITLE),
        Html.of(
            "p",
            "What a policy would have ruled on what was proposed lately, with the people of today:"
                + " what comes out otherwise, and whom it would ask how often. Nothing is put in"
                + " force. It looks at the newest "
                + PolicyDesk.MOST_SIMULATED
                + " proposals at most, for "
                + PolicyDesk.LONGEST_SIMULATION.toSeconds()
                + " seconds at most."));
  }

  private static Html form(Visitor who, String policy, int chosen) {
    List<Html> days = new ArrayList<>();
    for (int choice : CHOICES) {
      Html.Element option =
          Html.of("option", choice == 1 ? "1 day" : choice + " days")
              .with("value", Integer.toString(choice));
      days.add(choice == chosen ? option.with("selected") : option);
    }
    return Html.of(
            "form",
            Frame.key(who),
            Html.of("label", "How far back").with("for", DAYS),
            Html.of("select", days).with("id", DAYS).with("name", DAYS),
            Html.of("label", "policy.yaml to try; left empty, the one in force")
                .with("for", POLICY),
            Html.of("textarea", policy)
                .with("id", POLICY)
                .with("name", POLICY)
                .with("rows", "18")
                .with("spellcheck", "false")
                .classed("code"),
            Html.of("button", "Simulate").with("type", "submit").classed("primary"))
        .with("method", "post")
        .with("action", PATH)
        .classed("paper");
  }

  static Html found(Simulated simulated) {
    return switch (simulated) {
      case Simulated.Busy _ ->
          Frame.notice("Somebody simulates just now. Please try again in half a minute.");
      case Simulated.Unreadable(var flaws) ->
          Html.of("section", Html.of("h2", "This policy does not read"), Tables.flaws(flaws))
              .classed("card danger");
      case Simulated.Found found -> Html.of("div", parts(found));
    };
  }

  private static List<Html> parts(Simulated.Found found) {
    SimulationReport report = found.report();
    boolean other = !found.inForce().equals(found.candidate());
    List<Html> parts = new ArrayList<>();
    parts.add(
        Html.of(
            "h2",
            other
                ? report.changed() + " of " + report.proposals() + " come out otherwise"
                : Tables.counted(report.proposals(), "proposal") + " under the policy in force"));
    parts.add(
        Html.of(
            "p",
            Html.text("Back to "),
            Runs.moment(found.back()),
            Html.text(
                found.whole()
                    ? "."
                    : ", which is not as far as you asked: there were too many, or it took too"
                        + " long.")));
    if (report.unreadable() > 0) {
      parts.add(
          Html.of(
              "p",
              report.unreadable() + " do not read and are left out; countersign verify says why."));
    }
    if (!found.flaws().isEmpty()) {
      parts.add(Html.of("h3", "What the check says of it"));
      parts.add(Tables.flaws(found.flaws()));
    }
    if (!report.changes().isEmpty()) {
      parts.add(changes(report.changes()));
    }
    parts.add(Html.of("h3", "Requests by group"));
    parts.add(loads("Group", report.groups(), Integer.MAX_VALUE));
    parts.add(Html.of("h3", "Requests by person"));
    parts.add(loads("Person", report.persons(), MOST_PERSONS));
    return parts;
  }

  private static Html changes(List<Change> changes) {
    return Tables.of(
        List.of("From -> to", "Proposals", "Rules of the candidate", "Such as"),
        changes.stream()
            .map(change ->
                List.of(
                    Html.text(change.kind()),
                    Tables.number(change.count()),
                    Tables.names(
                        change.rules().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(rule -> rule.getKey() + " " + rule.getValue()),
                        "none"),
                    Tables.names(change.examples().stream().limit(3), "none")))
            .toList());
  }

  private static Html loads(String who, List<Load> loads, int most) {
    if (loads.isEmpty()) {
      return Html.of("p", "None is asked.");
    }
    Html table =
        Tables.of(
            List.of(who, "In force", "Candidate", "Busiest day of the candidate"),
            loads.stream()
                .limit(most)
                .map(load ->
                    List.of(
                        (Html) Tables.name(load.name()),
                        Tables.number(load.inForce()),
                        Tables.number(load.candidate()),
                        Html.text(
                            load.busiest()
                                .map(day -> day.count() + " on " + day.date())
                                .orElse("none"))))
                .toList());
    return loads.size() <= most
        ? table
        : Html.of("div", table, Html.of("p", "And " + (loads.size() - most) + " more."));
  }
}
