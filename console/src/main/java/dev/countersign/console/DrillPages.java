package dev.countersign.console;

import dev.countersign.breakglass.DrillFinding;
import dev.countersign.breakglass.DrillFinding.Status;
import dev.countersign.breakglass.Drills;
import dev.countersign.breakglass.GlassDrill.Report;
import dev.countersign.card.AskLimit;
import dev.countersign.card.PasskeyDesk.Checked;
import dev.countersign.card.PasskeyDesk.Deed;
import dev.countersign.card.VisibleText;
import dev.countersign.json.WireName;
import dev.countersign.passkey.Bound.Purpose;
import dev.countersign.people.ConsoleRole;
import dev.countersign.proposal.PersonId;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The drill: everybody tries their passkey, and whoever has to do with break-glass sees what would
/// keep people from it.
final class DrillPages implements Page.WithForms {
  static final String PATH = "/drill";

  /// Tries of one account in [AskLimit#SPAN]: each is written down for good.
  static final int MOST_TRIES = 5;

  private static final String TITLE = "Drill";

  private final Drills drills;
  private final PasskeyPages passkeys;
  private final AskLimit limit;

  private DrillPages(Drills drills, PasskeyPages passkeys, InstantSource clock) {
    this.drills = drills;
    this.passkeys = passkeys;
    this.limit = new AskLimit(clock, MOST_TRIES);
  }

  static List<Route> routes(Drills drills, PasskeyPages passkeys, InstantSource clock) {
    return List.of(Route.of(PATH, new DrillPages(drills, passkeys, clock)).inNavigation(TITLE));
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    show(asked, "");
  }

  @Override
  public List<String> typedIn() {
    return List.of();
  }

  @Override
  public void refuseStale(PageRequest asked, SentForm sent) throws IOException {
    show(asked, SentForm.STALE);
  }

  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    show(asked, tried(asked.who(), sent.form()));
  }

  private String tried(Visitor who, FormBody form) {
    if (limit.ask(who.account().toString()) != AskLimit.Turn.TAKEN) {
      return "You tried more than " + MOST_TRIES + " times in a minute. Please wait for one.";
    }
    return switch (passkeys.check(who, form, new Deed(Purpose.DRILL, "")).orElse(null)) {
      case null -> "No passkey was used, so nothing was noted. Please press once more.";
      case Checked.Not(var words) -> words;
      case Checked.Proven(var check) -> drills.tried(who.account(), check);
    };
  }

  /// @param said what came of what was sent; may be empty
  private void show(PageRequest asked, String said) throws IOException {
    Visitor who = asked.who();
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    if (!said.isEmpty()) {
      parts.add(Frame.notice(said));
    }
    parts.add(
        Html.of(
            "p",
            "What an outage would need is tried here while everything works. Nothing is approved,"
                + " executed or counted as a use of anything."));
    parts.add(trying(who));
    drills.look(who.account(), looksAfter(who)).ifPresent(report -> parts.addAll(found(report)));
    asked.answers().page(HttpServletResponse.SC_OK, TITLE, Optional.of(who), parts);
  }

  private static boolean looksAfter(Visitor who) {
    return who.roles().contains(ConsoleRole.ADMIN) || who.roles().contains(ConsoleRole.AUDITOR);
  }

  private static Html trying(Visitor who) {
    return Html.of(
            "section",
            Html.of("h2", "Your passkey"),
            PasskeyForms.drilling(
                    Html.of("form", Frame.key(who)).with("method", "post").with("action", PATH))
                .and(
                    Html.of(
                        "p",
                        "Your device signs that this is a drill, which is good for nothing else. It"
                            + " is written down with your name."))
                .and(Html.of("button", "Try my passkey").with("type", "submit").classed("primary")))
        .classed("decide");
  }

  private static List<Html> found(Report report) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h2", "Break-glass"));
    parts.add(
        report.ready().isEmpty()
            ? Html.of("p", "Nobody could use break-glass now.").classed("glass")
            : Html.of(
                "p",
                Html.text("Could use it now: "),
                Tables.names(report.ready().stream().map(PersonId::value), "")));
    parts.addAll(found(report.findings()));
    parts.add(
        Html.of(
                "p",
                "No request is looked at, so whom an action bears on is not known here. The same at"
                    + " a shell: countersign drill break-glass.")
            .classed("small"));
    return parts;
  }

  /// What would fail, then what is weak; the rest behind a line that opens it.
  private static List<Html> found(List<DrillFinding> findings) {
    List<Html> parts = new ArrayList<>();
    List<DrillFinding> troubles =
        findings.stream()
            .filter(one -> one.status() != Status.OK)
            .sorted(Comparator.comparing(DrillFinding::status).reversed())
            .toList();
    if (!troubles.isEmpty()) {
      parts.add(rows(troubles));
    }
    List<DrillFinding> fine = findings.stream().filter(one -> one.status() == Status.OK).toList();
    parts.add(Html.of("details", Html.of("summary", "In order: " + fine.size()), rows(fine)));
    return parts;
  }

  private static Html rows(List<DrillFinding> findings) {
    return Html.of("ul", findings.stream().map(DrillPages::row).toList()).classed("flaws");
  }

  private static Html row(DrillFinding found) {
    List<Html> parts = new ArrayList<>();
    parts.add(Tables.mark(WireName.of(found.status()).replace('_', ' '), looks(found.status())));
    parts.add(Html.text(" " + WireName.of(found.subject())));
    found
        .person()
        .ifPresent(id -> {
          parts.add(Html.text(" "));
          parts.add(Tables.name(id.value()));
        });
    parts.add(Html.text(": "));
    parts.add(words(found.said()));
    if (!found.todo().isEmpty()) {
      parts.add(Html.text(". To do: "));
      parts.add(words(found.todo()));
    }
    parts.add(Html.text("."));
    return Html.of("li", parts);
  }

  /// Some of it is out of files.
  private static Html words(String text) {
    return Html.of("span", VisibleText.onOneLine(text).text()).classed("s").with("dir", "auto");
  }

  private static String looks(Status status) {
    return switch (status) {
      case OK -> "good";
      case WEAK -> "warning";
      case WOULD_FAIL -> "danger";
    };
  }
}
