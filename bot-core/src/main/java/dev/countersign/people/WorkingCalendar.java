package dev.countersign.people;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// When a group works: from one time of the day to another by the clock of a zone, on the same days
/// of each week, and not on holidays.
///
/// @param name in `people.yaml`
/// @param days at least one
/// @param to after `from`, on the same day
public record WorkingCalendar(
    String name,
    ZoneId zone,
    Set<DayOfWeek> days,
    ClockTime from,
    ClockTime to,
    SortedSet<LocalDate> holidays) {

  /// Nobody is closed for longer.
  static final int MOST_DAYS_CLOSED = 400;

  public WorkingCalendar {
    days = Set.copyOf(days);
    holidays = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(holidays));
    if (days.isEmpty() || from.compareTo(to) >= 0) {
      throw new IllegalArgumentException("a calendar has a day, and ends after it begins");
    }
  }

  boolean isWorkingDay(LocalDate day) {
    return days.contains(day.getDayOfWeek()) && !holidays.contains(day);
  }

  /// Whether holidays follow each other so closely that nobody works for [#MOST_DAYS_CLOSED] days.
  boolean isClosedForTooLong() {
    LocalDate looked = LocalDate.MIN;
    for (LocalDate holiday : holidays) {
      // What follows an earlier holiday is not looked at again.
      LocalDate day = holiday;
      while (day.isAfter(looked) && !isWorkingDay(day)) {
        if (!day.isBefore(holiday.plusDays(MOST_DAYS_CLOSED))) {
          return true;
        }
        day = day.plusDays(1);
      }
      looked = day.isAfter(looked) ? day : looked;
    }
    return false;
  }

  /// `mon` to `sun`.
  static Optional<DayOfWeek> day(String word) {
    return Arrays.stream(DayOfWeek.values()).filter(day -> word(day).equals(word)).findFirst();
  }

  private static String word(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  public JsonObject toJson() {
    return JsonObject.builder()
        .put("name", name)
        .put("zone", zone.getId())
        .put(
            "days", JsonArray.ofStrings(days.stream().sorted().map(WorkingCalendar::word).toList()))
        .put("from", from.toString())
        .put("to", to.toString())
        .put("holidays", JsonArray.ofStrings(holidays.stream().map(LocalDate::toString).toList()))
        .build();
  }

  public static WorkingCalendar fromJson(JsonObject json) {
    return new WorkingCalendar(
        json.text("name"),
        CalendarText.zone(json.text("zone")),
        json.texts("days").stream()
            .map(word -> day(word).orElseThrow())
            .collect(Collectors.toUnmodifiableSet()),
        ClockTime.parse(json.text("from")),
        ClockTime.parse(json.text("to")),
        json.texts("holidays").stream()
            .map(CalendarText::date)
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
