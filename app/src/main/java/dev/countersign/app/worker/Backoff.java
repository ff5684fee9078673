package dev.countersign.app.worker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Growing pauses, each drawn at random from the upper half, so that those who failed together do
/// not come back together.
final class Backoff {
  private static final int MOST_DOUBLINGS = 20;

  private final Duration shortest;
  private final Duration longest;
  private final RandomGenerator random;

  Backoff(Duration shortest, Duration longest, RandomGenerator random) {
    this.shortest = shortest;
    this.longest = longest;
    this.random = random;
  }

  /// @param failures in a row, from 1
  Duration after(int failures) {
    Duration grown = shortest.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
    Duration pause = grown.compareTo(longest) > 0 ? longest : grown;
    long half = Math.max(1, pause.toNanos() / 2);
    return Duration.ofNanos(half + random.nextLong(half + 1));
  }
}
