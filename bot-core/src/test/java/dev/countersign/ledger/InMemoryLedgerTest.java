package dev.countersign.ledger;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

class InMemoryLedgerTest extends LedgerContract {
  private static final Instant START = Instant.parse("2026-11-02T08:00:00.123456789Z");

  private final AtomicLong ticks = new AtomicLong();
  private final InMemoryLedger ledger =
      new InMemoryLedger(() -> START.plusMillis(ticks.incrementAndGet()));

  @Override
  protected Ledger ledger() {
    return ledger;
  }

  @Override
  protected Deliveries deliveries() {
    return ledger;
  }

  @Override
  protected FollowUps followUps() {
    return ledger::followUps;
  }

  @Override
  protected Backlog backlog() {
    return ledger;
  }
}
