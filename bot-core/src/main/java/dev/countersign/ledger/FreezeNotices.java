package dev.countersign.ledger;

import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.Who;
import dev.countersign.people.Surface;
import java.time.Instant;
import java.util.List;

/// The port to what operators are still to be told of freezes: that one began, and that it is over,
/// in each chat. What is told is what the sealed entries say.
///
/// Throws [LedgerUnavailableException] when the store cannot answer.
public interface FreezeNotices {
  /// Tries in one chat, the last one about 16 hours after the step.
  int MOST_TRIES = 12;

  /// Takes what is due, and keeps it from every other replica for a while that grows with the
  /// tries: 1 min, 2, 4 … at most 4 h.
  ///
  /// @param most so many at once
  List<Notice> take(int most);

  /// It was told, or cannot be.
  void done(Notice notice);

  /// @param entry that tells of it
  /// @param chat where it is to be told
  /// @param lifted whether it is over
  /// @param freeze as it began
  /// @param by who took this step
  /// @param tries how often it was taken, this time included
  record Notice(
      int entry, Surface chat, boolean lifted, Freeze freeze, Who by, Instant at, int tries) {
    public boolean isLast() {
      return tries >= MOST_TRIES;
    }
  }
}
