package dev.countersign.card;

import dev.countersign.people.AccountId;

/// Where adapters take that somebody wants to decide alike requests together. Asking decides
/// nothing: a card comes, where the group of those requests is asked.
///
/// Throws [UnavailableException] when the ledger cannot answer.
@FunctionalInterface
public interface BatchDesk {

  /// Gathers the gravest requests that wait for this person and are alike onto one card.
  ///
  /// @return for the asker alone, in the service's own words
  String gather(AccountId asker);
}
