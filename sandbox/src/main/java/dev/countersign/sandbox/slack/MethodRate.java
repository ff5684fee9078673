package dev.countersign.sandbox.slack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Calls of one method within the last minute, up to its tier's number
/// (docs.slack.dev/apis/web-api/rate-limits). Slack lets somewhat more through; how much, it does
/// not say.
final class MethodRate {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final boolean isOn;
  private final Map<String, Deque<Instant>> calls = new HashMap<>();

  MethodRate(InstantSource clock, boolean isOn) {
    this.clock = clock;
    this.isOn = isOn;
  }

  /// Takes a turn; or says after how many whole seconds there is one.
  synchronized Optional<Duration> refuse(String method, MethodRule rule) {
    if (!isOn || rule.perMinute() == 0) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Deque<Instant> recent = calls.computeIfAbsent(method, _ -> new ArrayDeque<>());
    while (!recent.isEmpty() && !recent.getFirst().plus(MINUTE).isAfter(now)) {
      recent.removeFirst();
    }
    if (recent.size() < rule.perMinute()) {
      recent.addLast(now);
      return Optional.empty();
    }
    Duration left = Duration.between(now, recent.getFirst().plus(MINUTE));
    return Optional.of(Duration.ofSeconds(left.plusNanos(999_999_999).toSeconds()));
  }
}
