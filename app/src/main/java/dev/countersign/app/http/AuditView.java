package dev.countersign.app.http;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import java.util.ArrayList;
import java.util.List;

/// A request's chain as its agent reads it. The canonical bytes of `body` are what `hash` is over.
final class AuditView {
  private AuditView() {}

  static JsonObject of(ProposalId id, List<AuditEntry> entries) {
    return JsonObject.builder()
        .put("id", id.value())
        .put("entries", new JsonArray(entries(id, entries)))
        .build();
  }

  private static List<Json> entries(ProposalId id, List<AuditEntry> entries) {
    List<Json> views = new ArrayList<>(entries.size());
    AuditHead before = AuditHead.genesis(id);
    for (AuditEntry entry : entries) {
      views.add(entry(before, entry));
      before = entry.head();
    }
    return views;
  }

  private static JsonObject entry(AuditHead before, AuditEntry entry) {
    return JsonObject.builder()
        .put("seq", entry.seq())
        .put("hash", entry.hash().value())
        .put("prev", before.hash().value())
        .put("body", entry.document())
        .build();
  }
}
