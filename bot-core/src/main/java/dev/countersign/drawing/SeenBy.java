package dev.countersign.drawing;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.proposal.UndoOf;

/// On whose word a card says what a record holds.
///
/// @param words before a value on its line
/// @param title above a value of several lines
/// @param difference above two texts that are compared
record SeenBy(String words, String title, String difference) {
  /// Nobody here has read the record.
  static final SeenBy AGENT =
      new SeenBy(
          "the agent says it is now: ",
          "Value now, says the agent",
          "Word by word, from what the agent says is there now");

  /// The gate asks from what it read itself.
  static final SeenBy GATE =
      new SeenBy(
          "when Countersign read it: ",
          "Value when Countersign read it",
          "Word by word, from what Countersign read there");

  static SeenBy of(RequestRecord record) {
    if (record.ruling().circumstances().recordRead()) {
      return GATE;
    }
    Context context = record.proposal().context();
    if (context.revisionOf().isPresent()) {
      return context.revisionOf().flatMap(RevisionOf::because).isPresent() ? GATE : AGENT;
    }
    return context.undoOf().map(UndoOf::id).map(SeenBy::writtenBy).orElse(AGENT);
  }

  /// Nobody has read the record since: what an undo sets back is what the earlier change wrote, or
  /// was to write where a person alone says that it happened.
  private static SeenBy writtenBy(ProposalId earlier) {
    return new SeenBy(
        "as " + earlier + " wrote it: ",
        "Value as " + earlier + " wrote it",
        "Word by word, from what " + earlier + " wrote there");
  }
}
