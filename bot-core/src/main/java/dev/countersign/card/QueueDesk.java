package dev.countersign.card;

import dev.countersign.people.AccountId;

/// Where adapters take what people ask the bot. Answers are for the asker alone, in the service's
/// own words: nothing that an agent or a person wrote is in them.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface QueueDesk {

  /// What waits for this person's decision, the gravest first.
  ///
  /// @param tag as typed: only what the policy calls so; empty for all
  String queue(AccountId asker, String tag);

  /// How one request stands; the same words whether it is unknown or not the asker's business.
  ///
  /// @param id as typed
  String status(AccountId asker, String id);
}
