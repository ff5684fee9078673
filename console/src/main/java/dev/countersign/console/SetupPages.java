package dev.countersign.console;

import dev.countersign.json.WireName;
import dev.countersign.overview.AgentsDesk;
import dev.countersign.overview.ConnectionsDesk;
import dev.countersign.people.ConsoleRole;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which connections and agents there are: never a secret, a digest of one, or where one is kept.
final class SetupPages {
  static final String CONNECTIONS = "/connections";
  static final String AGENTS = "/agents";

  private final ConnectionsDesk connections;
  private final AgentsDesk agents;

  private SetupPages(ConnectionsDesk connections, AgentsDesk agents) {
    this.connections = connections;
    this.agents = agents;
  }

  static List<Route> routes(ConnectionsDesk connections, AgentsDesk agents) {
    SetupPages pages = new SetupPages(connections, agents);
    return List.of(
        Route.of(CONNECTIONS, pages::connections)
            .onlyFor(ConsoleRole.ADMIN, ConsoleRole.DEVELOPER, ConsoleRole.AUDITOR)
            .inNavigation("Connections"),
        Route.of(AGENTS, pages::agents)
            .onlyFor(ConsoleRole.ADMIN, ConsoleRole.DEVELOPER, ConsoleRole.AUDITOR)
            .inNavigation("Agents"));
  }

  private void connections(PageRequest asked) throws IOException {
    asked
        .answers()
        .page(
            HttpServletResponse.SC_OK,
            "Connections",
            Optional.of(asked.who()),
            parts(connections.list()));
  }

  private void agents(PageRequest asked) throws IOException {
    asked
        .answers()
        .page(HttpServletResponse.SC_OK, "Agents", Optional.of(asked.who()), parts(agents.list()));
  }

  static List<Html> parts(List<ConnectionsDesk.Line> lines) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", "Connections"));
    parts.add(
        Html.of(
            "p",
            lines.isEmpty()
                ? "There is none: nothing can be proposed."
                : "All destinations that exist for the gate. Whether a target answers is said by"
                    + " countersign connections check."));
    parts.add(Html.of("div", lines.stream().map(SetupPages::connection).toList()).classed("tiles"));
    return parts;
  }

  private static Html connection(ConnectionsDesk.Line line) {
    List<Html> head = new ArrayList<>();
    head.add(Tables.name(line.name()));
    head.add(Html.text(" "));
    head.add(Tables.mark(line.kind(), ""));
    head.add(Html.text(" "));
    head.add(Tables.mark(WireName.of(line.environment()), ""));
    head.addAll(frozen(line.frozen()));
    List<Html> last = new ArrayList<>();
    if (line.last().isPresent()) {
      last.add(Html.text("Last used "));
      last.add(Runs.moment(line.last().get()));
    } else {
      last.add(Html.text("Not used lately"));
    }
    return Html.of(
            "section",
            Html.of("h2", head),
            Tables.facts(line.facts()),
            Html.of("p", last).classed("small"))
        .classed("paper");
  }

  private static List<Html> frozen(List<Integer> numbers) {
    List<Html> marks = new ArrayList<>();
    numbers.forEach(number -> {
      marks.add(Html.text(" "));
      marks.add(Tables.mark("frozen by " + number, "danger"));
    });
    return marks;
  }

  static List<Html> parts(AgentsDesk.Listing listing) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", "Agents"));
    parts.add(
        Html.of(
            "p",
            "Each may send "
                + listing.burst()
                + " requests at once, then "
                + listing.perSecond()
                + " a second, to each process of the gate; "
                + listing.openMost()
                + " of its requests may wait for people."));
    parts.add(
        Tables.of(
            List.of(
                "Agent", "Owner", "Key", "Scopes", "May propose", "Acts in", "Waiting", "Stands"),
            listing.agents().stream().map(SetupPages::agent).toList()));
    parts.add(
        Html.of("p", "A key here is its public part. The secret part is kept nowhere.")
            .classed("small"));
    return parts;
  }

  private static List<Html> agent(AgentsDesk.Line line) {
    List<Html> key = new ArrayList<>();
    key.add(Tables.name(line.key().value()));
    if (!line.opens()) {
      key.add(Html.text(", without a secret: nobody passes"));
    } else if (line.keySet().isPresent()) {
      key.add(Html.text(", made "));
      key.add(Runs.moment(line.keySet().get()));
    }
    List<Html> stands = new ArrayList<>(frozen(line.frozen()));
    if (stands.isEmpty()) {
      stands.add(Html.text("not frozen"));
    }
    if (line.mustNamePerson()) {
      stands.add(Html.text(", has to name a person"));
    }
    return List.of(
        Tables.name(line.id().value()),
        Html.of("span", Runs.of(List.of(line.owner()))),
        Html.of("span", key),
        Tables.names(line.scopes().stream().sorted(), "none"),
        Tables.names(line.mayPropose().stream().map(WireName::of).sorted(), "nothing"),
        Tables.names(line.environments().stream().map(WireName::of).sorted(), "nothing"),
        Tables.number(line.open()),
        Html.of("span", stands));
  }
}
