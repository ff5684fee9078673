package dev.countersign.drawing;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.RevisionOf;

/// On whose word a card says what a record holds now.
enum SeenBy {
  /// Nobody here has read the record.
  AGENT(
      "the agent says it is now: ",
      "Value now, says the agent",
      "Word by word, from what the agent says is there now"),
  /// The gate asks from what it read itself.
  GATE(
      "when Countersign read it: ",
      "Value when Countersign read it",
      "Word by word, from what Countersign read there");

  private final String words;
  private final String title;
  private final String difference;

  SeenBy(String words, String title, String difference) {
    this.words = words;
    this.title = title;
    this.difference = difference;
  }

  static SeenBy of(RequestRecord record) {
    Context context = record.proposal().context();
    boolean undoes = context.undoOf().isPresent() && context.revisionOf().isEmpty();
    return undoes || context.revisionOf().flatMap(RevisionOf::because).isPresent() ? GATE : AGENT;
  }

  /// Before a value on its line.
  String words() {
    return words;
  }

  /// Above a value of several lines.
  String title() {
    return title;
  }

  /// Above two texts that are compared.
  String difference() {
    return difference;
  }
}
