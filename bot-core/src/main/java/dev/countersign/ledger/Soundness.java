package dev.countersign.ledger;

import dev.countersign.audit.AuditEntry;
import java.util.List;

/// Stands before every step that moves a request: what is sealed on top of a row must not rest on
/// the word of that row.
@FunctionalInterface
public interface Soundness {
  /// @param entries the whole chain, read at the same moment as the record or later
  /// @throws UnsoundRecordException when the record is not what its entries say
  void require(RequestRecord record, List<AuditEntry> entries);
}
