package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import java.time.Instant;

/// Where a request stands in the order of the queue: the highest risk first, then the nearest
/// deadline, then by id. A page goes on behind it, whether or not the request still waits.
public record WaitingPlace(RiskLevel risk, Instant deadline, ProposalId id) {

  public static WaitingPlace of(RequestRecord record) {
    return new WaitingPlace(
        record.ruling().risk().assessed(), record.request().deadline(), record.request().id());
  }
}
