package dev.countersign.ledger;

import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeActor;
import dev.countersign.passkey.PasskeyStep;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.refusal.RefusedAttempt;
import java.time.Instant;
import java.util.List;

/// The port to what operators are still to be told in each chat: that a freeze began, that it is
/// over, what was done with passkeys, that there may be two of one, and what was refused that no
/// mistake explains. What is told is what the sealed entries say.
///
/// Throws [LedgerUnavailableException] when the store cannot answer.
public interface OperatorNotices {
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
  /// @param at when it happened
  /// @param tries how often it was taken, this time included
  record Notice(int entry, Surface chat, Told told, Instant at, int tries) {
    public boolean isLast() {
      return tries >= MOST_TRIES;
    }
  }

  /// What happened.
  sealed interface Told {
    /// @param freeze as it began
    record Frozen(Freeze freeze) implements Told {}

    /// @param freeze as it began
    /// @param by who took the last step to its end
    record Lifted(Freeze freeze, FreezeActor by) implements Told {}

    /// A passkey told of no more signatures than it had told before.
    ///
    /// @param passkey its number
    /// @param person whose it is
    record CountFell(int passkey, PersonId person) implements Told {}

    /// Somebody enrolled, confirmed or removed a passkey.
    record OfPasskey(PasskeyStep step) implements Told {}

    /// Somebody was refused, and no mistake explains it.
    record Refused(RefusedAttempt attempt) implements Told {}
  }
}
