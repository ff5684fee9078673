package dev.countersign.ledger;

/// What became of a [Commit].
public sealed interface CommitResult {
  record Committed() implements CommitResult {}

  /// Somebody was first; read again and compute the step anew.
  record Overtaken() implements CommitResult {}

  /// The ledger's clock has passed [Commit#before].
  record TooLate() implements CommitResult {}
}
