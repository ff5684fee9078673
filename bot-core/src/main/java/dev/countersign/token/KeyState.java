package dev.countersign.token;

/// Where a key stands in its life. Forward only, and from anywhere to [#REVOKED].
public enum KeyState {
  /// Published so that others can fetch it in time; has signed nothing yet, so nothing it signed is
  /// accepted.
  NEXT,
  /// The one that signs.
  SIGNING,
  /// Signed once; what it signed is still accepted.
  VERIFYING,
  /// Lost or stolen; what it signed is refused, by name.
  REVOKED
}
