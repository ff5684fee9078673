package dev.countersign.courier;

import dev.countersign.card.ChatChannel.Sent;
import java.time.Duration;

/// How long a card waits that its platform does not take for the moment: as long as the platform or
/// our own pace asks for where it is about limits; otherwise longer try by try up to [#LONGEST], so
/// that a chat that comes back shows what is true within half a minute.
final class Pauses {
  static final Duration LONGEST = Duration.ofSeconds(15);

  /// What a platform may ask for.
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 8;

  private Pauses() {}

  static Duration of(Sent.Later later, int attempts) {
    Duration asked = shorter(later.pause(), LONGEST_ASKED);
    if (later.limited()) {
      return asked;
    }
    Duration grown = SHORTEST.multipliedBy(1L << Math.clamp(attempts - 1L, 0, MOST_DOUBLINGS));
    Duration backoff = shorter(grown, LONGEST);
    return asked.compareTo(backoff) > 0 ? asked : backoff;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
