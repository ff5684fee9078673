package dev.countersign.console;

import dev.countersign.card.FreezeReviewDesk;
import dev.countersign.card.FreezeReviewDesk.Told;
import dev.countersign.card.PasskeyDesk.Checked;
import dev.countersign.card.PasskeyDesk.Deed;
import dev.countersign.card.Run;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.freeze.Freezing;
import dev.countersign.passkey.Bound.Purpose;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is frozen, for everybody who is signed in; where one person freezes, and where one lifts it
/// with a passkey. Whether they may is judged in the commit.
final class FreezePages implements Page.WithForms {
  static final String PATH = "/freezes";

  private static final String TITLE = "Freezes";
  private static final String SCOPE = "scope";
  private static final String WHY = "why";

  /// Longer than any scope that there can be.
  private static final int LONGEST_SCOPE = 200;

  private final FreezeReviewDesk desk;
  private final PasskeyPages passkeys;

  private FreezePages(FreezeReviewDesk desk, PasskeyPages passkeys) {
    this.desk = desk;
    this.passkeys = passkeys;
  }

  static List<Route> routes(FreezeReviewDesk desk, PasskeyPages passkeys) {
    return List.of(Route.of(PATH, new FreezePages(desk, passkeys)).inNavigation(TITLE));
  }

  @Override
  public List<String> typedIn() {
    return List.of(SCOPE, WHY);
  }

  /// What was typed, for the page that comes back.
  private record Typed(String scope, String why) {
    static final Typed NOTHING = new Typed(FreezeScope.EVERYTHING.toString(), "");

    static Typed in(FormBody form) {
      return form.fields().containsKey(SCOPE)
          ? new Typed(form.text(SCOPE), form.text(WHY))
          : NOTHING;
    }
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    show(asked, "", Typed.NOTHING);
  }

  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    FormBody form = sent.form();
    if (!form.fields().containsKey(SCOPE)) {
      show(asked, lifted(asked.who(), form), Typed.NOTHING);
      return;
    }
    Told told = desk.freeze(asked.who().account(), form.text(SCOPE), form.text(WHY));
    show(asked, told.words(), told.done() ? Typed.NOTHING : Typed.in(form));
  }

  @Override
  public void refuseStale(PageRequest asked, SentForm sent) throws IOException {
    show(asked, SentForm.STALE, Typed.in(sent.form()));
  }

  private String lifted(Visitor who, FormBody form) {
    Optional<Integer> number = PasskeyForms.number(form);
    Optional<Checked> checked =
        number.flatMap(
            freeze -> passkeys.check(who, form, new Deed(Purpose.LIFT_FREEZE, freeze.toString())));
    if (number.isEmpty() || checked.isEmpty()) {
      return "Nothing was lifted: that takes a passkey of yours.";
    }
    return switch (checked.get()) {
      case Checked.Not(var words) -> words;
      case Checked.Proven(var check) -> desk.lift(who.account(), number.get(), check);
    };
  }

  /// @param said what came of what was sent; may be empty
  private void show(PageRequest asked, String said, Typed typed) throws IOException {
    Freezing now = desk.now();
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    if (!said.isEmpty()) {
      parts.add(Frame.notice(said));
    }
    parts.add(
        Html.of(
            "p",
            now.inForce().isEmpty()
                ? "Nothing is frozen. Who may freeze does so here or in a chat, and an"
                    + " administrator with countersign freeze."
                : "Nothing that these cover is granted or executed. Two people who may freeze lift"
                    + " one in a chat, or one of them here, with a passkey."));
    if (!now.inForce().isEmpty()) {
      parts.add(
          Html.of("ul", now.inForce().stream().map(freeze -> row(asked.who(), freeze)).toList())
              .classed("rows"));
    }
    if (desk.mayFreeze(asked.who().account())) {
      parts.add(freezing(asked.who(), typed));
    }
    asked.answers().page(HttpServletResponse.SC_OK, TITLE, Optional.of(asked.who()), parts);
  }

  private static Html freezing(Visitor who, Typed typed) {
    return Html.of(
            "form",
            Frame.key(who),
            Html.of("h2", "Freeze"),
            Html.of(
                "p",
                "From then on nothing that it covers is granted or executed. It takes you alone."),
            Html.of("label", "What").with("for", SCOPE),
            Html.of("input")
                .with("id", SCOPE)
                .with("name", SCOPE)
                .with("value", typed.scope())
                .with("maxlength", Integer.toString(LONGEST_SCOPE))
                .with("aria-describedby", "scopes")
                .with("autocapitalize", "none")
                .with("spellcheck", "false")
                .with("required"),
            Html.of("p", FreezeScope.SPELLING + ".").with("id", "scopes").classed("small"),
            Html.of("label", "Why, on one line that everybody reads").with("for", WHY),
            Html.of("input")
                .with("id", WHY)
                .with("name", WHY)
                .with("value", typed.why())
                .with("maxlength", Integer.toString(Freeze.LONGEST_REASON))
                .with("required"),
            Html.of("button", "Freeze it now").with("type", "submit").classed("danger"))
        .with("method", "post")
        .with("action", PATH)
        .classed("paper");
  }

  private static Html row(Visitor who, Freeze freeze) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("p", Runs.of(said(freeze))).classed("headline"));
    parts.add(Html.of("p", Runs.of(List.of(Run.words("Why: "), Run.supplied(freeze.reason())))));
    parts.add(
        PasskeyForms.lifting(
                Html.of("form", Frame.key(who)).with("method", "post").with("action", PATH),
                freeze.number())
            .and(
                Html.of("button", "Lift with passkey")
                    .with("type", "submit")
                    .with("aria-label", "Lift freeze number " + freeze.number() + " with passkey")
                    .classed("danger")));
    return Html.of("li", parts);
  }

  private static List<Run> said(Freeze freeze) {
    List<Run> line = new ArrayList<>();
    line.add(Run.words("🧊 Frozen: "));
    line.add(Run.supplied(freeze.scope().toString(), Run.Emphasis.CODE));
    line.add(Run.words(", number " + freeze.number()));
    if (freeze.proven()) {
      line.add(Run.words(", by "));
      line.add(Run.supplied(freeze.by().name()));
      line.add(Run.words(" since "));
      line.add(new Run.Moment(freeze.since()));
    }
    return List.copyOf(line);
  }

  /// What every page begins with while something is frozen.
  static Optional<Html> banner(Freezing now) {
    if (now.inForce().isEmpty()) {
      return Optional.empty();
    }
    int many = now.inForce().size();
    return Optional.of(
        Html.of(
                "p",
                many == 1
                    ? Html.of("span", Runs.of(said(now.inForce().getFirst())))
                    : Html.text("🧊 " + many + " freezes are on"),
                Html.text(". "),
                Html.link(PATH, "What does not run"))
            .classed("frozen"));
  }
}
