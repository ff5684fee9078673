package dev.countersign.console;

import dev.countersign.card.ConsoleAddress;
import dev.countersign.card.Intervention;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.InterventionDesk.Answer;
import dev.countersign.card.InterventionDesk.Opened;
import dev.countersign.card.InterventionForm;
import dev.countersign.card.UnknownDesk;
import dev.countersign.card.UnknownDesk.Listing;
import dev.countersign.card.UnknownDesk.Row;
import dev.countersign.proposal.ProposalId;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was executed, and nobody knows whether it happened: what is known of each, and the form in
/// which a person says what they found. It goes to the desk that takes it from a chat.
final class UnknownPages implements Page.WithForms {
  static final String PATH = ConsoleAddress.UNKNOWN;
  private static final String TITLE = "Outcome unknown";
  private static final String AFTER = "after";
  private static final String REQUEST = "request";
  private static final String SEAL = "seal";
  private static final String CHOICE = "choice";

  private final UnknownDesk unknown;
  private final InterventionDesk interventions;

  private UnknownPages(UnknownDesk unknown, InterventionDesk interventions) {
    this.unknown = unknown;
    this.interventions = interventions;
  }

  static List<Route> routes(UnknownDesk unknown, InterventionDesk interventions) {
    return List.of(Route.of(PATH, new UnknownPages(unknown, interventions)).inNavigation(TITLE));
  }

  /// What somebody sent, to be filled in again.
  private record Typed(String request, String choice, String note) {
    static final Typed NOTHING = new Typed("", "", "");
  }

  @Override
  public List<String> typedIn() {
    return List.of(ReviewPage.NOTE);
  }

  @Override
  public void show(PageRequest asked) throws IOException {
    page(asked, "", Typed.NOTHING);
  }

  @Override
  public void refuseStale(PageRequest asked, SentForm sent) throws IOException {
    page(asked, SentForm.STALE, typed(sent.form()));
  }

  @Override
  public void take(PageRequest asked, SentForm sent) throws IOException {
    FormBody form = sent.form();
    Answer answer =
        interventions.send(
            new InterventionDesk.Sent(
                Intervention.RECONCILE,
                asked.who().account(),
                form.text(REQUEST),
                form.filled(CHOICE),
                form.filled(ReviewPage.NOTE),
                sent.digest(),
                form.text(SEAL)));
    page(asked, answer.words(), answer instanceof Answer.Done ? Typed.NOTHING : typed(form));
  }

  private static Typed typed(FormBody form) {
    return new Typed(form.text(REQUEST), form.text(CHOICE), form.text(ReviewPage.NOTE));
  }

  private void page(PageRequest asked, String said, Typed typed) throws IOException {
    Listing listing = unknown.list(asked.who().account(), asked.query().text(AFTER));
    String here = ProposalId.parse(asked.query().text(AFTER)).map(UnknownPages::after).orElse(PATH);
    List<Html> parts = new ArrayList<>();
    if (!said.isEmpty()) {
      parts.add(Frame.notice(said));
    }
    boolean fits =
        listing.rows().stream()
            .anyMatch(row -> row.form().isPresent() && row.id().value().equals(typed.request()));
    if (!fits) {
      parts.addAll(Frame.kept(typed.note()));
    }
    parts.add(Html.of("h1", TITLE));
    parts.add(
        Html.of(
            "p",
            "Each of these was sent once, and nobody knows whether it happened; it is not repeated."
                + " Look in the target system, and say what you found: it stands as your word, and"
                + " the agent reads it."));
    if (listing.rows().isEmpty()) {
      parts.add(
          Html.of(
                  "p",
                  listing.next().isPresent()
                      ? "None on this page that you may see."
                      : "There is none that you may see.")
              .classed("empty"));
    }
    parts.add(
        Html.of(
                "ul",
                listing.rows().stream().map(row -> row(asked.who(), row, here, typed)).toList())
            .classed("rows"));
    listing.next().ifPresent(next -> parts.add(Html.of("p", Html.link(after(next), "More"))));
    asked.answers().page(HttpServletResponse.SC_OK, TITLE, Optional.of(asked.who()), parts);
  }

  private static String after(ProposalId last) {
    return PATH + "?" + AFTER + "=" + last;
  }

  private static Html row(Visitor who, Row row, String here, Typed typed) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.link(OwnPath.of(row.id()), row.headline()).classed("headline"));
    row.lines().forEach(line -> parts.add(Html.of("p", Runs.of(line))));
    row.form().ifPresent(form -> parts.add(form(who, row, form, here, typed)));
    if (!row.whyNot().isEmpty()) {
      parts.add(Html.of("p", row.whyNot()).classed("small"));
    }
    return Html.of("li", parts);
  }

  private static Html form(Visitor who, Row row, Opened.Form opened, String here, Typed typed) {
    InterventionForm form = opened.form();
    boolean again = row.id().value().equals(typed.request());
    String id = "note-" + row.id();
    Html.Element filled =
        Html.of(
                "form",
                Frame.key(who),
                Frame.hidden(REQUEST, row.id().value()),
                Frame.hidden(SEAL, opened.seal()))
            .with("method", "post")
            .with("action", here);
    if (form.choice().isPresent()) {
      filled = filled.and(choices(form.choice().get(), again ? typed.choice() : ""));
    }
    Html.Element note =
        Html.of("textarea", again ? typed.note() : "")
            .with("id", id)
            .with("name", ReviewPage.NOTE)
            .with("rows", "3")
            .with("maxlength", Integer.toString(form.note().longest()))
            .with("required");
    Html.Element details =
        Html.of(
            "details",
            Html.of("summary", form.title() + "…"),
            filled
                .and(Html.of("label", form.note().label()).with("for", id))
                .and(note)
                .and(Html.of("button", form.send()).with("type", "submit").classed("primary")));
    return again ? details.with("open") : details;
  }

  private static Html choices(InterventionForm.Choice choice, String chosen) {
    List<Html> parts = new ArrayList<>();
    parts.add(Html.of("legend", choice.label()));
    for (String value : choice.values()) {
      Html.Element radio =
          Html.of("input")
              .with("type", "radio")
              .with("name", CHOICE)
              .with("value", value)
              .with("required");
      parts.add(
          Html.of(
              "label",
              value.equals(chosen) ? radio.with("checked") : radio,
              Html.text(" " + value)));
    }
    return Html.of("fieldset", parts);
  }
}
