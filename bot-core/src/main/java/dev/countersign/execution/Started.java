package dev.countersign.execution;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.Grant;
import java.time.Instant;

/// An attempt whose redemption is committed: the one moment in which sending is allowed.
record Started(ProposalId request, int revision, Action action, Instant at) {

  static Started on(RequestRecord record, Instant at) {
    return new Started(
        record.request().id(), record.request().revision(), record.proposal().action(), at);
  }

  String idempotencyKey() {
    return Grant.idempotencyKey(request, revision);
  }
}
