package dev.countersign.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which of those that wait their turn people are told of: each once, and of one connection so many
/// in a minute, so that a thousand that wait do not each redraw a card at that moment. Whoever was
/// not told is told when it has asked again, if it still waits.
///
/// Nothing is decided by this, so each process counts by itself.
final class TurnNotices {
  /// What is over sooner is not worth a word.
  static final Duration LEAST_WAIT = Duration.ofSeconds(5);

  static final int MOST_IN_A_MINUTE = 30;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Map<String, Window> windows = new ConcurrentHashMap<>();

  private record Window(Instant begin, int told) {}

  /// @param connection one that is configured
  /// @param pause how long it waits at least
  boolean mayTell(String connection, Duration pause, Instant now) {
    return pause.compareTo(LEAST_WAIT) >= 0
        && windows.compute(connection, (_, window) -> next(window, now)).told() <= MOST_IN_A_MINUTE;
  }

  private static Window next(@Nullable Window window, Instant now) {
    return window == null || !now.isBefore(window.begin().plus(MINUTE))
        ? new Window(now, 1)
        : new Window(window.begin(), Math.min(window.told(), MOST_IN_A_MINUTE) + 1);
  }
}
