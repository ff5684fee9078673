package dev.countersign.slack;

import dev.countersign.card.Button;
import dev.countersign.card.Button.Confirm;
import dev.countersign.card.Button.Look;
import dev.countersign.card.CardView;
import dev.countersign.card.Forms;
import dev.countersign.card.Section;
import dev.countersign.card.Tone;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.util.List;
import java.util.Optional;

/// Views by hand, for what no record's own card happens to have.
final class SampleCards {
  static final String TEAM = "T0SANDBOX";
  static final ProposalId REQUEST = new ProposalId("prop_01JD9Q7Z3M8V5K2N4R6T8W0XYZ");

  private SampleCards() {}

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
}
