package dev.countersign.card;

import dev.countersign.people.AccountId;

/// Where adapters take what people ask the bot. Answers are for the asker alone.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface QueueDesk {

  /// What waits for this person's decision, the gravest first.
  ///
  /// @param tag as typed: only what the policy calls so; empty for all
  /// @param after as typed: the request that the page goes on behind; from the beginning when it is
  ///   empty, unknown or not the asker's business
  Reply queue(AccountId asker, String tag, String after);

  /// How one request stands, with all that its card shows for those who are asked about it; the
  /// same words whether it is unknown or not the asker's business.
  ///
  /// @param id as typed
  Reply status(AccountId asker, String id);
}
