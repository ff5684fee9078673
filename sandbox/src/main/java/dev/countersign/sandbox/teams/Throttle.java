package dev.countersign.sandbox.teams;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The documented budgets of one bot in one thread, and of one app in one tenant
/// (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit). Windows slide; a refused
/// call costs nothing. Whether edits count is not documented: here they count as sends.
final class Throttle {
  private record Window(int calls, Duration within) {}

  private static final List<Window> SENDING =
      List.of(
          new Window(7, Duration.ofSeconds(1)),
          new Window(8, Duration.ofSeconds(2)),
          new Window(60, Duration.ofSeconds(30)),
          new Window(1_800, Duration.ofHours(1)));

  private static final List<Window> LOOKING =
      List.of(
          new Window(14, Duration.ofSeconds(1)),
          new Window(16, Duration.ofSeconds(2)),
          new Window(120, Duration.ofSeconds(30)),
          new Window(3_600, Duration.ofHours(1)));

  private static final List<Window> WHOLE_APP = List.of(new Window(30, Duration.ofSeconds(1)));

  private final InstantSource clock;
  private final boolean on;
  private final Map<String, Deque<Instant>> calls = new HashMap<>();

  Throttle(InstantSource clock, boolean on) {
    this.clock = clock;
    this.on = on;
  }

  /// Counts the call; or says after how long there is room for it.
  synchronized Optional<Duration> refuse(ConnectorOperation operation, String thread) {
    if (!on) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Deque<Instant> inThread =
        calls.computeIfAbsent(budget(operation) + " " + thread, _ -> new ArrayDeque<>());
    Deque<Instant> inApp = calls.computeIfAbsent("app", _ -> new ArrayDeque<>());
    Duration wait = wait(inThread, windows(operation), now);
    Duration appWait = wait(inApp, WHOLE_APP, now);
    Duration longer = wait.compareTo(appWait) > 0 ? wait : appWait;
    if (longer.isPositive()) {
      return Optional.of(longer);
    }
    inThread.addFirst(now);
    inApp.addFirst(now);
    return Optional.empty();
  }

  /// How long until every window has room; calls are newest first.
  private static Duration wait(Deque<Instant> made, List<Window> windows, Instant now) {
    Instant forgotten = now.minus(windows.getLast().within());
    while (!made.isEmpty() && !made.getLast().isAfter(forgotten)) {
      made.removeLast();
    }
    Duration longest = Duration.ZERO;
    List<Instant> newestFirst = List.copyOf(made);
    for (Window window : windows) {
      if (newestFirst.size() >= window.calls()) {
        Instant free = newestFirst.get(window.calls() - 1).plus(window.within());
        Duration left = Duration.between(now, free);
        longest = left.compareTo(longest) > 0 ? left : longest;
      }
    }
    return longest;
  }

  private static String budget(ConnectorOperation operation) {
    return switch (operation) {
      case SEND, UPDATE, DELETE -> "send";
      case CREATE_CONVERSATION -> "create";
      case MEMBERS, PAGED_MEMBERS, MEMBER -> "members";
      default -> "conversations";
    };
  }

  private static List<Window> windows(ConnectorOperation operation) {
    return switch (operation) {
      case SEND, UPDATE, DELETE, CREATE_CONVERSATION -> SENDING;
      default -> LOOKING;
    };
  }
}
