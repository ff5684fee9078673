package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LedgerClockTest {
  private static final Instant START = Instant.parse("2026-11-23T15:00:00Z");

  private final SettableClock ledgersClock = new SettableClock(START);
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final LedgerClock clock =
      new LedgerClock(new InMemoryLedger(ledgersClock), nanos::get);

  @Test
  void betweenRoundTripsTheCounterCarriesTheTimeOn() {
    nanos.addAndGet(2_000_000_000L);
    ledgersClock.set(START.plusSeconds(77));

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(2));
  }

  @Test
  void aReadingThatIsTooOldIsTakenAnew() {
    nanos.addAndGet(LedgerClock.TRUSTED.toNanos() + 1);
    ledgersClock.set(START.plusSeconds(77));

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(77));
  }

  @Test
  void nothingIsFinerThanAMicrosecond() {
    nanos.addAndGet(1_234_567);

    assertThat(clock.instant()).isEqualTo(START.plusNanos(1_234_000));
  }
}
