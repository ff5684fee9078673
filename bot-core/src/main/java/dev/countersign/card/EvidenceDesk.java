package dev.countersign.card;

import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.ProposalId;

/// Where pages ask for the whole record of one request as a file. An entry of its chain says first
/// to whom it is handed.
///
/// Throws [UnavailableException] when the ledger cannot answer.
@FunctionalInterface
public interface EvidenceDesk {

  /// @param reader who is signed in
  /// @param id as typed
  Handed export(AccountId reader, String id);

  /// What came of asking.
  sealed interface Handed {}

  /// There is no such request, or it is none that they are handed.
  record Unknown() implements Handed {}

  /// The chain says already as often as it may that its record was handed out.
  record TooOften() implements Handed {}

  /// @param document `countersign-evidence/1`, see docs/console.md
  record Pack(ProposalId id, JsonObject document) implements Handed {}
}
