package dev.countersign.proposal;

import java.time.Instant;
import java.util.Optional;

/// A body that was accepted, before the gate gives it an id, an agent and a time.
///
/// @param supersedes the proposal of the same agent that this one revises
/// @param expiresAt by when the agent needs an answer; whether that is still ahead, the ledger's
///   clock says
/// @param callbackEndpoint `whe_` id of a registered webhook endpoint
/// @param anew whether people are to be asked though an identical proposal is pending
/// @param recordRead when the gate itself read what it says of a record; empty where it did not
public record ProposalDraft(
    Action action,
    Context context,
    Optional<ProposalId> supersedes,
    Optional<Instant> expiresAt,
    Optional<ExecutionMode> executionMode,
    Optional<ExecutionTrigger> executionTrigger,
    Optional<String> callbackEndpoint,
    boolean anew,
    Optional<Instant> recordRead) {

  /// The same as a revision of what was proposed before.
  public ProposalDraft revising(RevisionOf before) {
    return new ProposalDraft(
        action,
        context.revising(before),
        supersedes,
        expiresAt,
        executionMode,
        executionTrigger,
        callbackEndpoint,
        anew,
        recordRead);
  }

  /// The same as what sets back what was done before.
  public ProposalDraft undoing(UndoOf of) {
    return new ProposalDraft(
        action,
        context.undoing(of),
        supersedes,
        expiresAt,
        executionMode,
        executionTrigger,
        callbackEndpoint,
        anew,
        recordRead);
  }

  /// The same change of a record, from what the gate read that it holds.
  ///
  /// @param at when it was read
  /// @return empty where the action is too large with it
  public Optional<ProposalDraft> from(RecordImage held, Instant at) {
    Action read = action.from(held);
    return read.size() > ProposalReader.MAX_ACTION_BYTES
        ? Optional.empty()
        : Optional.of(
            new ProposalDraft(
                read,
                context,
                supersedes,
                expiresAt,
                executionMode,
                executionTrigger,
                callbackEndpoint,
                anew,
                Optional.of(at)));
  }

  public boolean dryRun() {
    return context.dryRun();
  }
}
