package dev.countersign.card;

import dev.countersign.freeze.Freezing;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;

/// Where pages show what is frozen, and take the word of one person who lifts it by a passkey.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface FreezeReviewDesk {
  Freezing now();

  /// Words that say what came of it.
  ///
  /// @param number of the freeze
  /// @param check what a passkey of theirs signed for lifting it
  String lift(AccountId by, int number, StrongerCheck check);
}
