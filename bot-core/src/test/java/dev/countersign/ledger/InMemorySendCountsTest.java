package dev.countersign.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

class InMemorySendCountsTest extends SendCountsContract {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));
  private final SendCounts counts = new InMemorySendCounts(now::get);

  @Override
  protected SendCounts counts() {
    return counts;
  }

  @Override
  protected void pass(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }
}
