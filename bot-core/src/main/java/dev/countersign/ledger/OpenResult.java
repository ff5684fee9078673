package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;

/// What became of an [Opening].
public sealed interface OpenResult {
  record Opened() implements OpenResult {}

  /// The same key and body came before: this is the proposal that it made.
  record Replayed(ProposalId earlier) implements OpenResult {}

  /// The same key came before with another body.
  record KeyReused() implements OpenResult {}

  /// The request to be superseded moved meanwhile; read it again.
  record Overtaken() implements OpenResult {}
}
