package dev.countersign.proposal;

/// Ordered from harmless to grave: claimed by the agent or assessed by the gate.
public enum RiskLevel {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  public RiskLevel atLeast(RiskLevel other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// One level up, staying at the top.
  public RiskLevel raised() {
    return this == CRITICAL ? CRITICAL : values()[ordinal() + 1];
  }
}
