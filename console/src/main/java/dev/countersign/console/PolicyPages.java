package dev.countersign.console;

import dev.countersign.json.WireName;
import dev.countersign.overview.PolicyDesk;
import dev.countersign.overview.PolicyDesk.InForce;
import dev.countersign.overview.PolicyDesk.RuleLine;
import dev.countersign.people.ConsoleRole;
import dev.countersign.policy.Gate;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The policy in force: its version, its rules in plain words, what the check says, and which rule
/// matched how often.
final class PolicyPages {
  static final String PATH = "/policy";

  private static final String TITLE = "Policy";

  private final PolicyDesk desk;

  private PolicyPages(PolicyDesk desk) {
    this.desk = desk;
  }

  static List<Route> routes(PolicyDesk desk) {
    return List.of(
        Route.of(PATH, new PolicyPages(desk)::show)
            .onlyFor(ConsoleRole.ADMIN, ConsoleRole.DEVELOPER, ConsoleRole.AUDITOR)
            .inNavigation(TITLE));
  }

  private void show(PageRequest asked) throws IOException {
    asked
        .answers()
        .page(
            HttpServletResponse.SC_OK,
            TITLE,
            Optional.of(asked.who()),
            parts(desk.inForce(), asked.who()));
  }

  static List<Html> parts(InForce inForce, Visitor who) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    parts.add(version(inForce));
    if (who.roles().contains(ConsoleRole.ADMIN)) {
      parts.add(
          Html.of(
              "p",
              Html.link(SimulationPages.PATH, "Try another policy on what was proposed lately")));
    }
    parts.add(Html.of("h2", "What the check says"));
    parts.add(
        inForce.flaws().isEmpty()
            ? Html.of("p", "Nothing is wrong with it, with the people in force.")
            : Tables.flaws(inForce.flaws()));
    parts.add(Html.of("h2", "Rules"));
    parts.add(counted(inForce));
    inForce.rules().forEach(rule -> parts.add(rule(rule, inForce.counted())));
    parts.add(
        Html.of(
                "p",
                "All rules that match count: refusing beats asking, asking beats allowing. What"
                    + " several ask adds up. Where none matches, the gate refuses.")
            .classed("small"));
    return parts;
  }

  private static Html version(InForce inForce) {
    List<Html> since = new ArrayList<>();
    since.add(Html.text("Version " + inForce.number()));
    inForce
        .since()
        .ifPresent(at -> {
          since.add(Html.text(", in force since "));
          since.add(Runs.moment(at));
        });
    inForce
        .by()
        .ifPresent(by -> {
          since.add(Html.text(", by "));
          since.add(Runs.name(by));
        });
    return Html.of(
            "section",
            Html.of("p", since),
            Html.of("p", Html.text("policy.yaml "), Html.of("code", inForce.policy().value())),
            Html.of(
                "p",
                Html.text("with its connections "),
                Html.of("code", inForce.version().value())),
            Html.of(
                "p",
                inForce.needsTwo()
                    ? "What loosens it takes a second operator."
                    : "One operator alone may loosen it."))
        .classed("paper");
  }

  private static Html counted(InForce inForce) {
    return Html.of(
        "p",
        Html.text("Counted: " + Tables.counted(inForce.counted(), "proposal") + " since "),
        Runs.moment(inForce.countedSince()),
        Html.text(
            ", the latest ones, as they were ruled then. No rule matched "
                + inForce.unmatched()
                + " of them."));
  }

  private static Html rule(RuleLine rule, long counted) {
    List<Html> parts = new ArrayList<>();
    parts.add(
        Html.of(
            "h3",
            Tables.name(rule.id()),
            Html.text(" "),
            Tables.mark(WireName.of(rule.gate()), looks(rule.gate()))));
    rule.words().forEach(line -> parts.add(Html.of("p", Runs.of(line))));
    parts.add(Html.of("details", Html.of("summary", "When it matches"), Runs.passage(rule.when())));
    parts.add(Html.of("p", "Matched " + rule.matched() + " of " + counted + ".").classed("small"));
    return Html.of("section", parts).classed("paper");
  }

  private static String looks(Gate gate) {
    return switch (gate) {
      case ALLOW -> "good";
      case ASK -> "warning";
      case REFUSE -> "danger";
    };
  }
}
