package dev.countersign.execution;

import java.time.Duration;
import java.util.Optional;

/// How often a target that gave no answer is asked again.
final class LookAgain {
  /// Looks at one target, the first among them. Then it is said that nobody could look.
  static final int MOST_LOOKS = 5;

  /// Before the second look; it doubles with each further one.
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private LookAgain() {}

  /// How long to wait after so many looks; empty when they were the last.
  ///
  /// @param looks at least 1
  static Optional<Duration> after(int looks) {
    return looks < MOST_LOOKS
        ? Optional.of(PAUSE.multipliedBy(1L << (looks - 1)))
        : Optional.empty();
  }
}
