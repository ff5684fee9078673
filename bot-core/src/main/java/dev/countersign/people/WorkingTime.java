package dev.countersign.people;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/// Counts the time in which a group works by its calendar. What the clock of the zone skips in
/// spring is no time, and what it shows twice in autumn counts twice.
public final class WorkingTime {
  /// How far ahead is looked: longer than any calendar is closed.
  public static final int MOST_DAYS = 500;

  private final WorkingCalendar calendar;
  private final ZoneRules rules;

  public WorkingTime(WorkingCalendar calendar) {
    this.calendar = calendar;
    this.rules = calendar.zone().getRules();
  }

  /// Whether the group works at this moment. It does when work begins, and does not any more when
  /// it ends.
  public boolean isWithin(Instant at) {
    LocalDateTime clock = LocalDateTime.ofInstant(at, calendar.zone());
    int second = clock.toLocalTime().toSecondOfDay();
    return calendar.isWorkingDay(clock.toLocalDate())
        && second >= calendar.from().seconds()
        && second < calendar.to().seconds();
  }

  /// When this much working time from `now` on is over; `latest` where it is not by then.
  ///
  /// @param amount more than zero
  /// @param latest at most [#MOST_DAYS] after `now`
  public Instant after(Instant now, Duration amount, Instant latest) {
    if (!amount.isPositive() || latest.isAfter(now.plus(Duration.ofDays(MOST_DAYS)))) {
      throw new IllegalArgumentException("no time, or too far ahead");
    }
    Duration left = amount;
    Instant at = now;
    // From day to day, and in a day from one change of the clock to the next: in between, a time of
    // the clock is one instant.
    while (at.isBefore(latest)) {
      ZoneOffset offset = rules.getOffset(at);
      LocalDate day = LocalDateTime.ofInstant(at, offset).toLocalDate();
      Instant end = earlier(midnight(day.plusDays(1), offset), change(at).orElse(latest));
      if (calendar.isWorkingDay(day)) {
        Instant midnight = midnight(day, offset);
        Instant opens = later(at, midnight.plusSeconds(calendar.from().seconds()));
        Instant closes = earlier(end, midnight.plusSeconds(calendar.to().seconds()));
        Duration open = Duration.between(opens, closes);
        if (left.compareTo(open) <= 0) {
          return earlier(opens.plus(left), latest);
        }
        left = open.isPositive() ? left.minus(open) : left;
      }
      at = end;
    }
    return latest;
  }

  private Optional<Instant> change(Instant at) {
    return Optional.ofNullable(rules.nextTransition(at)).map(ZoneOffsetTransition::getInstant);
  }

  private static Instant midnight(LocalDate day, ZoneOffset offset) {
    return day.atStartOfDay().toInstant(offset);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
