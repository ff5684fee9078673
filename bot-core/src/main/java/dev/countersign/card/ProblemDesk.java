package dev.countersign.card;

import dev.countersign.people.AccountId;

/// Where adapters take what people say was wrong with a decision. Answers are for whoever said it
/// alone, in the service's own words: nothing that an agent or a person wrote is in them.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface ProblemDesk {
  /// Characters (UTF-16 units) of what is wrong; more are not kept.
  int LONGEST = 500;

  /// Writes down that a decided request was decided wrongly.
  ///
  /// @param id as typed
  /// @param words what is wrong, as typed
  /// @return what came of it; the same words whether the request is unknown or not the asker's
  ///   business
  String report(AccountId asker, String id, String words);
}
