package dev.countersign.proposal;

import java.util.Arrays;

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

  /// @throws IllegalArgumentException when no level has this rank
  public static RiskLevel ofRank(int rank) {
    return Arrays.stream(values())
        .filter(level -> level.rank == rank)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no risk has this rank"));
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
