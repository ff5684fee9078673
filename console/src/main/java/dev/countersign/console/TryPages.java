package dev.countersign.console;

import dev.countersign.card.AskLimit;
import dev.countersign.card.VisibleText;
import dev.countersign.overview.EvaluationDesk;
import dev.countersign.overview.EvaluationDesk.Evaluated;
import dev.countersign.people.ConsoleRole;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalError;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where somebody pastes a proposal and reads what would become of it. Nothing is stored.
final class TryPages implements Page.WithForms {
  static final String PATH = "/try";
  static final String AGENT = "agent";
  static final String PROPOSAL = "proposal";

  /// Form encoding makes up to three bytes of one.
  static final int MOST_BYTES = 3 * EvaluationDesk.MOST_BYTES;

  /// Those of `docs/examples`, one of each class.
  static final List<String> EXAMPLES =
      List.of("refund", "customer-message", "internal-note", "merge-tool-call");

  private static final String TITLE = "Try a proposal";

  private final EvaluationDesk desk;
  private final AskLimit limit;

  /// @param limit of what one person tries
  TryPages(EvaluationDesk desk, AskLimit limit) {
    this.desk = desk;
    this.limit = limit;
  }

  List<Route> routes() {
    return List.of(
        Route.of(PATH, this).onlyFor(ConsoleRole.ADMIN, ConsoleRole.DEVELOPER).inNavigation(TITLE));
  }

  @Override
  public List<String> typedIn() {
    return List.of(PROPOSAL);
  }

  @Override
  public int mostBytes() {
    return MOST_BYTES;
  }

  /// What somebody filled in.
  private record Typed(String agent, String proposal) {}

  @Override
  public void show(PageRequest asked) throws IOException {
    String example = asked.query().text("example");
    String proposal =
        EXAMPLES.contains(example)
            ? new String(Console.file("examples/" + example + ".json"), StandardCharsets.UTF_8)
            : "";
    answer(asked, Optional.empty(), new Typed("", proposal));
  }

  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    Typed typed = new Typed(sent.form().text(AGENT), sent.form().text(PROPOSAL));
    if (limit.ask(asked.who().account().toString()) != AskLimit.Turn.TAKEN) {
      answer(
          asked,
          Optional.of(
              Frame.notice(
                  "You tried more than "
                      + AskLimit.MOST
                      + " proposals in a minute. Please wait for one.")),
          typed);
      return;
    }
    answer(
        asked,
        Optional.of(
            Html.of("div", found(desk.evaluate(typed.agent(), typed.proposal()))).classed("found")),
        typed);
  }

  @Override
  public void refuseStale(PageRequest asked, SentForm sent) throws IOException {
    answer(
        asked,
        Optional.of(Frame.notice(SentForm.STALE)),
        new Typed(sent.form().text(AGENT), sent.form().text(PROPOSAL)));
  }

  private void answer(PageRequest asked, Optional<Html> found, Typed typed) throws IOException {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    parts.add(
        Html.of(
            "p",
            "What would become of it as things stand now: the ruling, why, who would be asked, and"
                + " what they would read. Nothing is stored, and nobody is asked."));
    List<Html> sides = new ArrayList<>();
    found.ifPresent(sides::add);
    sides.add(form(asked.who(), typed));
    parts.add(Html.of("div", sides).classed("split"));
    asked.answers().page(HttpServletResponse.SC_OK, TITLE, Optional.of(asked.who()), parts);
  }

  private Html form(Visitor who, Typed typed) {
    List<Html> agents = desk.agents().stream().map(agent -> option(agent, typed.agent())).toList();
    List<Html> examples = new ArrayList<>();
    examples.add(Html.text("Examples: "));
    for (String example : EXAMPLES) {
      examples.add(Html.link(PATH + "?example=" + example, example.replace('-', ' ')));
      examples.add(Html.text(" "));
    }
    examples.add(Html.text("They name connections and hosts that yours may not have."));
    return Html.of(
            "form",
            Frame.key(who),
            Html.of("label", "As which agent").with("for", AGENT),
            Html.of("select", agents).with("id", AGENT).with("name", AGENT).with("required"),
            Html.of("label", "Proposal, as an agent sends it (JSON)").with("for", PROPOSAL),
            Html.of("textarea", typed.proposal())
                .with("id", PROPOSAL)
                .with("name", PROPOSAL)
                .with("rows", "22")
                .with("spellcheck", "false")
                .with("required")
                .classed("code"),
            Html.of("p", examples).classed("small"),
            connections(),
            Html.of("button", "Show what would happen").with("type", "submit").classed("primary"))
        .with("method", "post")
        .with("action", PATH)
        .classed("paper");
  }

  private Html connections() {
    List<Html> names = new ArrayList<>();
    List<String> known = desk.connections();
    names.add(
        Html.text(
            known.isEmpty()
                ? "There is no connection here that target_system could name."
                : "target_system names a connection of this deployment: "));
    for (String name : known) {
      names.add(Html.of("code", VisibleText.onOneLine(name).text()));
      names.add(Html.text(" "));
    }
    return Html.of("p", names).classed("small");
  }

  private static Html option(AgentId agent, String chosen) {
    Html.Element option = Html.of("option", agent.value()).with("value", agent.value());
    return agent.value().equals(chosen) ? option.with("selected") : option;
  }

  static List<Html> found(Evaluated evaluated) {
    return switch (evaluated) {
      case Evaluated.NoSuchAgent _ ->
          List.of(Frame.notice("There is no agent of this name, so nothing was evaluated."));
      case Evaluated.NotTaken not -> List.of(notTaken(not));
      case Evaluated.Ruled(var ruling, var card, var answer) -> {
        List<Html> parts = new ArrayList<>();
        parts.add(PageRenderer.drawn(ruling));
        card.ifPresent(view -> {
          parts.add(Html.of("h2", "What those would read who are asked"));
          parts.add(PageRenderer.drawn(view));
        });
        parts.add(
            Html.of(
                "details",
                Html.of("summary", "What the agent reads: POST /v1/evaluations"),
                Runs.passage(answer)));
        yield parts;
      }
    };
  }

  private static Html notTaken(Evaluated.NotTaken not) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h2", "This would not be taken"));
    parts.add(Html.of("p", Html.of("code", not.code()), Html.text(": " + not.detail() + ".")));
    if (!not.errors().isEmpty()) {
      parts.add(Html.of("ul", not.errors().stream().map(TryPages::error).toList()));
    }
    return Html.of("section", parts).classed("card danger");
  }

  private static Html error(ProposalError error) {
    return Html.of(
        "li",
        Html.of(
                "code",
                VisibleText.onOneLine(error.pointer().isEmpty() ? "/" : error.pointer()).text())
            .classed("s")
            .with("dir", "auto"),
        Html.text(" " + error.detail() + " ("),
        Html.of("code", error.code()),
        Html.text(")"));
  }
}
