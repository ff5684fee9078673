package dev.countersign.console;

import dev.countersign.card.BreakGlassDesk;
import dev.countersign.card.BreakGlassDesk.Offer;
import dev.countersign.card.BreakGlassDesk.Told;
import dev.countersign.card.BreakGlassDesk.Use;
import dev.countersign.card.PasskeyDesk.Checked;
import dev.countersign.card.PasskeyDesk.Deed;
import dev.countersign.passkey.Bound;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BrokenGlass;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The page on which one person stands in for the quorum of one request, and on which a use of that
/// is ended: all of the request, then what it takes.
final class BreakGlassPages implements Page.WithForms {
  static final String DEED = "deed";
  static final String USE = "use";
  static final String END = "end";
  static final String INCIDENT = "incident";
  static final String WHY = "why";
  static final String CARD = "card";
  static final String SEALED = "sealed";

  private static final String TITLE = "Break-glass";
  private static final int LONGEST_INCIDENT = 64;
  private static final String NO_PASSKEY =
      "This takes your passkey, so nothing was done. Please press once more, and let your device"
          + " check that it is you.";

  private final BreakGlassDesk desk;
  private final PasskeyPages passkeys;

  BreakGlassPages(BreakGlassDesk desk, PasskeyPages passkeys) {
    this.desk = desk;
    this.passkeys = passkeys;
  }

  /// What somebody typed, and is shown again.
  private record Typed(String incident, String why) {
    static Typed of(FormBody form) {
      return new Typed(form.text(INCIDENT), form.text(WHY));
    }

    private String kept() {
      return (incident + "\n\n" + why).strip();
    }
  }

  /// Where the page of this request leads whoever has something to do there; empty for everybody
  /// else.
  Optional<Html> link(Visitor who, ProposalId id) {
    return desk.leads(who.account(), id.value())
        ? Optional.of(
            Html.of("p", Html.link(OwnPath.breaking(id), "Break-glass: emergency use only"))
                .classed("glass"))
        : Optional.empty();
  }

  @Override
  public List<String> typedIn() {
    return List.of(INCIDENT, WHY);
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    String id = OwnPath.breaking(asked.path()).map(ProposalId::value).orElse("");
    FormBody query = asked.query();
    page(
        asked,
        "",
        new Typed(
            "", desk.carried(asked.who().account(), id, query.text(WHY), query.text(SEALED))));
  }

