package dev.countersign.app.http;

import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import java.net.URI;

/// Addresses of what the API shows, always below the configured public address.
final class Links {
  private final String base;

  Links(URI publicUrl) {
    String text = publicUrl.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  String self(ProposalId id) {
    return base + "/v1/proposals/" + id;
  }

  JsonObject of(ProposalId id) {
    return JsonObject.builder()
        .put("self", self(id))
        .put("withdraw", self(id) + "/withdraw")
        .put("audit", self(id) + "/audit")
        .build();
  }
}
