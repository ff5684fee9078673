package dev.countersign.people;

import dev.countersign.json.JsonForm;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads when persons are away: from the beginning of a day to the end of another, both by the
/// clock of the person's zone, or between two instants; and who may decide in their place.
final class AbsenceReader {
  static final int MOST_ABSENCES = 50;

  /// Absences of others in which one person is named.
  static final int MOST_NAMED = 100;

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final String TIMES =
      "A day such as 2026-12-20 is expected, or an instant such as 2026-12-20T08:00:00Z.";

  private final List<Named> named = new ArrayList<>();

  /// Whom an absence names, and where it does.
  private record Named(JsonForm absence, PersonId person) {}

  /// @param id of the person, where it reads
  List<Absence> read(JsonForm person, Optional<PersonId> id) {
    ZoneId zone = CalendarReader.zone(person).orElse(UTC);
    List<Absence> absences = new ArrayList<>();
    for (JsonForm form : person.objects("away", MOST_ABSENCES)) {
      absence(form, zone, id)
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

  /// Once all persons are read.
  void checkNamed(Set<PersonId> known) {
    Map<PersonId, Integer> often = new HashMap<>();
    for (Named each : named) {
      if (!known.contains(each.person())) {
        each.absence().problem("instead", "unknown_person", "No person of this file has this id.");
      } else if (often.merge(each.person(), 1, Integer::sum) > MOST_NAMED) {
        each.absence()
            .problem(
                "instead",
                "too_many",
                "One person may be named in " + MOST_NAMED + " absences of others.");
      }
    }
  }

  private Optional<Absence> absence(JsonForm form, ZoneId zone, Optional<PersonId> id) {
    form.require("from");
    form.require("until");
    Optional<Instant> from = form.parsed("from", text -> moment(text, 0, zone), "bad_time", TIMES);
    Optional<Instant> until =
        form.parsed("until", text -> moment(text, 1, zone), "bad_time", TIMES);
    Optional<PersonId> instead =
        form.parsed("instead", PersonId::new, "bad_name", "This is not the id of a person.");
    form.close();
    if (instead.isPresent() && instead.equals(id)) {
      form.problem("instead", "own_stand_in", "Nobody stands in for themselves: name another.");
    } else {
      instead.ifPresent(person -> named.add(new Named(form, person)));
    }
    if (from.isEmpty() || until.isEmpty()) {
      return Optional.empty();
    }
    if (!from.get().isBefore(until.get())) {
      form.problem("until", "ends_before_it_begins", "Nobody is back before being away.");
      return Optional.empty();
    }
    return Optional.of(new Absence(from.get(), until.get(), zone, instead));
  }

  /// @param days after a day that is named; an instant is itself
  private static Instant moment(String text, int days, ZoneId zone) {
    return CalendarText.isDate(text)
        ? CalendarText.date(text).plusDays(days).atStartOfDay(zone).toInstant()
        : CalendarText.instant(text);
  }
}
