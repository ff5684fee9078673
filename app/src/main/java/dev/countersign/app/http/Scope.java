package dev.countersign.app.http;

/// What a key may be used for. No key can hold a reviewer's right.
public enum Scope {
  /// Submit, evaluate and withdraw proposals.
  PROPOSE,
  /// Read the agent's own proposals.
  READ
}
