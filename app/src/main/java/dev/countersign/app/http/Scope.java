package dev.countersign.app.http;

/// What a key may be used for. No key can hold a reviewer's right.
public enum Scope {
  /// Submit, evaluate, withdraw and undo proposals.
  PROPOSE,
  /// Read the agent's own proposals.
  READ
}
