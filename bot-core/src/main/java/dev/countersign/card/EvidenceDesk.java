package dev.countersign.card;

import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.ProposalId;
import java.util.Optional;

/// Where pages ask for the whole record of one request as a file. An entry of its chain says first
/// to whom it is handed.
///
/// Throws [UnavailableException] when the ledger cannot answer.
@FunctionalInterface
public interface EvidenceDesk {

  /// @param reader who is signed in
  /// @param id as typed
  /// @return empty where there is no such request, or it is none that they are handed
  Optional<Pack> export(AccountId reader, String id);

  /// @param document `countersign-evidence/1`, see docs/console.md
  record Pack(ProposalId id, JsonObject document) {}
}
