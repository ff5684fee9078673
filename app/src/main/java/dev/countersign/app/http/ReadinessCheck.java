package dev.countersign.app.http;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Recovery;
import dev.countersign.token.KeyFacts;
import dev.countersign.token.KeyPurpose;
import dev.countersign.token.KeyRing;
import dev.countersign.token.KeyState;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something that must hold before requests should come here.
///
/// @param name shown when it does not
/// @param holds may block and may throw; either is a no in time
public record ReadinessCheck(String name, BooleanSupplier holds) {
  private static final Logger log = LoggerFactory.getLogger(ReadinessCheck.class);

  public static ReadinessCheck ledger(Ledger ledger) {
    return new ReadinessCheck(
        "ledger",
        () -> {
          ledger.now();
          return true;
        });
  }

  /// The database can be worked on: it can be written to, and its schema is ours, unaltered. Says
  /// why not in the log, once for each reason.
  ///
  /// @param check throws when it cannot
  public static ReadinessCheck schema(Runnable check) {
    AtomicReference<String> told = new AtomicReference<>("");
    return new ReadinessCheck(
        "schema",
        () -> {
          try {
            check.run();
            told.set("");
            return true;
          } catch (RuntimeException e) {
            String why = String.valueOf(e.getMessage());
            if (!told.getAndSet(why).equals(why)) {
              log.error("the gate is not ready: {}", why);
            }
            return false;
          }
        });
  }

  /// The database is not on hold after a restore or a fail-over.
  public static ReadinessCheck recovery(Recovery recovery) {
    AtomicBoolean told = new AtomicBoolean();
    return new ReadinessCheck(
        "recovery",
        () -> {
          boolean held = recovery.isOnHold();
          if (held && !told.getAndSet(true)) {
            log.error(
                "the database was restored or taken over by another server: nothing is decided or"
                    + " executed until countersign recover was run");
          }
          if (!held) {
            told.set(false);
          }
          return !held;
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
