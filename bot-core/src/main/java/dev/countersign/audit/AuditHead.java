package dev.countersign.audit;

import dev.countersign.json.Digest;
import dev.countersign.proposal.ProposalId;

/// The end of a request's chain: how many entries it has and the hash of the last one.
public record AuditHead(int seq, Digest hash) {

  /// The head of an empty chain; differs per request, so that no entry fits another request's
  /// chain.
  public static AuditHead genesis(ProposalId request) {
    return new AuditHead(0, Digest.of("countersign-audit/1\0" + request.value()));
  }
}
