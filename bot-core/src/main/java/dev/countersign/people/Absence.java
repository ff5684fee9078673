package dev.countersign.people;

import dev.countersign.json.JsonObject;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// A time in which a person is away.
///
/// @param until when the person is back; after `from`
/// @param zone by whose days it is told
/// @param instead who may decide in the person's place meanwhile
public record Absence(Instant from, Instant until, ZoneId zone, Optional<PersonId> instead) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  public Absence {
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException("an absence ends after it begins");
    }
  }

  /// A time in which nobody decides in the person's place.
  public Absence(Instant from, Instant until, ZoneId zone) {
    this(from, until, zone, Optional.empty());
  }

  /// The last day of it in a sentence, `2 January 2027`.
  public String lastDay() {
    return DAY.format(LocalDate.ofInstant(until.minusNanos(1), zone));
  }

  boolean covers(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(until);
  }

  boolean overlaps(Absence other) {
    return overlaps(other.from, other.until);
  }

  boolean overlaps(Instant begin, Instant end) {
    return from.isBefore(end) && begin.isBefore(until);
  }

  /// Whom it names is written only where it names somebody: imports from before keep their text.
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder().put("from", from).put("until", until).put("zone", zone.getId());
    instead.ifPresent(person -> json.put("instead", person.value()));
    return json.build();
  }

  public static Absence fromJson(JsonObject json) {
    return new Absence(
        json.instant("from"),
        json.instant("until"),
        CalendarText.zone(json.text("zone")),
        json.optionalText("instead").map(PersonId::new));
  }
}
