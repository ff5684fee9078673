package dev.countersign.people;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Counts whole working days: of a calendar, or from Monday to Friday by UTC where there is none.
public final class WorkingDays {
  private static final Set<DayOfWeek> USUAL = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  private WorkingDays() {}

  /// The same time of the day, so many working days later.
  ///
  /// @param days at least 1
  public static Instant after(Instant from, int days, Optional<WorkingCalendar> calendar) {
    ZoneId zone = calendar.map(WorkingCalendar::zone).orElse(ZoneOffset.UTC);
    ZonedDateTime moment = from.atZone(zone);
    int left = days;
    while (left > 0) {
      moment = moment.plusDays(1);
      LocalDate day = moment.toLocalDate();
      boolean works =
          calendar
              .map(one -> one.isWorkingDay(day))
              .orElseGet(() -> USUAL.contains(day.getDayOfWeek()));
      if (works) {
        left--;
      }
    }
    return moment.toInstant();
  }
}
