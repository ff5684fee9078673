package dev.countersign.intake;

import dev.countersign.people.Agent;
import dev.countersign.proposal.ProposalId;
import java.util.Optional;

/// Where doors ask for an agent that what was done for it be undone: a proposal of its own.
///
/// Throws [dev.countersign.card.UnavailableException] when the ledger cannot answer.
public interface AgentUndos {

  /// @param id of what was done
  /// @param body why, as [dev.countersign.proposal.UndoReason]; empty where the agent says nothing
  /// @param idempotencyKey as of [Intake#submit]
  /// @return empty when there is no such request of this agent
  Optional<IntakeResult> undo(
      Agent agent, ProposalId id, byte[] body, Optional<String> idempotencyKey);
}
