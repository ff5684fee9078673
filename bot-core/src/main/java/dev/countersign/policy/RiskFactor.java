package dev.countersign.policy;

/// A condition that raises an axis of the risk matrix.
///
/// @param impact 1..4; 1 raises nothing
/// @param likelihood 1..4; 1 raises nothing
/// @param irreversible whether it also raises the level by one
public record RiskFactor(
    String id, Condition when, int impact, int likelihood, boolean irreversible) {
  public static final int LEAST = 1;
  public static final int MOST = 4;
}
