package dev.countersign.execution;

import dev.countersign.json.Digest;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;

/// What one attempt is known to have come to, for as long as the ledger has not taken it.
///
/// @param grant that the attempt redeemed
/// @param action the digest of what people approved
/// @param outcome never [Outcome.Unknown]: that is what the ledger comes to by itself
public record KeptOutcome(
    ProposalId request, GrantId grant, ExecutionId attempt, Digest action, Outcome outcome) {
  public KeptOutcome {
    if (outcome instanceof Outcome.Unknown) {
      throw new IllegalArgumentException("what nobody knows is not kept");
    }
  }
}
