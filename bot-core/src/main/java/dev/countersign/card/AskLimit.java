package dev.countersign.card;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// How often one person may ask the gate in a chat, so that nobody spends what the cards of all
/// need. Counted by this process alone.
public final class AskLimit {
  public static final int MOST = 20;
  public static final Duration SPAN = Duration.ofMinutes(1);

  /// People remembered; the one who has not asked for the longest is forgotten first.
  static final int REMEMBERED = 5_000;

  private final InstantSource clock;
  private final int most;
  private final Map<String, Asked> asked = new RecentlyUsed<>(REMEMBERED);

  private record Asked(Instant since, int times) {}

  /// Of [#MOST] in [#SPAN].
  public AskLimit(InstantSource clock) {
    this(clock, MOST);
  }

  /// @param most in [#SPAN]
  public AskLimit(InstantSource clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  /// What becomes of one more question.
  public enum Turn {
    TAKEN,
    /// One too many, and the first such: worth saying so.
    FIRST_TOO_MANY,
    TOO_MANY
  }

  /// Counts one question.
  ///
  /// @param asker the chat's own name for who asks
  public synchronized Turn ask(String asker) {
    Instant now = clock.instant();
    Asked next =
        asked.merge(
            asker,
            new Asked(now, 1),
            (known, first) ->
                now.isBefore(known.since().plus(SPAN))
                    ? new Asked(known.since(), known.times() + 1)
                    : first);
    return next.times() <= most
        ? Turn.TAKEN
        : next.times() == most + 1 ? Turn.FIRST_TOO_MANY : Turn.TOO_MANY;
  }
}