  @Override
  public void refuseStale(PageRequest asked, SentForm sent) throws IOException {
    page(asked, SentForm.STALE, Typed.of(sent.form()));
  }

  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    FormBody form = sent.form();
    String id = OwnPath.breaking(asked.path()).map(ProposalId::value).orElse("");
    switch (form.text(DEED)) {
      case USE -> {
        Told told = use(asked.who(), form, id);
        page(asked, told.words(), told.done() ? new Typed("", "") : Typed.of(form));
      }
      case END -> page(asked, desk.end(asked.who().account(), id).words(), new Typed("", ""));
      default -> page(asked, "", new Typed("", ""));
    }
  }

  private Told use(Visitor who, FormBody form, String id) {
    Optional<Checked> checked = passkeys.check(who, form, new Deed(Bound.Purpose.BREAK_GLASS, id));
    return switch (checked.orElse(null)) {
      case null -> new Told(false, "no_passkey", NO_PASSKEY);
      case Checked.Not(var words) -> new Told(false, "no_passkey", words);
      case Checked.Proven(var check) ->
          desk.use(
              who.account(),
              new Use(id, form.text(INCIDENT), form.text(WHY), form.text(CARD), check));
    };
  }

  private void page(PageRequest asked, String said, Typed typed) throws IOException {
    String id = OwnPath.breaking(asked.path()).map(ProposalId::value).orElse("");
    switch (desk.look(asked.who().account(), id)) {
      case Offer.Unknown(var words) ->
          asked.answers().notThere(asked, said.isEmpty() ? words : said, typed.kept());
      case Offer.Ending _ ->
          asked
              .answers()
              .page(
                  HttpServletResponse.SC_OK,
                  TITLE,
                  Optional.of(asked.who()),
                  ending(asked.who(), asked.path(), said));
      case Offer.Page page ->
          asked
              .answers()
              .page(
                  HttpServletResponse.SC_OK,
                  TITLE,
                  Optional.of(asked.who()),
                  parts(asked.who(), asked.path(), page, said, typed));
    }
  }

  private static List<Html> parts(
      Visitor who, String path, Offer.Page page, String said, Typed typed) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    if (!said.isEmpty()) {
      parts.add(Frame.notice(said));
    }
    if (page.ends()) {
      parts.add(ending(who, path));
    }
    if (page.sign().isPresent()) {
      parts.add(warning());
    } else {
      parts.addAll(Frame.kept(typed.kept()));
      if (!page.words().isEmpty() && !page.ends() && !said.equals(page.words())) {
        parts.add(Html.of("p", page.words() + " (" + page.code() + ")").classed("why"));
      }
    }
    parts.add(PageRenderer.drawn(page.card()));
    page.sign().ifPresent(bound -> parts.add(using(who, path, page, bound, typed)));
    return parts;
  }

  /// What it does, who is told and what stays, before anything of it is asked for.
  private static Html warning() {
    return Html.of(
            "div",
            Html.of(
                "p", "Emergency use only: you alone stand in for the quorum of this one action."),
            Html.of(
                "dl",
                Html.of("dt", "What happens"),
                Html.of(
                    "dd",
                    "The action runs once, within "
                        + BrokenGlass.LIFE.toSeconds()
                        + " seconds or never. Every other check stays."),
                Html.of("dt", "Who is told"),
                Html.of(
                    "dd",
                    "Security, at once, and everybody who sees the card of this request. Whoever"
                        + " has this right, or may freeze, can end it until it starts."),
                Html.of("dt", "What is written down"),
                Html.of(
                    "dd",
                    "Your name, the incident, your reason and what your passkey signs, for good. A"
                        + " retrospective is due within days; until it is filed you cannot use"
                        + " break-glass again.")))
        .classed("glass told");
  }

  private static Html using(Visitor who, String path, Offer.Page page, Bound bound, Typed typed) {
    Html.Element form =
        form(who, path, USE)
            .and(Frame.hidden(CARD, page.card().digest().value()))
            .and(
                Html.of("label", "Incident, as you track it, such as INC-2041")
                    .with("for", INCIDENT))
            .and(
                Html.of("input")
                    .with("id", INCIDENT)
                    .with("name", INCIDENT)
                    .with("value", typed.incident())
                    .with("maxlength", Integer.toString(LONGEST_INCIDENT))
                    .with("required"))
            .and(
                Html.of(
                        "label",
                        "Why can this not wait for an approver? One line of "
                            + BrokenGlass.SHORTEST_REASON
                            + " to "
                            + BrokenGlass.LONGEST_REASON
                            + " characters.")
                    .with("for", WHY))
            .and(
                Html.of("textarea", typed.why())
                    .with("id", WHY)
                    .with("name", WHY)
                    .with("rows", "4")
                    .with("minlength", Integer.toString(BrokenGlass.SHORTEST_REASON))
                    .with("maxlength", Integer.toString(BrokenGlass.LONGEST_REASON))
                    .with("required"))
            .and(Html.of("p", Frame.KEPT_IN_RECORD));
    return Html.of(
            "section",
            Html.of("h2", "Use break-glass"),
            PasskeyForms.breaking(form, bound)
                .and(
                    Html.of(
                        "p",
                        "Your passkey has this action run without an approval, within seconds"
                            + " unless somebody ends it. Security is told in the same moment."))
                .and(
                    Html.of("button", "Use break-glass with your passkey")
                        .with("type", "submit")
                        .classed("danger")))
        .classed("decide breaking")
        .with("id", "decide");
  }

  /// For whom it bears on: nothing but the way to end it.
  private static List<Html> ending(Visitor who, String path, String said) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("h1", TITLE));
    if (!said.isEmpty()) {
      parts.add(Frame.notice(said));
    }
    parts.add(
        Html.of(
            "p",
            "Somebody used break-glass on this request. It bears on you, so nothing of it is shown"
                + " here; you can end it all the same."));
    parts.add(ending(who, path));
    return parts;
  }

  private static Html ending(Visitor who, String path) {
    return form(who, path, END)
        .and(Html.of("p", "It has not run yet. Ending it now keeps it from running at all."))
        .and(Html.of("button", "End it now").with("type", "submit").classed("danger"))
        .classed("glass told");
  }

  private static Html.Element form(Visitor who, String path, String deed) {
    return Html.of("form", Frame.key(who), Frame.hidden(DEED, deed))
        .with("method", "post")
        .with("action", path);
  }
}
