package dev.countersign.console;

import dev.countersign.json.WireName;
import dev.countersign.overview.PeopleDesk;
import dev.countersign.overview.PeopleDesk.GroupLine;
import dev.countersign.overview.PeopleDesk.Listing;
import dev.countersign.overview.PeopleDesk.Origin;
import dev.countersign.overview.PeopleDesk.PersonLine;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who is who, by which accounts, and what is odd about it.
final class PeoplePages {
  static final String PATH = "/people";

  private static final String TITLE = "People and groups";

  private final PeopleDesk desk;

  private PeoplePages(PeopleDesk desk) {
    this.desk = desk;
  }

  static List<Route> routes(PeopleDesk desk) {
    return List.of(
        Route.of(PATH, new PeoplePages(desk)::show)
            .onlyFor(ConsoleRole.ADMIN, ConsoleRole.AUDITOR)
            .inNavigation("People"));
  }

  private void show(PageRequest asked) throws IOException {
    asked
        .answers()
        .page(
            HttpServletResponse.SC_OK,
            TITLE,
            Optional.of(asked.who()),
            parts(desk.list(asked.query().text("after"))));
  }

  static List<Html> parts(Listing listing) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    if (!listing.flaws().isEmpty()) {
      parts.add(Html.of("h2", "What is odd"));
      parts.add(Tables.flaws(listing.flaws()));
    }
    if (!listing.groups().isEmpty()) {
      parts.add(Html.of("h2", "Groups"));
      parts.add(
          Html.of("div", listing.groups().stream().map(PeoplePages::group).toList())
              .classed("tiles"));
    }
    parts.add(Html.of("h2", listing.all() == 1 ? "1 person" : listing.all() + " persons"));
    parts.add(
        Tables.of(
            List.of("Person", "Groups", "Slack", "Teams", "Console", "Passkeys", "Now"),
            listing.persons().stream().map(PeoplePages::person).toList()));
    listing
        .next()
        .ifPresent(after ->
            parts.add(
                Html.of("p", Html.link(PATH + "?after=" + after.value(), "Further persons"))));
    parts.add(
        Html.of(
                "p",
                "As people.yaml has it that was imported last, with what people linked by"
                    + " themselves since. It changes by an import.")
            .classed("small"));
    return parts;
  }

  private static Html group(GroupLine group) {
    List<Html> parts = new ArrayList<>();
    List<Html> head = new ArrayList<>();
    head.add(Tables.name(group.name().value()));
    group
        .role()
        .ifPresent(role -> {
          head.add(Html.text(" "));
          head.add(Tables.mark(WireName.of(role), ""));
        });
    parts.add(Html.of("h3", head));
    parts.add(
        Html.of(
            "p",
            (group.members() == 1 ? "1 member, " : group.members() + " members, ")
                + (group.asked()
                    ? group.able() + " can approve at this moment"
                    : "asked by no rule")));
    parts.add(Tables.facts(group.facts()));
    return Html.of("section", parts).classed("paper");
  }

  private static List<Html> person(PersonLine person) {
    return List.of(
        Html.of(
            "span",
            Runs.name(person.name()),
            Html.text(" "),
            Tables.name(person.id().value()),
            Html.text(" "),
            Tables.names(person.functions().stream(), "")),
        Tables.names(person.groups().stream().map(GroupName::value).sorted(), "none"),
        account(person, Surface.SLACK),
        account(person, Surface.TEAMS),
        account(person, Surface.CONSOLE),
        Html.text(
            person.waiting() == 0
                ? Integer.toString(person.passkeys())
                : person.passkeys() + ", and " + person.waiting() + " not yet"),
        now(person));
  }

  private static Html account(PersonLine person, Surface surface) {
    Origin origin = person.accounts().get(surface);
    return origin == null
        ? Html.text("none")
        : switch (origin) {
          case FILE -> Html.text("in the file");
          case LINKED -> Html.text("linked");
        };
  }

  private static Html now(PersonLine person) {
    List<Html> parts = new ArrayList<>();
    person
        .away()
        .ifPresent(until -> {
          parts.add(Html.text("away until "));
          parts.add(Runs.moment(until));
          person
              .instead()
              .ifPresentOrElse(
                  other -> {
                    parts.add(Html.text("; instead "));
                    parts.addAll(Runs.of(List.of(other)));
                  },
                  () -> parts.add(Html.text("; nobody instead")));
        });
    if (!person.standsInFor().isEmpty()) {
      parts.add(Html.text((parts.isEmpty() ? "" : "; ") + "stands in for "));
      for (int at = 0; at < person.standsInFor().size(); at++) {
        parts.add(Html.text(at == 0 ? "" : ", "));
        parts.addAll(Runs.of(List.of(person.standsInFor().get(at))));
      }
    }
    return parts.isEmpty() ? Html.text("there") : Html.of("span", parts);
  }
}
