package dev.countersign.ledger;

import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;

/// The port to what was executed, and nobody knows whether it happened.
@FunctionalInterface
public interface UnknownEnds {

  /// The newest first.
  ///
  /// @param agent whose they are; empty for everybody's
  /// @param before only ids below this one: the cursor
  List<ProposalId> list(Optional<AgentId> agent, Optional<ProposalId> before, int most);
}
