package dev.countersign.proposal;

/// Ordered from harmless to grave: claimed by the agent or assessed by the gate.
public enum RiskLevel {
  LOW(0),
  MEDIUM(1),
  HIGH(2),
  CRITICAL(3);

  private final int rank;

  RiskLevel(int rank) {
    this.rank = rank;
  }

  /// What is stored, so that the gravest can be listed first.
  public int rank() {
    return rank;
  }

  public RiskLevel atLeast(RiskLevel other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// One level up, staying at the top.
  public RiskLevel raised() {
    return switch (this) {
      case LOW -> MEDIUM;
      case MEDIUM -> HIGH;
      case HIGH, CRITICAL -> CRITICAL;
    };
  }
}
