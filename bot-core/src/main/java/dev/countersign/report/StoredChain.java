package dev.countersign.report;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.proposal.ProposalId;
import java.util.List;

/// The entries of one request; nothing about them is checked yet.
///
/// @param end where the request's row says that they end
/// @param entries in order
public record StoredChain(ProposalId id, AuditHead end, List<AuditEntry> entries) {
  public StoredChain {
    entries = List.copyOf(entries);
  }
}
