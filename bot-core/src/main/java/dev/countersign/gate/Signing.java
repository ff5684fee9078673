package dev.countersign.gate;

import dev.countersign.token.Issuer;
import dev.countersign.token.KeyRing;
import java.time.Instant;
import java.util.function.Supplier;

/// What the gate signs with, seals with and believes.
///
/// @param epoch when the ledger's current epoch began; buttons and grants from before are dead
public record Signing(KeyRing keys, Issuer issuer, Supplier<Instant> epoch) {
  /// For a ledger that was never restored.
  public static Signing of(KeyRing keys, Issuer issuer) {
    return new Signing(keys, issuer, () -> Instant.EPOCH);
  }
}
