package dev.countersign.drawing;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ExecutionMode;

/// What follows an approval, as it was settled when the request was opened: a card must not
/// announce a call where only a vote is recorded.
enum Carrying {
  /// This gate sends the action itself.
  EXECUTES,
  /// An executor outside of this gate carries it out.
  OUTSIDE,
  DRY_RUN,
  /// The agent asked for a decision and nothing else.
  NOT_WANTED,
  /// The connection only advises: somebody carries it out by hand.
  ADVISORY;

  static Carrying of(RequestRecord record) {
    if (record.proposal().context().dryRun()) {
      return DRY_RUN;
    }
    if (record.proposal().context().executionMode() == ExecutionMode.NONE) {
      return NOT_WANTED;
    }
    if (record.ruling().circumstances().executor().isPresent()) {
      return OUTSIDE;
    }
    return record.ruling().circumstances().executedHere() ? EXECUTES : ADVISORY;
  }

  /// Why this gate executes nothing, in a sentence; empty where it does.
  static String instead(RequestRecord record) {
    return switch (of(record)) {
      case EXECUTES -> "";
      case DRY_RUN -> "This is a dry run: nothing is executed, whatever is decided.";
      case NOT_WANTED ->
          "Countersign executes nothing here: the agent asked for a decision and nothing else.";
      case OUTSIDE ->
          "Countersign sends nothing itself: "
              + record.ruling().circumstances().executor().orElseThrow()
              + " carries it out once, and reports how it went.";
      case ADVISORY -> byHand(record.proposal().action().targetSystem());
    };
  }

  static String byHand(String system) {
    return "Countersign executes nothing on " + system + ": somebody carries it out by hand.";
  }
}
