package dev.countersign.audit;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/// Whether entries are one whole chain of a request: numbered without a gap, each naming its place
/// and the hash of the one before it.
public final class ChainLinks {
  private ChainLinks() {}

  /// @param entries from the first on
  public static Optional<Folding.Broken> whyBroken(ProposalId id, List<AuditEntry> entries) {
    AuditHead head = AuditHead.genesis(id);
    for (AuditEntry entry : entries) {
      if (!follows(id, head, entry)) {
        return Optional.of(
            new Folding.Broken(entry.seq(), "it does not follow the entry before it"));
      }
      head = entry.head();
    }
    return Optional.empty();
  }

  private static boolean follows(ProposalId id, AuditHead head, AuditEntry entry) {
    try {
      JsonObject body = entry.document();
      return entry.seq() == head.seq() + 1
          && MessageDigest.isEqual(CanonicalJson.bytes(body), entry.body())
          && body.text("v").equals(AuditEntry.VERSION)
          && body.text("request").equals(id.value())
          && body.number("seq") == entry.seq()
          && body.text("prev").equals(head.hash().value());
    } catch (RuntimeException e) {
      // What a forger wrote may fail anywhere.
      return false;
    }
  }
}
