package dev.countersign.courier;

import java.time.Duration;

/// When somebody is told what waits for them without having asked.
///
/// @param from so many requests wait for them at least
/// @param period at most once in it
public record DigestRule(int from, Duration period) {
  /// More are not counted: a digest shows so many.
  public static final int MOST_FROM = WaitingQueue.MOST_LINES;

  public static final Duration SHORTEST = Duration.ofMinutes(30);
  public static final Duration LONGEST = Duration.ofDays(1);

  public DigestRule {
    if (from < 1 || from > MOST_FROM) {
      throw new IllegalArgumentException("no number that is counted: " + from);
    }
    if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("no period of a digest: " + period);
    }
  }
}
