package dev.countersign.proposal;

/// When the gate carries the action out: at once, or when the agent collects the decision.
public enum ExecutionTrigger {
  ON_APPROVAL,
  ON_COLLECTION
}
