package dev.countersign.evidence;

/// What a seal proves. Only [#GENUINE] counts for anything.
public enum SealVerdict {
  GENUINE,
  /// The key is ours and did not make this seal over these bytes.
  FORGED,
  /// No key of this name is in the ring, or it has sealed nothing yet.
  KEY_UNKNOWN,
  /// The key was stolen: what it sealed cannot be told from what the thief sealed.
  KEY_REVOKED
}
