package dev.countersign.sandbox.slack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Posting to one channel: one message per second, after a short burst
/// (docs.slack.dev/apis/web-api/rate-limits). How short the burst is, Slack does not say.
final class PostingRate {
  private static final Duration PER_MESSAGE = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final int burst;

  /// When the channel would be as if nobody had posted.
  private final Map<String, Instant> idleFrom = new ConcurrentHashMap<>();

  /// A burst of 0 messages means no limit.
  PostingRate(InstantSource clock, int burst) {
    this.clock = clock;
    this.burst = burst;
  }

  /// Takes a turn; or says after how many whole seconds there is one.
  Optional<Duration> refuse(String channel) {
    if (burst == 0) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    var refused = new Duration[1];
    idleFrom.compute(
        channel,
        (_, known) -> {
          Instant idle = known == null || known.isBefore(now) ? now : known;
          Instant earliest = idle.minus(PER_MESSAGE.multipliedBy(burst - 1L));
          if (earliest.isAfter(now)) {
            refused[0] = wholeSeconds(Duration.between(now, earliest));
            return idle;
          }
          return idle.plus(PER_MESSAGE);
        });
    return Optional.ofNullable(refused[0]);
  }

  private static Duration wholeSeconds(Duration exact) {
    return Duration.ofSeconds(exact.plusNanos(999_999_999).toSeconds());
  }
}
