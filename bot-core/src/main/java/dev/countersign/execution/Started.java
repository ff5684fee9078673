package dev.countersign.execution;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.Grant;
import java.time.Instant;

/// An attempt whose redemption is committed: the one moment in which sending is allowed.
///
/// @param record as the redemption left it
/// @param at when it was redeemed
record Started(RequestRecord record, Instant at) {

  ProposalId request() {
    return record.request().id();
  }

  Action action() {
    return record.proposal().action();
  }

  String idempotencyKey() {
    return Grant.idempotencyKey(request(), record.request().revision());
  }
}
