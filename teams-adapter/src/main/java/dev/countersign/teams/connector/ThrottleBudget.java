package dev.countersign.teams.connector;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// How many calls Teams takes from one bot, counted here so that a burst waits instead of being
/// refused (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
///
/// Exact over sliding windows, per conversation and kind of call, and over all conversations. Other
/// replicas and other bots spend from the same purse unseen; their share comes back as 429. The
/// last hour is remembered: by [#OVERALL] at most 108,000 calls.
public final class ThrottleBudget {
  /// What a call is counted as.
  enum Kind {
    /// Sending, changing and deleting an activity.
    SEND(window(7, 1), window(8, 2), window(60, 30), window(1_800, 3_600)),
    /// Opening a conversation.
    CREATE(window(7, 1), window(8, 2), window(60, 30), window(1_800, 3_600)),
    /// Asking who is in a conversation.
    MEMBERS(window(14, 1), window(16, 2), window(120, 30), window(3_600, 3_600));

    private final List<Window> windows;

    Kind(Window... windows) {
      this.windows = List.of(windows);
    }
  }

  /// @param calls at most so many …
  /// @param span … in any stretch of time so long
  private record Window(int calls, Duration span) {}

  private record Purse(Kind kind, String conversation) {}

  /// Of one app in one tenant, whatever the conversation.
  private static final Window OVERALL = window(30, 1);

  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Map<Purse, Calls> purses = new HashMap<>();
  private final Calls all = new Calls();
  private Instant swept;

  public ThrottleBudget(InstantSource clock) {
    this.clock = clock;
    swept = clock.instant();
  }

  /// Spends one call, or says how long to wait before asking again and spends nothing.
  ///
  /// @param conversation without `;messageid=`: the threads of a channel share its purse
  /// @return zero when the call may go now
  synchronized Duration take(Kind kind, String conversation) {
    Instant now = clock.instant();
    sweep(now);
    var purse = new Purse(kind, conversation);
    Calls calls = purses.getOrDefault(purse, new Calls());
    calls.keep(now.minus(REMEMBERED), now);
    all.keep(now.minus(OVERALL.span()), now);
    Duration wait = all.wait(OVERALL, now);
    for (Window window : kind.windows) {
      Duration longer = calls.wait(window, now);
      wait = longer.compareTo(wait) > 0 ? longer : wait;
    }
    if (wait.isZero()) {
      calls.add(now);
      all.add(now);
      purses.put(purse, calls);
    }
    return wait;
  }

  /// How many conversations are remembered, for tests.
  synchronized int size() {
    return purses.size();
  }

  private void sweep(Instant now) {
    if (Duration.between(swept, now).abs().compareTo(BETWEEN_SWEEPS) >= 0) {
      purses.values().removeIf(calls -> calls.keep(now.minus(REMEMBERED), now));
      swept = now;
    }
  }

  private static Window window(int calls, int seconds) {
    return new Window(calls, Duration.ofSeconds(seconds));
  }

  /// When calls were made, latest first.
  private static final class Calls {
    private final Deque<Instant> times = new ArrayDeque<>();

    void add(Instant now) {
      times.addFirst(now);
    }

    /// @return whether nothing is left
    boolean keep(Instant after, Instant now) {
      while (!times.isEmpty() && !times.getLast().isAfter(after)) {
        times.removeLast();
      }
      // A clock that was set back must not stop us until it has caught up.
      while (!times.isEmpty() && times.getFirst().isAfter(now)) {
        times.removeFirst();
      }
      return times.isEmpty();
    }

    /// A call exactly one span ago no longer counts.
    Duration wait(Window window, Instant now) {
      if (times.size() < window.calls()) {
        return Duration.ZERO;
      }
      Iterator<Instant> latest = times.iterator();
      for (int skipped = 1; skipped < window.calls(); skipped++) {
        latest.next();
      }
      Duration left = Duration.between(now, latest.next().plus(window.span()));
      return left.isNegative() ? Duration.ZERO : left;
    }
  }
}
