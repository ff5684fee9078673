package dev.countersign.courier;

import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.people.Surface;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Which chats do not answer just now, as this process has found: then one card is tried now and
/// then, and the others wait without a call, so that a chat that hangs takes no worker from the
/// other chat. Nothing is decided by it, and other replicas find out for themselves.
final class Outages {
  /// So many calls in a row that were not answered make an outage.
  static final int IN_A_ROW = 5;

  /// How often one card is tried during an outage.
  static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

  private final Map<Surface, Line> lines = new EnumMap<>(Surface.class);

  private static final class Line {
    private int unanswered;
    private Instant next = Instant.MIN;
  }

  /// How long a card has to wait without a call; empty when it is to be tried.
  ///
  /// @param now by the ledger's clock
  synchronized Optional<Duration> wait(Surface surface, Instant now) {
    Line line = line(surface);
    if (line.unanswered < IN_A_ROW) {
      return Optional.empty();
    }
    if (line.next.isAfter(now.plus(BETWEEN_TRIES)) || !now.isBefore(line.next)) {
      line.next = now.plus(BETWEEN_TRIES);
      return Optional.empty();
    }
    return Optional.of(Pauses.LONGEST);
  }

  synchronized void heard(Surface surface, Sent sent) {
    Line line = line(surface);
    switch (sent) {
      case Sent.Shown _, Sent.Refused _ -> line.unanswered = 0;
      case Sent.Later later when later.isOwnPace() -> {}
      case Sent.Later _ -> line.unanswered = Math.min(line.unanswered + 1, IN_A_ROW);
    }
  }

  private Line line(Surface surface) {
    return lines.computeIfAbsent(surface, _ -> new Line());
  }
}
