package dev.countersign.drawing;

import dev.countersign.card.Board;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.policy.Tag;
import dev.countersign.proposal.Environment;

/// One line of what waits as pages show it: the same words as in the queue of a chat, part by part.
public final class BoardRow {
  private BoardRow() {}

  /// @param environment where its target system is
  public static Board.Row of(WaitingLine line, Environment environment) {
    return new Board.Row(
        line.id(),
        CardFrame.shortName(line.id()),
        line.risk(),
        Wording.object(line.outline(), line.deed()),
        line.object(),
        line.deadline(),
        line.agent(),
        line.outline().targetSystem(),
        environment,
        line.tags().stream().map(Tag::toString).toList(),
        QueuePage.unshown(line.unshown()).strip());
  }
}
