package dev.countersign.proof;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.EntrySeal;
import dev.countersign.audit.EntrySeal.Flaw;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.proof.Damage.Kind;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request's entries after every link and every seal has been checked.
///
/// @param unkeyed how many of them, from the first on, are of the version that has no seals
record Chain(List<AuditEntry> entries, int unkeyed) {

  /// Empty when the chain is too damaged to be folded; the damage is in `findings` then.
  static Optional<Chain> check(Evidence evidence, EvidenceKeys keys, Findings findings) {
    List<AuditEntry> entries = new ArrayList<>();
    AuditHead head = AuditHead.genesis(evidence.id());
    boolean sound = true;
    int unkeyed = 0;
    for (Evidence.EntryRow row : evidence.entries()) {
      AuditEntry entry = new AuditEntry(evidence.id(), row.seq(), row.body(), row.seal());
      boolean mayBeUnkeyed = unkeyed == head.seq();
      sound &= link(row, entry, head, mayBeUnkeyed, keys, findings);
      if (mayBeUnkeyed && entry.seal().isEmpty()) {
        unkeyed = entry.seq();
      }
      entries.add(entry);
      head = entry.head();
    }
    if (entries.isEmpty()) {
      findings.add("audit_entry 1", Kind.INCOMPLETE, "the chain is empty");
      return Optional.empty();
    }
    sound &= end(evidence, head, findings);
    return sound ? Optional.of(new Chain(List.copyOf(entries), unkeyed)) : Optional.empty();
  }

  private static boolean link(
      Evidence.EntryRow row,
      AuditEntry entry,
      AuditHead head,
      boolean mayBeUnkeyed,
      EvidenceKeys keys,
      Findings findings) {
    String place = "audit_entry " + row.seq();
    if (!MessageDigest.isEqual(entry.hash().hash(), row.hash())) {
      findings.add(place, Kind.ALTERED, "the body is not that of the stored hash");
      return false;
    }
    Optional<Flaw> flaw = EntrySeal.flaw(entry.request(), head, mayBeUnkeyed, entry, keys);
    flaw.ifPresent(found -> findings.add(place, kind(found), words(found, head)));
    return flaw.isEmpty();
  }

  private static Kind kind(Flaw flaw) {
    return switch (flaw) {
      case GAP -> Kind.INCOMPLETE;
      case ELSEWHERE, NOT_AFTER -> Kind.BROKEN_CHAIN;
      case NOT_CANONICAL, UNREADABLE -> Kind.ALTERED;
      case UNSEALED, FORGED, KEY_UNKNOWN, KEY_REVOKED -> Kind.FORGED;
    };
  }

  private static String words(Flaw flaw, AuditHead head) {
    return flaw == Flaw.GAP ? "entry " + (head.seq() + 1) + " is missing before it" : flaw.words();
  }

  private static boolean end(Evidence evidence, AuditHead head, Findings findings) {
    if (evidence.row().isEmpty()) {
      return true;
    }
    Evidence.Row row = evidence.row().get();
    if (row.auditSeq() == head.seq()
        && MessageDigest.isEqual(row.auditHash(), head.hash().hash())) {
      return true;
    }
    findings.add(
        "request.audit_head",
        row.auditSeq() > head.seq() ? Kind.INCOMPLETE : Kind.BROKEN_CHAIN,
        "the row ends at entry " + row.auditSeq() + ", the chain at " + head.seq());
    return false;
  }
}
