package dev.countersign.people;

import dev.countersign.json.JsonForm;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads when a person is away: from the beginning of a day to the end of another, both by the
/// clock of the person's zone, or between two instants.
final class AbsenceReader {
  static final int MOST_ABSENCES = 50;

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final String TIMES =
      "A day such as 2026-12-20 is expected, or an instant such as 2026-12-20T08:00:00Z.";

  private AbsenceReader() {}

  static List<Absence> read(JsonForm person) {
    ZoneId zone = CalendarReader.zone(person).orElse(UTC);
    List<Absence> absences = new ArrayList<>();
    for (JsonForm form : person.objects("away", MOST_ABSENCES)) {
      absence(form, zone)
          .ifPresent(absence -> {
            if (absences.stream().anyMatch(absence::overlaps)) {
              form.problem(
                  "from", "overlapping", "This person is away then already: tell it once.");
            }
            absences.add(absence);
          });
    }
    return absences;
  }

  private static Optional<Absence> absence(JsonForm form, ZoneId zone) {
    form.require("from");
    form.require("until");
    Optional<Instant> from = form.parsed("from", text -> moment(text, 0, zone), "bad_time", TIMES);
    Optional<Instant> until =
        form.parsed("until", text -> moment(text, 1, zone), "bad_time", TIMES);
    form.close();
    if (from.isEmpty() || until.isEmpty()) {
      return Optional.empty();
    }
    if (!from.get().isBefore(until.get())) {
      form.problem("until", "ends_before_it_begins", "Nobody is back before being away.");
      return Optional.empty();
    }
    return Optional.of(new Absence(from.get(), until.get(), zone));
  }

  /// @param days after a day that is named; an instant is itself
  private static Instant moment(String text, int days, ZoneId zone) {
    return CalendarText.isDate(text)
        ? CalendarText.date(text).plusDays(days).atStartOfDay(zone).toInstant()
        : CalendarText.instant(text);
  }
}
