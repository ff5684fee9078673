package dev.countersign.request;

/// What looking at a target came to, once it had confirmed an action.
public enum ReadBackFinding {
  /// What was approved stands there.
  CONFIRMED,
  /// Something else does.
  DIFFERS,
  /// Nobody could look.
  NOT_READ
}
