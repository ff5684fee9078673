package dev.countersign.courier;

import dev.countersign.card.PostedCard;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;

/// When a card that stands is looked at once more while people are asked: somebody may have deleted
/// its message. A look shows the same card again, which costs the chat a call.
final class CardChecks {
  /// The shortest pause between two looks: what thousands of open cards cost their chat in calls.
  static final Duration SHORTEST = Duration.ofMinutes(30);

  /// For so long after it was drawn a card is taken to stand as it was sent.
  private static final Duration FRESH = Duration.ofMinutes(5);

  /// A look comes once such a part of the time that is left is over.
  private static final int PARTS = 2;

  private CardChecks() {}

  /// Until the next look.
  static Duration pause(RequestRecord record) {
    Duration part = Duration.between(record.now(), record.request().deadline()).dividedBy(PARTS);
    return part.compareTo(SHORTEST) < 0 ? SHORTEST : part;
  }

  /// Whether the card needs no look.
  static boolean isFresh(PostedCard latest, RequestRecord record) {
    return !(record.request().state() instanceof Pending)
        || record.now().isBefore(latest.at().plus(FRESH));
  }
}
