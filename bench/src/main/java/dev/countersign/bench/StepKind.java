package dev.countersign.bench;

/// A single step of the way from a proposal to its execution.
enum StepKind {
  /// A proposal of an agent: read, ruled, opened.
  PROPOSE,
  /// A card that is drawn and posted for the first time.
  SHOW,
  /// A click that completes the quorum: verified, voted, granted.
  DECIDE,
  /// An execution: claimed, redeemed, reported, settled.
  EXECUTE,
  /// A card that is brought up to what happened since.
  UPDATE
}
