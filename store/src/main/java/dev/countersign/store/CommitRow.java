package dev.countersign.store;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntrySeal;
import dev.countersign.audit.StateCodec;
import dev.countersign.audit.VoteSeal;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.DeliveryOrder;
import java.util.List;
import java.util.Optional;

/// A commit that only has to be written: sealed and encoded by whoever brings it, not by whoever
/// writes it together with others.
///
/// @param entries sealed
/// @param situation the state as text
/// @param orders in the order in which they are written
/// @param under the version that has to be in force; empty for any
record CommitRow(
    Commit commit,
    List<AuditEntry> entries,
    Optional<Seal> vote,
    String situation,
    List<DeliveryOrder> orders,
    Optional<Integer> under) {

  static CommitRow of(Commit commit, EvidenceKeys keys) {
    return of(commit, keys, Optional.empty());
  }

  /// How many steps of freezes there may be; empty for any.
  Optional<Integer> freezes() {
    return Optional.of(commit).filter(Commit::restsOnFreezes).map(Commit::freezes);
  }

  /// The import of people that has to be in force; empty for any.
  Optional<Digest> imported() {
    return Optional.of(commit).filter(Commit::restsOnVersion).flatMap(Commit::imported);
  }

  /// @param under the version that the step was computed with, where it matters to the step
  static CommitRow of(Commit commit, EvidenceKeys keys, Optional<Integer> under) {
    return new CommitRow(
        commit,
        EntrySeal.seal(commit.seen(), commit.entries(), keys),
        commit.vote().map(vote -> VoteSeal.seal(commit.id(), vote, keys)),
        CanonicalJson.text(StateCodec.toJson(commit.request().state())),
        Orders.sorted(commit.deliveries()),
        under.filter(_ -> commit.restsOnVersion()));
  }
}
