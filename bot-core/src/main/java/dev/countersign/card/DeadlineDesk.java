package dev.countersign.card;

import dev.countersign.people.AccountId;

/// Where adapters take that somebody wants more time to decide.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface DeadlineDesk {

  /// Puts the deadline of one request off by as much as its ruling lets those who may decide.
  ///
  /// @param id as typed
  /// @return for the asker alone, in the service's own words: the new deadline, or why it stays;
  ///   the same words whether the request is unknown or not the asker's to decide
  String extend(AccountId asker, String id);
}
