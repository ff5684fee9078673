package dev.countersign.drawing;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.proposal.UndoOf;
import java.time.Instant;
import java.util.Optional;

/// On whose word a card says what a record holds.
///
/// @param words before a value on its line
/// @param title above a value of several lines
/// @param difference above two texts that are compared
/// @param read beside the record, when the gate read it; empty where that is not known
record SeenBy(String words, String title, String difference, Optional<String> read) {
  /// Nobody here has read the record.
  static final SeenBy AGENT =
      new SeenBy(
          "the agent says it is now: ",
          "Value now, says the agent",
          "Word by word, from what the agent says is there now",
          Optional.empty());

  /// The gate asks from what it read itself.
  static final SeenBy GATE =
      new SeenBy(
          "when Countersign read it: ",
          "Value when Countersign read it",
          "Word by word, from what Countersign read there",
          Optional.empty());

  static SeenBy of(RequestRecord record) {
    Optional<Instant> read = record.ruling().circumstances().recordRead();
    if (read.isPresent()) {
      return GATE.at(read.get());
    }
    Context context = record.proposal().context();
    if (context.revisionOf().isPresent()) {
      return context.revisionOf().flatMap(RevisionOf::because).isPresent() ? GATE : AGENT;
    }
    return context.undoOf().map(UndoOf::id).map(id -> earlier(id, record)).orElse(AGENT);
  }

  /// What goes or comes back as a whole was not written by what it undoes, but left so.
  private static SeenBy earlier(ProposalId id, RequestRecord record) {
    return record.proposal().action().changes() instanceof RecordChange change
            && change.operation() != RecordChange.Operation.UPDATE
        ? new SeenBy(
            "as " + id + " left it: ",
            "Value as " + id + " left it",
            "Word by word, from what " + id + " left there",
            Optional.empty())
        : writtenBy(id);
  }

  /// Nobody has read the record since: what an undo sets back is what the earlier change wrote, or
  /// was to write where a person alone says that it happened.
  private static SeenBy writtenBy(ProposalId earlier) {
    return new SeenBy(
        "as " + earlier + " wrote it: ",
        "Value as " + earlier + " wrote it",
        "Word by word, from what " + earlier + " wrote there",
        Optional.empty());
  }

  private SeenBy at(Instant time) {
    return new SeenBy(
        words,
        title,
        difference,
        Optional.of("read by Countersign at " + Wording.UTC_MINUTE.format(time)));
  }
}
