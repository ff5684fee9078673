package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.util.Set;

/// The port to what the gate is still going to do about requests that have ended: ask people anew
/// about a changed record, look what stands at a target, ask it about a dry run.
@FunctionalInterface
public interface FollowUps {

  /// Which of these have such an order open. What failed too often and was put aside is not:
  /// nothing follows by itself there.
  Set<ProposalId> open(Set<ProposalId> requests);

  /// Whether there may be one. Of others it need not be asked.
  static boolean mayBeOf(RequestRecord record) {
    return record.request().state() instanceof Approved(_, _, var execution)
        && switch (execution) {
          case Execution.Succeeded done ->
              done.readBack().isEmpty() && record.reportedBy().isEmpty();
          case Execution.Failed end ->
              end.code().equals(Execution.RECORD_CHANGED) && end.successor().isEmpty();
          case Execution.Skipped end ->
              end.reason().equals(Execution.DRY_RUN) && end.tried().isEmpty();
          case Execution.NotGranted _,
              Execution.Granted _,
              Execution.Running _,
              Execution.Unknown _,
              Execution.Reconciled _ ->
              false;
        };
  }
}
