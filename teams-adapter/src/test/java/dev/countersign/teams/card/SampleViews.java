package dev.countersign.teams.card;

import dev.countersign.card.Button;
import dev.countersign.card.Button.Confirm;
import dev.countersign.card.Button.Look;
import dev.countersign.card.CardView;
import dev.countersign.card.Form;
import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RejectReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Views by hand, for what the core's own cards do not happen to have.
final class SampleViews {
  static final ProposalId REQUEST = new ProposalId("prop_01JD9Q7Z3M8V5K2N4R6T8W0XYZ");

  static final String HOSTILE =
      "**bold** [our site](https://evil.example) <at>Maya</at> {{DATE(2026-01-01)}} "
          + "<https://evil.example|x> &lt; \u202egnorw\u200b\r\n\n\t- # 1. `code`  \u05d0\u05d1";

  private SampleViews() {}

  static CardView pending(Section... sections) {
    return pending("📤 Send customer email", buttons(), List.of(sections));
  }

  static CardView pending(String heading, List<Button> buttons, List<Section> sections) {
    return new CardView(
        REQUEST,
        1,
        2,
        Tone.WARNING,
        heading,
        "HIGH RISK: Send customer email (" + REQUEST + " rev 1). Decide by 15:25 UTC.",
        sections,
        buttons,
        "Policy ext-message · any 1 of support-leads · sha-256:9f2c…41ab");
  }

  static CardView verbatim(String text) {
    return pending(new Section.Verbatim("Exact request", text));
  }

  /// The text wherever a card can have supplied text, in every emphasis.
  static CardView everywhere(String text) {
    List<Run> emphasised =
        List.of(Emphasis.values()).stream().<Run>map(how -> Run.supplied(text, how)).toList();
    List<Run> passages =
        List.of(Emphasis.values()).stream().<Run>map(how -> Run.passage(text, how)).toList();
    return pending(
        Section.Lines.of(List.of(Run.strong("Why: "), Run.supplied(text))),
        Section.Lines.of(
            List.of(
                new Run.Human(text, Set.of(new AccountId(Surface.TEAMS, "6b0a", "91c2"))),
                Run.words(" at "),
                new Run.Moment(Instant.parse("2026-11-23T15:25:59Z")))),
        new Section.Quote("Exact email", passages),
        new Section.Bullets("Exact change", List.of(emphasised, List.of(Run.supplied(text)))),
        new Section.Verbatim("Exact request", text),
        new Section.Note("2 commitments highlighted"));
  }

  /// Everything that a form can ask for.
  static CardView forms() {
    return pending(Section.Lines.of(List.of(Run.strong("Why: "), Run.supplied("because"))));
  }

  static List<Button> buttons() {
    return List.of(
        new Button(
            Decision.APPROVE,
            "Approve & send",
            Look.PRIMARY,
            Optional.of(
                new Confirm(
                    "Approve & send?",
                    "Email 2 people outside your company, exactly as shown. This can’t be undone.",
                    "Approve & send",
                    "Go back")),
            Optional.empty()),
        new Button(
            Decision.RETURN,
            "Request changes…",
            Look.PLAIN,
            Optional.empty(),
            Optional.of(
                new Form(
                    "Request changes",
                    List.of(),
                    new Form.Note("What should change?", true, "Tell the agent what to change"),
                    "Send to agent"))),
        new Button(
            Decision.REJECT,
            "Reject…",
            Look.DANGER,
            Optional.empty(),
            Optional.of(
                new Form(
                    "Reject",
                    List.of(
                        new Form.Choice(RejectReason.WRONG_CONTENT, "Wrong content or amount"),
                        new Form.Choice(RejectReason.NOT_ENOUGH_CONTEXT, "Not enough context"),
                        new Form.Choice(RejectReason.AGAINST_POLICY, "Against policy"),
                        new Form.Choice(RejectReason.NO_LONGER_NEEDED, "No longer needed")),
                    new Form.Note("Note (optional)", false, ""),
                    "Reject"))));
  }
}
