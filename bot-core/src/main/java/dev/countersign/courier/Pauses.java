package dev.countersign.courier;

import java.time.Duration;

/// How long a card waits that its platform does not take for the moment.
final class Pauses {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 8;

  private Pauses() {}

  /// Exponential in the number of attempts, but never shorter than the platform asked for.
  static Duration of(Duration asked, int attempts) {
    Duration backoff = SHORTEST.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
    Duration wait = asked.compareTo(backoff) > 0 ? asked : backoff;
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
