package dev.countersign.proposal;

import java.time.Instant;
import java.util.Optional;

/// A body that was accepted, before the gate gives it an id, an agent and a time.
///
/// @param supersedes the open proposal of the same agent that this one replaces
/// @param expiresAt by when the agent needs an answer; whether that is still ahead, the ledger's
///   clock says
/// @param callbackEndpoint `whe_` id of a registered webhook endpoint
/// @param anew whether people are to be asked though an identical proposal is pending
public record ProposalDraft(
    Action action,
    Context context,
    Optional<ProposalId> supersedes,
    Optional<Instant> expiresAt,
    Optional<ExecutionMode> executionMode,
    Optional<ExecutionTrigger> executionTrigger,
    Optional<String> callbackEndpoint,
    boolean anew) {

  public boolean dryRun() {
    return context.dryRun();
  }
}
