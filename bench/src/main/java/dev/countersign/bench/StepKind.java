package dev.countersign.bench;

/// What is measured side by side.
enum StepKind {
  /// A proposal of an agent: read, ruled, opened.
  PROPOSALS,
  /// A click that completes the quorum: verified, voted, granted.
  DECISIONS,
  /// An execution: claimed, redeemed, reported, settled.
  EXECUTIONS
}
