package dev.countersign.decision;

import dev.countersign.request.Vote;

/// One eligible person's decision on exactly what the card showed. Holding one is the proof: only
/// [ClickChecklist] makes it, for one record as it was read. Good for one commit; never stored.
final class VerifiedDecision {
  private final Vote vote;

  VerifiedDecision(Vote vote) {
    this.vote = vote;
  }

  Vote vote() {
    return vote;
  }
}
