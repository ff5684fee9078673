package dev.countersign.people;

import dev.countersign.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A time in which a person is away.
///
/// @param until when the person is back; after `from`
/// @param zone by whose days it is told
public record Absence(Instant from, Instant until, ZoneId zone) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  public Absence {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("an absence ends after it begins");
    }
  }

  /// The last day of it in a sentence, `2 January 2027`.
  public String lastDay() {
    return DAY.format(LocalDate.ofInstant(until.minusNanos(1), zone));
  }

  boolean overlaps(Absence other) {
    return from.isBefore(other.until) && other.from.isBefore(until);
  }

  public JsonObject toJson() {
    return JsonObject.builder()
        .put("from", from)
        .put("until", until)
        .put("zone", zone.getId())
        .build();
  }

  public static Absence fromJson(JsonObject json) {
    return new Absence(
        json.instant("from"), json.instant("until"), CalendarText.zone(json.text("zone")));
  }
}
