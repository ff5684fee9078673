package dev.countersign.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AbsenceTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void whoIsThereForAMomentIsThere() {
    Person person = away("2026-12-20T00:00:00Z/2026-12-24T00:00:00Z");

    assertThat(throughout(person, "2026-12-20T00:00:00Z", "2026-12-24T00:00:00Z")).isPresent();
    assertThat(throughout(person, "2026-12-21T00:00:00Z", "2026-12-22T00:00:00Z")).isPresent();
    assertThat(throughout(person, "2026-12-19T23:59:59Z", "2026-12-24T00:00:00Z")).isEmpty();
    assertThat(throughout(person, "2026-12-20T00:00:00Z", "2026-12-24T00:00:01Z")).isEmpty();
    assertThat(throughout(person, "2026-12-25T00:00:00Z", "2026-12-26T00:00:00Z")).isEmpty();
  }

  @Test
  void absencesThatFollowOneAnotherAreOne() {
    Person person =
        away(
            "2026-12-24T00:00:00Z/2026-12-28T00:00:00Z",
            "2026-12-20T00:00:00Z/2026-12-24T00:00:00Z",
            "2026-12-28T00:00:01Z/2027-01-04T00:00:00Z");

    assertThat(throughout(person, "2026-12-21T00:00:00Z", "2026-12-27T00:00:00Z"))
        .map(Absence::until)
        .contains(Instant.parse("2026-12-28T00:00:00Z"));
    assertThat(throughout(person, "2026-12-21T00:00:00Z", "2026-12-29T00:00:00Z"))
        .as("there for a second")
        .isEmpty();
  }

  @Test
  void theLastDayIsThatOfThePersonsZone() {
    Instant from = Instant.parse("2026-12-20T00:00:00Z");

    assertThat(new Absence(from, Instant.parse("2027-01-02T23:00:00Z"), BERLIN).lastDay())
        .isEqualTo("2 January 2027");
    assertThat(new Absence(from, Instant.parse("2027-01-02T23:00:01Z"), BERLIN).lastDay())
        .isEqualTo("3 January 2027");
  }

  private static Optional<Absence> throughout(Person person, String from, String until) {
    return person.awayThroughout(Instant.parse(from), Instant.parse(until));
  }

  private static Person away(String... spans) {
    return new Person(
        new PersonId("p"),
        "P",
        new TreeSet<>(),
        Set.of(),
        Set.of(),
        Arrays.stream(spans)
            .map(span -> span.split("/"))
            .map(ends -> new Absence(Instant.parse(ends[0]), Instant.parse(ends[1]), BERLIN))
            .toList());
  }
}
