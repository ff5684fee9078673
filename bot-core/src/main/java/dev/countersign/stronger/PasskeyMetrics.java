package dev.countersign.stronger;

import dev.countersign.passkey.Bound;
import dev.countersign.passkey.StrongerRefusal;

/// Counts uses of passkeys that proved nothing. The labels are closed sets: never ids, people or
/// supplied text.
@FunctionalInterface
public interface PasskeyMetrics {
  /// @param purpose what it was used for
  void passkeyRefused(Bound.Purpose purpose, StrongerRefusal why);
}
