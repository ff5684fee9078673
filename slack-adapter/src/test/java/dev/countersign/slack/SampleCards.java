package dev.countersign.slack;

import dev.countersign.card.Button;
import dev.countersign.card.Button.Confirm;
import dev.countersign.card.Button.Look;
import dev.countersign.card.CardView;
import dev.countersign.card.Forms;
import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Cards as the core would build them, one for each shape that a renderer meets.
final class SampleCards {
  static final String TEAM = "T0SANDBOX";
  static final ProposalId REQUEST = new ProposalId("prop_01JD9Q7Z3M8V5K2N4R6T8W0XYZ");

  private static final Run.Human MAYA =
      new Run.Human(
          "Maya Lindqvist",
          Set.of(
              new AccountId(Surface.SLACK, TEAM, "U0MAYA"),
              new AccountId(Surface.SLACK, TEAM, "W0MAYA"),
              new AccountId(Surface.SLACK, "T0OTHER", "U0AAAA"),
              new AccountId(Surface.TEAMS, "6b0a", "U0TEAMS")));

  private static final Run.Human TOMAS =
      new Run.Human("Tomás <@U0MAYA>", Set.of(new AccountId(Surface.TEAMS, "6b0a", "91c2")));

  private SampleCards() {}

  /// An outgoing message that waits for its first vote.
  static CardView message() {
    return pending(
        "📤 Send customer email",
        risk(),
        questions(),
        new Section.Quote(
            "Exact email",
            List.of(
                Run.strong("To: "),
                Run.supplied("dana@northwind.example"),
                Run.words("\n"),
                Run.strong("Subject: "),
                Run.supplied("Your duplicate charge"),
                Run.words("\n\n"),
                Run.part("We have refunded ", Emphasis.NONE),
                Run.part("$240.00", Emphasis.COMMITMENT),
                Run.part(" and ", Emphasis.NONE),
                Run.part("we guarantee", Emphasis.COMMITMENT),
                Run.passage(" it arrives. See https://help.example/refunds"))),
        new Section.Note("⚠️ 2 commitments highlighted: amount, guarantee"));
  }

  /// A record change with one of two votes given.
  static CardView change() {
    return pending(
        "✏️ Change billing terms",
        risk(),
        new Section.Bullets(
            "Exact change",
            List.of(
                List.of(
                    Run.words("🔒 "),
                    Run.supplied("credit_limit", Emphasis.CODE),
                    Run.words(": "),
                    Run.supplied("5000", Emphasis.STRUCK),
                    Run.words(" → "),
                    Run.supplied("25000", Emphasis.STRONG)),
                List.of(
                    Run.supplied("terms", Emphasis.CODE),
                    Run.words(": "),
                    Run.supplied("net 30", Emphasis.STRUCK),
                    Run.words(" → "),
                    Run.supplied("net 60", Emphasis.STRONG)))),
        Section.Lines.of(
            List.of(Run.words("Approvals ●○ 1 of 2: "), MAYA, Run.words(", "), TOMAS)));
  }

  /// An API call.
  static CardView call() {
    return pending(
        "🌐 Call api.billing.example",
        risk(),
        new Section.Verbatim(
            "Exact request",
            "POST https://api.billing.example/v1/refunds\n\n{\n\t\"amount\": 184000\n}"));
  }

  /// Rejected: no buttons any more.
  static CardView rejected() {
    return new CardView(
        REQUEST,
        1,
        4,
        Tone.NEUTRAL,
        "🚫 Rejected: customer email",
        "Rejected: Send customer email (" + REQUEST + " rev 1)",
        List.of(
            Section.Lines.of(
                List.of(
                    Run.words("By "),
                    MAYA,
                    Run.words(" at "),
                    new Run.Moment(Instant.parse("2026-11-23T15:05:00Z")),
                    Run.words(" · reason: "),
                    Run.strong("Wrong content or amount"))),
            new Section.Quote("Note", List.of(Run.passage("Billing shows $204.00, not $240.00.")))),
        List.of(),
        "Policy ext-message · sha-256:9f2c…41ab");
  }

  static CardView pending(String heading, Section... sections) {
    return pending(heading, buttons(), List.of(sections));
  }

  static CardView pending(String heading, List<Button> buttons, List<Section> sections) {
    return new CardView(
        REQUEST,
        1,
        2,
        Tone.WARNING,
        heading,
        "HIGH RISK: " + heading + " (" + REQUEST + " rev 1). Decide by 15:25 UTC.",
        sections,
        buttons,
        "Policy ext-message · any 1 of support-leads · sha-256:9f2c…41ab");
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
            Forms.of(Decision.RETURN)),
        new Button(
            Decision.REJECT, "Reject…", Look.DANGER, Optional.empty(), Forms.of(Decision.REJECT)));
  }

  private static Section risk() {
    return Section.Lines.of(
        List.of(
            Run.words("🟠 "),
            Run.strong("HIGH RISK"),
            Run.words("  ·  ⏳ decide by "),
            new Run.Moment(Instant.parse("2026-11-23T15:25:00Z")),
            Run.words("  ·  " + REQUEST + " rev 1")));
  }

  private static Section questions() {
    return new Section.Lines(
        List.of(
            List.of(
                Run.strong("What: "),
                Run.supplied("support-copilot", Emphasis.STRONG),
                Run.words(" wants to email "),
                Run.strong("2 people outside your company")),
            List.of(Run.strong("Why: "), Run.supplied("Ticket #88213 reports a duplicate charge.")),
            List.of(Run.strong("If it’s wrong: "), Run.words("Email can’t be recalled."))));
  }
}
