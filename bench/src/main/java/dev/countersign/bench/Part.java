package dev.countersign.bench;

/// What a run measures.
enum Part {
  /// From proposals to executions, gate beside partner and peer.
  LIFECYCLES,
  /// From clicks to acknowledgements at half of the lifecycles' peak.
  CLICKS,
  /// Each step by itself, called at its desk.
  STEPS
}
