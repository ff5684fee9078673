package dev.countersign.ledger;

import dev.countersign.ledger.Retrospectives.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/// When people are reminded of a retrospective: of one that nobody has filed, and of a filed one
/// that two others have not read.
public enum ReminderMoment {
  DAY_BEFORE(false, Duration.ofDays(1)),
  HOURS_BEFORE(false, Duration.ofHours(4)),
  OVERDUE(false, Duration.ZERO),
  READING_DAY_BEFORE(true, Duration.ofDays(1)),
  READING_OVERDUE(true, Duration.ZERO);

  private final boolean filed;
  private final Duration before;

  ReminderMoment(boolean filed, Duration before) {
    this.filed = filed;
    this.before = before;
  }

  /// Whether it is about one that is filed.
  public boolean isOfReading() {
    return filed;
  }

  /// Which one it is now: the latest that has come, so that what passed while no gate ran is not
  /// told behind it. Empty before the first, and for one that had passed when break-glass was used.
  public static Optional<ReminderMoment> at(Listed one, Instant now) {
    return Arrays.stream(values())
        .filter(moment -> moment.filed == one.filed().isPresent())
        .filter(moment -> !now.isBefore(moment.of(one))) // equal has come
        .max(Comparator.comparing(moment -> moment.of(one)))
        .filter(moment -> moment.of(one).isAfter(one.of().at()));
  }

  private Instant of(Listed one) {
    Instant end = one.filed().map(filed -> one.of().readBy(filed.at())).orElseGet(one.of()::due);
    return end.minus(before);
  }
}
