package dev.countersign.drawing;

import dev.countersign.card.Button;
import dev.countersign.card.Button.Confirm;
import dev.countersign.card.Button.Look;
import dev.countersign.card.Forms;
import dev.countersign.request.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The buttons of a pending card: each names its effect, and approving asks once more.
final class DecisionButtons {
  /// Characters of a button in a question; Slack takes no more
  /// (docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object).
  private static final int MOST_CONFIRM = 30;

  private DecisionButtons() {}

  /// On pages, where a passkey is asked for when a press alone does not approve.
  static List<Button> onPages(
      boolean chatApprove, Wording wording, Approvals approvals, Consequence consequence) {
    if (chatApprove) {
      return of(true, wording, approvals, consequence);
    }
    List<Button> buttons =
        new ArrayList<>(List.of(withPasskey(approve(wording, approvals, consequence))));
    buttons.addAll(of(false, wording, approvals, consequence));
    return List.copyOf(buttons);
  }

  private static Button withPasskey(Button approve) {
    return new Button(
        approve.decision(),
        approve.label() + " with passkey",
        approve.look(),
        approve.confirm(),
        approve.form());
  }

  /// @param chatApprove whether a press in a chat approves; without it none of these does
  static List<Button> of(
      boolean chatApprove, Wording wording, Approvals approvals, Consequence consequence) {
    Button changes = asking(Decision.RETURN, "Request changes…", Look.PLAIN);
    Button reject = asking(Decision.REJECT, "Reject…", Look.DANGER);
    return chatApprove
        ? List.of(approve(wording, approvals, consequence), changes, reject)
        : List.of(changes, reject);
  }

  private static Button approve(Wording wording, Approvals approvals, Consequence consequence) {
    int required = approvals.required();
    boolean last = approvals.given() + 1 == required;
    String label =
        required > 1
            ? wording.approve() + " (" + (approvals.given() + 1) + " of " + required + ")"
            : wording.approve();
    return new Button(
        Decision.APPROVE,
        label,
        Look.PRIMARY,
        Optional.of(
            new Confirm(
                label + "?",
                last
                    ? wording.effect() + consequence.asked()
                    : "Your approval counts; it takes " + required + " before anything happens.",
                label.length() <= MOST_CONFIRM ? label : "Approve",
                "Go back")),
        Optional.empty());
  }

  private static Button asking(Decision decision, String label, Look look) {
    return new Button(decision, label, look, Optional.empty(), Forms.of(decision));
  }
}
