package dev.countersign.people;

import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Reads the calendars of a people file, and which of them each group works by.
final class CalendarReader {
  static final int MOST_CALENDARS = 100;
  static final int MOST_HOLIDAYS = 400;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
  private static final String ZONE_NAMES =
      "A zone is named by its region, such as Europe/Berlin or UTC, and never by an offset.";
  private static final String CLOCK_TIMES =
      "A time of the day is written as 09:00; a day ends at 24:00.";

  private final JsonForm root;
  private final Map<String, Optional<WorkingCalendar>> calendars = new LinkedHashMap<>();
  private final Map<String, String> unused = new LinkedHashMap<>();

  CalendarReader(JsonForm root) {
    this.root = root;
    root.entries("calendars", JsonObject.class, "an object", MOST_CALENDARS).forEach(this::add);
  }

  private void add(JsonForm.Item<JsonObject> item) {
    if (!NAME.matcher(item.name()).matches()) {
      root.problemAt(item.pointer(), "bad_name", "This is not the name of a calendar.");
    }
    calendars.put(item.name(), calendar(item.name(), root.form(item)));
    unused.put(item.name(), item.pointer());
  }

  /// The calendar that a group names.
  Optional<WorkingCalendar> of(JsonForm group) {
    Optional<String> name = group.text("calendar");
    name.filter(named -> !calendars.containsKey(named))
        .ifPresent(_ ->
            group.problem(
                "calendar", "unknown_calendar", "There is no calendar of this name in the file."));
    name.ifPresent(unused::remove);
    return name.flatMap(named -> calendars.getOrDefault(named, Optional.empty()));
  }

  /// A calendar that no group names has no effect.
  void refuseUnused() {
    unused
        .values()
        .forEach(pointer ->
            root.problemAt(
                pointer,
                "unused_calendar",
                "No group works by this calendar: name it there, or leave it out."));
  }

  static Optional<ZoneId> zone(JsonForm form) {
    return form.parsed("zone", CalendarText::zone, "unknown_zone", ZONE_NAMES);
  }

  private static Optional<WorkingCalendar> calendar(String name, JsonForm form) {
    List.of("zone", "days", "from", "to").forEach(form::require);
    Optional<ZoneId> zone = zone(form);
    Set<DayOfWeek> days = days(form);
    Optional<ClockTime> from = form.parsed("from", ClockTime::parse, "bad_time", CLOCK_TIMES);
    Optional<ClockTime> to = form.parsed("to", ClockTime::parse, "bad_time", CLOCK_TIMES);
    SortedSet<LocalDate> holidays = holidays(form);
    form.close();
    if (zone.isEmpty() || days.isEmpty() || from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (from.get().compareTo(to.get()) >= 0) {
      form.problem(
          "to", "ends_before_it_begins", "Work ends after it begins, and on the same day.");
      return Optional.empty();
    }
    var calendar = new WorkingCalendar(name, zone.get(), days, from.get(), to.get(), holidays);
    if (calendar.isClosedForTooLong()) {
      form.problem(
          "holidays",
          "never_open",
          "Nobody would work for more than "
              + WorkingCalendar.MOST_DAYS_CLOSED
              + " days: leave out some of these holidays.");
    }
    return Optional.of(calendar);
  }

  private static Set<DayOfWeek> days(JsonForm form) {
    Set<DayOfWeek> days = new HashSet<>();
    List<JsonForm.Item<DayOfWeek>> written =
        form.parsedTexts(
            "days",
            DayOfWeek.values().length,
            word -> WorkingCalendar.day(word).orElseThrow(IllegalArgumentException::new),
            "unknown_day",
            "A day is mon, tue, wed, thu, fri, sat or sun.");
    for (JsonForm.Item<DayOfWeek> day : written) {
      if (!days.add(day.value())) {
        form.problemAt(day.pointer(), "duplicate_day", "This day is named already.");
      }
    }
    if (form.isEmptyArray("days")) {
      form.problem("days", "never_open", "Nobody would ever work: name one day at least.");
    }
    return days;
  }

  private static SortedSet<LocalDate> holidays(JsonForm form) {
    SortedSet<LocalDate> holidays = new TreeSet<>();
    List<JsonForm.Item<LocalDate>> written =
        form.parsedTexts(
            "holidays",
            MOST_HOLIDAYS,
            CalendarText::date,
            "bad_time",
            "A holiday is a date such as 2026-12-25.");
    for (JsonForm.Item<LocalDate> day : written) {
      if (!holidays.add(day.value())) {
        form.problemAt(day.pointer(), "duplicate_day", "This day is named already.");
      }
    }
    return holidays;
  }
}
