package dev.countersign.ledger;

import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import java.time.Instant;
import java.util.List;

/// The port to what is still to be told of links that were made: each account of the person hears
/// of it. What is told is what the sealed entry says.
public interface LinkNotices {
  /// Tries to tell one account, the last one about 16 hours after the link.
  int MOST_TRIES = 12;

  /// Takes what is due, and keeps it from every other replica for a while that grows with the
  /// tries: 1 min, 2, 4 … at most 4 h.
  ///
  /// @param most so many at once
  List<Notice> take(int most);

  /// It was told, or cannot be.
  void done(Notice notice);

  /// @param to an account of the person's
  /// @param confirmedBy the account of the person's that confirmed it
  /// @param tries how often it was taken, this time included
  record Notice(
      int entry, AccountId to, ChatLink link, AccountId confirmedBy, Instant at, int tries) {
    public boolean isLast() {
      return tries >= MOST_TRIES;
    }
  }
}
