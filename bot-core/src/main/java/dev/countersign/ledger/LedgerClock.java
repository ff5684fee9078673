package dev.countersign.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/// The ledger's clock without a round trip per look: asked anew every [#TRUSTED], and carried on in
/// between by the machine's monotonic counter, so that a replica whose own clock is wrong still
/// tells the ledger's time, in the microseconds that the ledger keeps.
public final class LedgerClock implements InstantSource {
  static final Duration TRUSTED = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final LongSupplier nanos;
  private volatile Reading reading;

  private record Reading(Instant ledger, long nanos) {}

  /// @param nanos a monotonic nanosecond counter, `System::nanoTime` outside tests
  public LedgerClock(Ledger ledger, LongSupplier nanos) {
    this.ledger = ledger;
    this.nanos = nanos;
    this.reading = read();
  }

  /// @throws LedgerUnavailableException when the ledger must be asked and cannot answer
  @Override
  public Instant instant() {
    Reading latest = reading;
    long passed = nanos.getAsLong() - latest.nanos();
    if (passed > TRUSTED.toNanos()) {
      latest = read();
      reading = latest;
      passed = 0;
    }
    return latest.ledger().plusNanos(passed).truncatedTo(ChronoUnit.MICROS);
  }

  /// The counter is read first, so that the time of the round trip can only put this clock ahead of
  /// the ledger's by that much, never behind: a deadline is seen as passed no later than the ledger
  /// itself would see it.
  private Reading read() {
    long before = nanos.getAsLong();
    return new Reading(ledger.now(), before);
  }
}
