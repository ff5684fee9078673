package dev.countersign.card;

/// What somebody can ask of the gate with a button that decides nothing. It opens a form, see
/// [InterventionDesk]; it has no token, since who may is asked when the form opens and again when
/// it is sent.
public enum Intervention {
  /// To ask another group, too.
  ESCALATE("Escalate…"),
  /// To say what became of an action of which nobody knows whether it happened.
  RECONCILE("Say what happened…"),
  /// To ask the agent to propose anew what was approved and did not surely happen.
  RETRY("Ask agent to retry…"),
  /// To ask the agent to propose anew what came to its end without an approval.
  RESUBMIT("Ask agent to resubmit…"),
  /// To have proposed what sets back what was done.
  UNDO("Undo…"),
  /// To say that a decision was wrong.
  PROBLEM("Report a problem…");

  private final String label;

  /// @param label at most 75 characters
  Intervention(String label) {
    this.label = label;
  }

  /// What the button says.
  public String label() {
    return label;
  }
}
