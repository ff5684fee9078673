package dev.countersign.audit;

import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Gives facts their places at the end of a request's chain.
public final class AuditChain {
  private AuditChain() {}

  /// The entries to append, in the order of the facts; the ledger appends them only while `head` is
  /// still the end.
  public static List<AuditEntry> append(
      AuditHead head, ProposalId request, Instant at, List<AuditFact> facts) {
    List<AuditEntry> entries = new ArrayList<>(facts.size());
    AuditHead end = head;
    for (AuditFact fact : facts) {
      AuditEntry entry = AuditEntry.after(end, request, at, fact);
      entries.add(entry);
      end = entry.head();
    }
    return List.copyOf(entries);
  }
}
