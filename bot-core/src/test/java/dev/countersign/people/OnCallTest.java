package dev.countersign.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnCallTest {
  private static final String BERLIN = "Europe/Berlin";

  @ParameterizedTest
  @CsvSource({
    "2026-11-30T09:00, mira",
    "2026-12-07T08:59, mira",
    "2026-12-07T09:00, otto",
    "2026-12-14T09:00, jon",
    "2026-12-21T09:00, mira",
    // Still at nine by the clock after it was turned.
    "2027-03-29T08:59, otto",
    "2027-03-29T09:00, jon",
  })
  void eachIsOnCallForAWeekAndThenTheFirstAgain(LocalDateTime now, String person) {
    OnCall rotation = rotation(BERLIN, "2026-11-30T09:00", 7, "mira", "otto", "jon");

    assertThat(at(rotation, now.atZone(ZoneId.of(BERLIN)).toInstant())).contains(person);
  }

  @Test
  void beforeTheBeginningNobodyIs() {
    OnCall rotation = rotation(BERLIN, "2026-11-30T09:00", 7, "mira");

    assertThat(rotation.at(Instant.parse("2026-11-30T07:59:59Z"))).isEmpty();
    assertThat(rotation.at(Instant.parse("2026-11-30T08:00:00Z")))
        .contains(
            new OnCall.Turn(
                new PersonId("mira"),
                Instant.parse("2026-11-30T08:00:00Z"),
                Instant.parse("2026-12-07T08:00:00Z")));
  }

  /// The clock of Berlin shows 02:30 twice on 25 October, and not at all on 29 March.
  @Test
  void aChangeAtATimeThatComesTwiceComesOnce() {
    OnCall rotation = rotation(BERLIN, "2026-10-24T02:30", 1, "a", "b", "c");

    assertThat(at(rotation, Instant.parse("2026-10-25T00:29:59Z"))).contains("a");
    assertThat(at(rotation, Instant.parse("2026-10-25T00:30:00Z"))).contains("b");
    assertThat(at(rotation, Instant.parse("2026-10-25T01:15:00Z"))).as("02:15 again").contains("b");
    assertThat(at(rotation, Instant.parse("2026-10-26T01:30:00Z"))).contains("c");
  }

  @Test
  void aChangeAtATimeThatIsSkippedComesLater() {
    OnCall rotation = rotation(BERLIN, "2026-03-28T02:30", 1, "a", "b", "c");

    assertThat(at(rotation, Instant.parse("2026-03-29T01:29:59Z"))).contains("a");
    assertThat(at(rotation, Instant.parse("2026-03-29T01:30:00Z"))).contains("b");
    assertThat(at(rotation, Instant.parse("2026-03-30T00:30:00Z"))).contains("c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"})
  void atEveryMomentOneIsAndTheNextFollowsWithoutAGap(String zone) {
    Random random = new Random(zone.hashCode());
    for (int i = 0; i < 200; i++) {
      LocalDateTime from =
          LocalDateTime.parse("2011-01-01T00:00").plusMinutes(random.nextInt(366 * 1_440));
      OnCall rotation = rotation(zone, from.toString(), 1 + random.nextInt(90), "a", "b", "c");
      Instant begun = from.atZone(ZoneId.of(zone)).toInstant();
      Instant now = begun.plus(random.nextInt(400 * 1_440), ChronoUnit.MINUTES);
      OnCall.Turn turn = rotation.at(now).orElseThrow();

      assertThat(now).as("%s", rotation).isAfterOrEqualTo(turn.from()).isBefore(turn.until());
      OnCall.Turn next = rotation.at(turn.until()).orElseThrow();
      assertThat(next.from()).isEqualTo(turn.until());
      assertThat(next.person()).isNotEqualTo(turn.person());
    }
  }

  private static Optional<String> at(OnCall rotation, Instant now) {
    return rotation.at(now).map(turn -> turn.person().value());
  }

  private static OnCall rotation(String zone, String from, int days, String... people) {
    List<PersonId> ids = Arrays.stream(people).map(PersonId::new).toList();
    return new OnCall(LocalDateTime.parse(from), ZoneId.of(zone), days, ids);
  }
}
