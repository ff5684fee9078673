package dev.countersign.report;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/// How long things took, in little memory: counts of durations that are alike. A duration below
/// half a second is kept to the millisecond, a longer one to a 256th of itself, so what is told of
/// it is at most 0.2 % off.
final class Spread {
  private static final int STEPS = 256;
  private static final int BITS = 8;

  private final TreeMap<Integer, Long> counts = new TreeMap<>();
  private long count;

  /// A negative one counts as none at all: two clocks may disagree.
  void add(Duration duration) {
    counts.merge(step(Math.max(0, duration.toMillis())), 1L, Long::sum);
    count++;
  }

  long count() {
    return count;
  }

  /// The least duration that so many of a hundred do not exceed; empty where there are none.
  Optional<Duration> percentile(int percent) {
    long rank = Math.max(1, Math.ceilDiv(count * percent, 100));
    long seen = 0;
    for (var step : counts.entrySet()) {
      seen += step.getValue();
      if (seen >= rank) {
        return Optional.of(Duration.ofMillis(middle(step.getKey())));
      }
    }
    return Optional.empty();
  }

  /// How many are shorter.
  long shorterThan(Duration duration) {
    return counts.headMap(step(duration.toMillis())).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static int step(long millis) {
    int shift = shift(millis);
    return shift * STEPS + (int) (millis >> shift);
  }

  private static int shift(long millis) {
    return Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(millis) - BITS);
  }

  private static long middle(int step) {
    int shift = Math.max(0, step / STEPS - 1);
    long first = (long) (step - shift * STEPS) << shift;
    return first + (1L << shift) / 2;
  }
}
