package dev.countersign.people;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Dates, times and zones as `people.yaml` and imports spell them; years have four digits.
///
/// Each of these throws [IllegalArgumentException] for a text that is not spelled so.
final class CalendarText {
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern LOCAL = Pattern.compile(DATE + "T[0-9]{2}:[0-9]{2}");
  private static final Pattern INSTANT = Pattern.compile(LOCAL + ":[0-9]{2}(\\.[0-9]{1,9})?Z");
  private static final Set<String> REGIONS = Set.copyOf(ZoneId.getAvailableZoneIds());

  private CalendarText() {}

  /// `2026-12-25`.
  static LocalDate date(String text) {
    return parsed(DATE, text, LocalDate::parse);
  }

  /// `2026-11-30T09:00`, by the clock of some zone.
  static LocalDateTime local(String text) {
    return parsed(LOCAL, text, LocalDateTime::parse);
  }

  /// `2026-12-20T08:00:00Z`.
  static Instant instant(String text) {
    return parsed(INSTANT, text, Instant::parse);
  }

  static boolean isDate(String text) {
    return DATE.matcher(text).matches();
  }

  /// `Europe/Berlin`. An offset such as `+01:00` is none: it knows of no summer time.
  static ZoneId zone(String id) {
    if (!REGIONS.contains(id)) {
      throw new IllegalArgumentException("not the id of a region");
    }
    return ZoneId.of(id);
  }

  private static <T> T parsed(Pattern shape, String text, Function<String, T> parse) {
    if (!shape.matcher(text).matches()) {
      throw new IllegalArgumentException("not spelled as expected");
    }
    try {
      return parse.apply(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no such time", e);
    }
  }
}
