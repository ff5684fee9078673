package dev.countersign.card;

import dev.countersign.freeze.Freezing;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;

/// Where pages show what is frozen, have it frozen, and take the word of one person who lifts it by
/// a passkey.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface FreezeReviewDesk {
  Freezing now();

  /// Whether they are in a group that may, as things stand: for what a page offers.
  boolean mayFreeze(AccountId viewer);

  /// Judged in the commit, whatever was offered.
  ///
  /// @param scope as typed, spelled as [dev.countersign.freeze.FreezeScope] is
  /// @param reason as typed
  Told freeze(AccountId by, String scope, String reason);

  /// @param done whether it is frozen now
  /// @param words that say what came of it
  record Told(boolean done, String words) {}

  /// Words that say what came of it.
  ///
  /// @param number of the freeze
  /// @param check what a passkey of theirs signed for lifting it
  String lift(AccountId by, int number, StrongerCheck check);
}
