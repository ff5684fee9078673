package dev.countersign.store;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.EntrySeal;
import dev.countersign.audit.StateCodec;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.CanonicalJson;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.Opening;
import java.util.List;
import java.util.Optional;

/// An opening that only has to be written: sealed and encoded by whoever brings it.
///
/// @param entries sealed; none as long as limits are to be counted
/// @param ruling canonical
/// @param situation the state as text
/// @param orders in the order in which they are written
/// @param superseding the end of the request that it takes the place of
/// @param under the version that has to be in force; empty for any
// Two of them are never compared.
@SuppressWarnings("ArrayRecordComponent")
record OpenRow(
    Opening opening,
    List<AuditEntry> entries,
    byte[] ruling,
    String situation,
    List<DeliveryOrder> orders,
    Optional<CommitRow> superseding,
    Optional<Integer> under) {

  static OpenRow of(Opening opening, EvidenceKeys keys) {
    return of(opening, keys, Optional.empty());
  }

  static OpenRow of(Opening opening, EvidenceKeys keys, Optional<Integer> under) {
    return new OpenRow(
        opening,
        EntrySeal.seal(AuditHead.genesis(opening.proposal().id()), opening.entries(), keys),
        CanonicalJson.bytes(opening.ruling().toJson()),
        CanonicalJson.text(StateCodec.toJson(opening.request().state())),
        Orders.sorted(opening.deliveries()),
        opening.superseding().map(last -> CommitRow.of(last, keys)),
        under);
  }

  /// How many steps of freezes there may be; empty for any.
  Optional<Integer> freezes() {
    return opening.grant().map(_ -> opening.freezes());
  }

  /// Whether it may land whatever becomes of others: it uses no limits and supersedes nothing.
  boolean isByItself() {
    return superseding.isEmpty() && opening.charging().isEmpty();
  }

  /// This one after its limits have been counted.
  OpenRow counted(Opening counted, EvidenceKeys keys) {
    OpenRow row = of(counted, keys);
    return new OpenRow(
        row.opening, row.entries, row.ruling, row.situation, row.orders, superseding, under);
  }
}
