package dev.countersign.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingTimeTest {
  private static final Set<DayOfWeek> WEEK = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

  /// Local times are shown by the clock of the zone.
  @ParameterizedTest
  @CsvSource({
    // Within a day, over a night, over a weekend, over a holiday.
    "2026-11-30T10:00, PT4H, 2026-11-30T14:00",
    "2026-11-30T16:30, PT4H, 2026-12-01T12:00",
    "2026-12-04T16:30, PT4H, 2026-12-07T12:00",
    "2026-12-24T16:30, PT4H, 2026-12-28T12:00",
    // From before work, from after it, from a day off.
    "2026-11-30T05:00, PT1H, 2026-11-30T10:00",
    "2026-11-30T17:30, PT1H, 2026-12-01T10:00",
    "2026-12-05T12:00, PT1H, 2026-12-07T10:00",
    // To the very end of a day, and one second more.
    "2026-11-30T09:00, PT8H30M, 2026-11-30T17:30",
    "2026-11-30T09:00, PT8H30M1S, 2026-12-01T09:00:01",
    // A leap day is a day.
    "2028-02-28T16:30, PT4H, 2028-02-29T12:00",
  })
  void onlyTheHoursOfWorkCount(LocalDateTime now, Duration amount, LocalDateTime over) {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    WorkingCalendar office = calendar("Europe/Berlin", WEEK, "09:00", "17:30", "2026-12-25");

    assertThat(after(office, now.atZone(berlin).toInstant(), amount))
        .isEqualTo(over.atZone(berlin).toInstant());
  }

  /// The instant at which 24 hours of a calendar that never closes are over is 24 hours later; one
  /// that opens at night has an hour less, or more.
  @ParameterizedTest
  @CsvSource({
    // Skipped from 02:00 to 03:00.
    "Europe/Berlin, 01:00, 04:00, 2026-03-29, PT2H",
    "America/New_York, 01:00, 04:00, 2026-03-08, PT2H",
    // From 02:00 to 02:30 only.
    "Australia/Lord_Howe, 01:00, 04:00, 2026-10-04, PT2H30M",
    // Shown twice.
    "Europe/Berlin, 01:00, 04:00, 2026-10-25, PT4H",
    "America/New_York, 01:00, 04:00, 2026-11-01, PT4H",
    "Australia/Lord_Howe, 01:00, 04:00, 2026-04-05, PT3H30M",
    // Begins and ends within what is skipped or shown twice.
    "Europe/Berlin, 02:15, 02:45, 2026-03-29, PT0S",
    "Europe/Berlin, 02:15, 03:15, 2026-03-29, PT15M",
    "Europe/Berlin, 02:15, 02:45, 2026-10-25, PT1H",
    "Australia/Lord_Howe, 01:40, 01:50, 2026-04-05, PT20M",
    // A whole day.
    "Europe/Berlin, 00:00, 24:00, 2026-03-29, PT23H",
    "Europe/Berlin, 00:00, 24:00, 2026-10-25, PT25H",
    "America/Havana, 00:00, 24:00, 2026-11-01, PT25H",
    "America/Havana, 00:00, 24:00, 2026-03-08, PT23H",
    "Asia/Kathmandu, 00:00, 24:00, 2026-03-29, PT24H",
    // A day that a country left out.
    "Pacific/Apia, 00:00, 24:00, 2011-12-30, PT0S",
  })
  void aDayHasTheHoursThatItsClockGoesThrough(
      String zone, String from, String to, LocalDate day, Duration hours) {
    WorkingCalendar nights = calendar(zone, EVERY_DAY, from, to);
    Instant midnight = day.atStartOfDay(ZoneId.of(zone)).toInstant();
    Instant next = day.plusDays(1).atStartOfDay(ZoneId.of(zone)).toInstant();

    assertThat(minutes(nights, midnight, next)).isEqualTo(hours.toMinutes());
    if (!hours.isZero()) {
      assertThat(after(nights, midnight, hours)).isAfter(midnight).isBeforeOrEqualTo(next);
      assertThat(after(nights, midnight, hours.plusSeconds(1))).isAfterOrEqualTo(next);
    }
  }

  /// Slowly, minute by minute, and by nothing but the clock.
  private static long minutes(WorkingCalendar calendar, Instant from, Instant until) {
    long count = 0;
    for (Instant at = from; at.isBefore(until); at = at.plus(Duration.ofMinutes(1))) {
      count += new WorkingTime(calendar).isWithin(at) ? 1 : 0;
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "America/Havana",
        "UTC"
      })
  void whateverTheCalendarTimeAddsUpAndNeverEndsOutsideWork(String zone) {
    Random random = new Random(zone.hashCode());
    for (int i = 0; i < 400; i++) {
      WorkingCalendar calendar = calendar(zone, random);
      Instant now = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(366 * 86_400));
      Duration one = Duration.ofSeconds(1 + random.nextInt(100_000));
      Duration other = Duration.ofSeconds(1 + random.nextInt(100_000));
      Instant over = after(calendar, now, one);

      assertThat(over).as("no sooner than all time: %s", calendar).isAfterOrEqualTo(now.plus(one));
      assertThat(new WorkingTime(calendar).isWithin(over.minusNanos(1)))
          .as("%s %s", calendar, over)
          .isTrue();
      assertThat(after(calendar, over, other))
          .as("in two parts: %s %s %s %s", calendar, now, one, other)
          .isEqualTo(after(calendar, now, one.plus(other)));
      assertThat(after(calendar, now.plusSeconds(random.nextInt(100_000)), one))
          .as("later from later on: %s %s", calendar, now)
          .isAfterOrEqualTo(over);
      assertThat(after(calendar, now, one.plusSeconds(1))).as("strictly").isAfter(over);
    }
  }

  /// A step of a minute at a time must find what is found at once.
  @Test
  void theAnswerAgreesWithCountingMinutes() {
    Random random = new Random(7);
    for (String zone : List.of("Europe/Berlin", "Australia/Lord_Howe", "America/Havana")) {
      for (int i = 0; i < 20; i++) {
        WorkingCalendar calendar = calendar(zone, random);
        // Around the changes of the clock.
        Instant now =
            Instant.parse(i % 2 == 0 ? "2026-03-06T00:00:00Z" : "2026-10-23T00:00:00Z")
                .plus(Duration.ofMinutes(random.nextInt(3 * 1_440)));
        Instant over = after(calendar, now, Duration.ofMinutes(200));

        assertThat(minutes(calendar, now, over)).as("%s from %s", calendar, now).isEqualTo(200);
      }
    }
  }

  @Test
  void nothingIsLookedForBeyondTheEnd() {
    WorkingCalendar office = calendar("UTC", WEEK, "09:00", "10:00");
    Instant now = Instant.parse("2026-11-30T09:00:00Z");
    Instant latest = now.plus(Duration.ofDays(30));

    assertThat(new WorkingTime(office).after(now, Duration.ofDays(30), latest)).isEqualTo(latest);
    assertThat(new WorkingTime(office).after(now, Duration.ofMinutes(90), now.plusSeconds(60)))
        .isEqualTo(now.plusSeconds(60));
    assertThatThrownBy(() -> new WorkingTime(office).after(now, Duration.ZERO, latest))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            new WorkingTime(office).after(now, Duration.ofDays(1), now.plus(Duration.ofDays(501))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void holidaysMayCloseForFourHundredDaysAndNotLonger() {
    LocalDate first = LocalDate.parse("2026-01-01");

    assertThat(calendar("UTC", EVERY_DAY, "09:00", "10:00").isClosedForTooLong()).isFalse();
    assertThat(calendar("UTC", EVERY_DAY, "09:00", "10:00", days(first, 400)).isClosedForTooLong())
        .isFalse();
    assertThat(calendar("UTC", EVERY_DAY, "09:00", "10:00", days(first, 401)).isClosedForTooLong())
        .isTrue();
    assertThat(
            calendar("UTC", WEEK, "09:00", "10:00", days(first.plusDays(1), 400))
                .isClosedForTooLong())
        .as("a weekend follows")
        .isTrue();
    assertThat(
            calendar(
                    "UTC",
                    Set.of(DayOfWeek.SUNDAY),
                    "09:00",
                    "10:00",
                    first
                        .datesUntil(first.plusDays(406))
                        .filter(day -> day.getDayOfWeek() == DayOfWeek.SUNDAY)
                        .map(LocalDate::toString)
                        .toArray(String[]::new))
                .isClosedForTooLong())
        .as("58 Sundays")
        .isTrue();
  }

  private static String[] days(LocalDate first, int number) {
    return first.datesUntil(first.plusDays(number)).map(LocalDate::toString).toArray(String[]::new);
  }

  private static Instant after(WorkingCalendar calendar, Instant now, Duration amount) {
    return new WorkingTime(calendar)
        .after(now, amount, now.plus(Duration.ofDays(WorkingTime.MOST_DAYS)));
  }

  private static WorkingCalendar calendar(String zone, Random random) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    days.add(DayOfWeek.of(1 + random.nextInt(7)));
    while (random.nextInt(4) > 0) {
      days.add(DayOfWeek.of(1 + random.nextInt(7)));
    }
    int from = random.nextInt(1_430);
    // An hour at least: else half a year may have too little of it.
    int to = Math.min(1_440, from + 60 + random.nextInt(1_440));
    String[] holidays =
        random
            .ints(random.nextInt(10), 0, 365)
            .mapToObj(day -> LocalDate.parse("2026-01-01").plusDays(day).toString())
            .toArray(String[]::new);
    return calendar(
        zone,
        days,
        new ClockTime(Math.min(from, to - 60)).toString(),
        new ClockTime(to).toString(),
        holidays);
  }

  static WorkingCalendar calendar(
      String zone, Set<DayOfWeek> days, String from, String to, String... holidays) {
    return new WorkingCalendar(
        "office",
        ZoneId.of(zone),
        days,
        ClockTime.parse(from),
        ClockTime.parse(to),
        Arrays.stream(holidays)
            .map(LocalDate::parse)
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
