package dev.countersign.policy;

/// For what the gate can freeze an agent by itself, where the policy says so.
public enum AgentAlarm {
  /// Somebody approved what it proposed within seconds of being shown it, or wanted to.
  FAST_APPROVALS,
  /// It asked for more than its budgets let one agent ask of people.
  OVER_BUDGET
}
