package dev.countersign.proof;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonShapeException;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proof.Verifier.Findings;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request's entries after every link has been checked.
record Chain(List<AuditEntry> entries) {

  /// Empty when the chain is too damaged to be folded; the damage is in `findings` then.
  static Optional<Chain> check(Evidence evidence, Findings findings) {
    List<AuditEntry> entries = new ArrayList<>();
    AuditHead head = AuditHead.genesis(evidence.id());
    boolean sound = true;
    for (Evidence.EntryRow row : evidence.entries()) {
      AuditEntry entry = new AuditEntry(evidence.id(), row.seq(), row.body());
      sound &= link(evidence, row, entry, head, findings);
      entries.add(entry);
      head = entry.head();
    }
    if (entries.isEmpty()) {
      findings.add("audit_entry 1", Kind.INCOMPLETE, "the chain is empty");
      return Optional.empty();
    }
    sound &= end(evidence, head, findings);
    return sound ? Optional.of(new Chain(List.copyOf(entries))) : Optional.empty();
  }

  private static boolean link(
      Evidence evidence,
      Evidence.EntryRow row,
      AuditEntry entry,
      AuditHead head,
      Findings findings) {
    String place = "audit_entry " + row.seq();
    if (row.seq() != head.seq() + 1) {
      findings.add(place, Kind.INCOMPLETE, "entry " + (head.seq() + 1) + " is missing before it");
      return false;
    }
    if (!MessageDigest.isEqual(entry.hash().hash(), row.hash())) {
      findings.add(place, Kind.ALTERED, "the body is not that of the stored hash");
      return false;
    }
    try {
      JsonObject body = entry.document();
      if (!MessageDigest.isEqual(CanonicalJson.bytes(body), row.body())) {
        findings.add(place, Kind.ALTERED, "the body is not canonical");
        return false;
      }
      if (!body.text("v").equals(AuditEntry.VERSION)
          || !body.text("request").equals(evidence.id().value())
          || body.number("seq") != row.seq()) {
        findings.add(place, Kind.BROKEN_CHAIN, "the body belongs to another place");
        return false;
      }
      if (!body.text("prev").equals(head.hash().value())) {
        findings.add(
            place,
            Kind.BROKEN_CHAIN,
            "it does not follow the entry before it: one of the two was changed");
        return false;
      }
      return true;
    } catch (JsonRefusedException | JsonShapeException | IllegalStateException e) {
      findings.add(place, Kind.ALTERED, "the body is not an entry: " + e.getMessage());
      return false;
    }
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
