package dev.countersign.token;

/// Where a key stands in its life. Forward only, and from anywhere to [#REVOKED].
public enum KeyState {
  /// Published before it signs. What it signs is accepted already, so that a replica that is not
  /// restarted yet understands one whose file lets it sign.
  NEXT,
  /// The one that signs.
  SIGNING,
  /// Signed once; what it signed is still accepted.
  VERIFYING,
  /// Lost or stolen; what it signed is refused, by name.
  REVOKED
}
