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
    Optional<Duration> wait = ahead(surface, now);
    if (wait.isEmpty() && line(surface).unanswered >= IN_A_ROW) {
      line(surface).next = now.plus(BETWEEN_TRIES);
    }
    return wait;
  }

  /// The same for a card that is not drawn yet: taking no turn, so that one that needs no call
  /// keeps none from another.
  synchronized Optional<Duration> ahead(Surface surface, Instant now) {
    Line line = line(surface);
    boolean isTurn = line.next.isAfter(now.plus(BETWEEN_TRIES)) || !now.isBefore(line.next);
    return line.unanswered < IN_A_ROW || isTurn ? Optional.empty() : Optional.of(Pauses.LONGEST);
  }

  synchronized void heard(Surface surface, Sent sent) {
    Line line = line(surface);
    switch (sent) {
      case Sent.Shown _, Sent.Refused _ -> line.unanswered = 0;
      case Sent.Later later when later.limited() -> {}
      case Sent.Later _ -> line.unanswered = Math.min(line.unanswered + 1, IN_A_ROW);
    }
  }

  private Line line(Surface surface) {
    return lines.computeIfAbsent(surface, _ -> new Line());
  }
}
