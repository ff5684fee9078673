package dev.countersign.decision;

/// What [ClickChecklist] finds.
sealed interface ClickVerdict {
  record Eligible(VerifiedDecision decision) implements ClickVerdict {}

  /// This very person's vote on this revision is committed already.
  record AlreadyVoted() implements ClickVerdict {}

  /// The request is decided; the press came after.
  record AlreadyDecided() implements ClickVerdict {}

  record Refused(ClickRefusal reason) implements ClickVerdict {}
}
