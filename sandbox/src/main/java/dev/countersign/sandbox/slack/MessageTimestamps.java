package dev.countersign.sandbox.slack;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Message ids such as `1795446000.000100`: the second, and a count that keeps them unique and
/// increasing even when the clock stands still or goes back.
final class MessageTimestamps {
  private static final long PER_SECOND = 1_000_000;
  private static final long STEP = 100;

  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();

  MessageTimestamps(InstantSource clock) {
    this.clock = clock;
  }

  String next() {
    long second = clock.instant().getEpochSecond() * PER_SECOND;
    long value = last.updateAndGet(before -> Math.max(before, second) + STEP);
    return "%d.%06d".formatted(value / PER_SECOND, value % PER_SECOND);
  }
}
