package dev.countersign.card;

import dev.countersign.people.AccountId;

/// Where adapters take what a person asks about themselves. Answers are for that person alone, and
/// decide nothing.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface HomeDesk {

  /// What waits for this person, what of theirs waits for others, and what they decided lately, on
  /// one page; to whoever is no person of the directory, how to become one.
  Reply home(AccountId asker);

  /// What this person decided, the latest first, with what came of it.
  ///
  /// @param after as typed: the request that the page goes on behind; from the beginning when it is
  ///   empty, unknown or not one that they decided
  Reply recent(AccountId asker, String after);
}
