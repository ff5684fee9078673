package dev.countersign.executors.sending;

import dev.countersign.executors.connection.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/// Counts sends in a sliding window: no window of the rate's length ever sees more than its number.
/// (A token bucket would let twice as many through around a full refill, which nobody reads into
/// "20/h".)
final class RateLimit {
  private final Rate rate;
  private final InstantSource clock;
  private final Deque<Instant> sends = new ArrayDeque<>();

  RateLimit(Rate rate, InstantSource clock) {
    this.rate = rate;
    this.clock = clock;
  }

  /// Takes one send when the window has room, else says when it will. A send exactly one window ago
  /// no longer counts.
  ///
  /// @return zero when one was taken
  synchronized Duration take() {
    Instant now = clock.instant();
    // Oldest first by insertion: after a clock was set back, the head keeps the window shut, never
    // open.
    while (!sends.isEmpty() && !sends.getFirst().plus(rate.per()).isAfter(now)) {
      sends.removeFirst();
    }
    if (sends.size() >= rate.sends()) {
      return Duration.between(now, sends.getFirst().plus(rate.per()));
    }
    sends.addLast(now);
    return Duration.ZERO;
  }

  /// The latest send that was taken did not leave after all.
  synchronized void giveBack() {
    sends.pollLast();
  }
}
