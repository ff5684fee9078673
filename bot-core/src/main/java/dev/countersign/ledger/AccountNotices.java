package dev.countersign.ledger;

import dev.countersign.passkey.PasskeyStep;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import java.time.Instant;
import java.util.List;

/// The port to what the accounts of a person in chats are still to be told: that an account was
/// linked to them, and what was done with a passkey of theirs. What is told is what the sealed
/// entry says.
public interface AccountNotices {
  /// Tries to tell one account, the last one about 16 hours after the step.
  int MOST_TRIES = 12;

  /// Takes what is due, and keeps it from every other replica for a while that grows with the
  /// tries: 1 min, 2, 4 … at most 4 h.
  ///
  /// @param most so many at once
  List<Notice> take(int most);

  /// It was told, or cannot be.
  void done(Notice notice);

  /// @param entry that tells of it
  /// @param to an account of the person's
  /// @param at when it happened
  /// @param tries how often it was taken, this time included
  record Notice(int entry, AccountId to, Told told, Instant at, int tries) {
    public boolean isLast() {
      return tries >= MOST_TRIES;
    }
  }

  /// What happened.
  sealed interface Told {
    /// @param confirmedBy the account of the person's that confirmed it
    record Linked(ChatLink link, AccountId confirmedBy) implements Told {}

    /// Something was done with a passkey of theirs.
    record OfPasskey(PasskeyStep step) implements Told {}
  }
}
