package dev.countersign.ledger;

import dev.countersign.ledger.Retrospectives.Retrospective;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When people are reminded of a retrospective that nobody has filed.
public enum ReminderMoment {
  DAY_BEFORE(Duration.ofDays(1)),
  HOURS_BEFORE(Duration.ofHours(4)),
  OVERDUE(Duration.ZERO);

  private final Duration before;

  ReminderMoment(Duration before) {
    this.before = before;
  }

  /// Which one it is now: the latest that has come, so that what passed while no gate ran is not
  /// told behind it. Empty before the first, and for one that had passed when break-glass was used.
  public static Optional<ReminderMoment> at(Retrospective one, Instant now) {
    return List.of(OVERDUE, HOURS_BEFORE, DAY_BEFORE).stream()
        .filter(moment -> !now.isBefore(moment.of(one))) // equal has come
        .findFirst()
        .filter(moment -> moment.of(one).isAfter(one.at()));
  }

  private Instant of(Retrospective one) {
    return one.due().minus(before);
  }
}
