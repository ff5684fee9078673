package dev.countersign.app.http;

import dev.countersign.ledger.Ledger;
import dev.countersign.token.KeyFacts;
import dev.countersign.token.KeyPurpose;
import dev.countersign.token.KeyRing;
import dev.countersign.token.KeyState;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Something that must hold before requests should come here.
///
/// @param name shown when it does not
/// @param holds may block and may throw; either is a no in time
public record ReadinessCheck(String name, BooleanSupplier holds) {

  public static ReadinessCheck ledger(Ledger ledger) {
    return new ReadinessCheck(
        "ledger",
        () -> {
          ledger.now();
          return true;
        });
  }

  /// Every purpose has a key that signs.
  public static ReadinessCheck keys(Supplier<KeyRing> ring) {
    return new ReadinessCheck(
        "keys",
        () -> {
          Set<KeyPurpose> signing =
              ring.get().facts().stream()
                  .filter(key -> key.state() == KeyState.SIGNING)
                  .map(KeyFacts::purpose)
                  .collect(Collectors.toSet());
          return signing.equals(EnumSet.allOf(KeyPurpose.class));
        });
  }
}
