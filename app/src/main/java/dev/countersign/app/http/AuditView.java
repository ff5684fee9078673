package dev.countersign.app.http;

import dev.countersign.audit.AuditEntry;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import java.util.List;

/// A request's chain as its agent reads it. The canonical bytes of `body` are what `hash` is over.
final class AuditView {
  private AuditView() {}

  static JsonObject of(ProposalId id, List<AuditEntry> entries) {
    return JsonObject.builder()
        .put("id", id.value())
        .put("entries", JsonArray.of(entries, AuditView::entry))
        .build();
  }

  private static JsonObject entry(AuditEntry entry) {
    JsonObject body = entry.document();
    return JsonObject.builder()
        .put("seq", entry.seq())
        .put("hash", entry.hash().value())
        .put("prev", body.text("prev"))
        .put("body", body)
        .build();
  }
}
