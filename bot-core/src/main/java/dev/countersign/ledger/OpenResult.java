package dev.countersign.ledger;

import dev.countersign.policy.Counts;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;

/// What became of an [Opening].
public sealed interface OpenResult {
  record Opened() implements OpenResult {}

  /// This request asks the very same already, and nothing was written. Attach to it.
  record Identical(ProposalId pending) implements OpenResult {}

  /// What came with [Ledger#attach] stands beside the pending request.
  record Attached() implements OpenResult {}

  /// So many wait already; nothing was written.
  record OverBudget(OpenBudget.Of spent, int open, int most) implements OpenResult {}

  /// So many were asked within the window already; nothing was written.
  ///
  /// @param again how long until there is room
  record AskedTooOften(OpenBudget.Of spent, int most, Duration window, Duration again)
      implements OpenResult {}

  /// A limit of a standing approval has no room for it; nothing was written. Rule again without.
  record UsedUp(Counts counts) implements OpenResult {}

  /// The same key and body came before: this is the proposal that it made, or was attached to.
  record Replayed(ProposalId earlier, boolean attached) implements OpenResult {
    public Replayed(ProposalId earlier) {
      this(earlier, false);
    }
  }

  /// The same key came before with another body.
  record KeyReused() implements OpenResult {}

  /// The request to be superseded moved meanwhile; read it again.
  record Overtaken() implements OpenResult {}
}
