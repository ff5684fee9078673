package dev.countersign.clockwork;

import dev.countersign.TestGate;
import dev.countersign.people.People;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Who there is in a [SimulatedWeek], and by which rules they are asked. `silent-east` and
/// `silent-west` never press anything.
final class WeekPeople {
  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

  /// A group of three, or of two that are silent.
  ///
  /// @param to the hour at which work ends
  record Crew(
      String name, ZoneId zone, Set<DayOfWeek> days, int from, int to, List<String> members) {
    private Crew(String name, String zone, Set<DayOfWeek> days, int from, int to) {
      this(name, ZoneId.of(zone), days, from, to, List.of(name + "-1", name + "-2", name + "-3"));
    }

    boolean works(Instant at) {
      LocalDateTime clock = LocalDateTime.ofInstant(at, zone);
      return days.contains(clock.getDayOfWeek()) && clock.getHour() >= from && clock.getHour() < to;
    }

    boolean isSilent() {
      return name.startsWith("silent");
    }
  }

  /// The clocks of Berlin go back in the night to Sunday, when `nights` works.
  static final List<Crew> CREWS =
      List.of(
          new Crew("berlin", "Europe/Berlin", WEEKDAYS, 9, 17),
          new Crew("nights", "Europe/Berlin", EVERY_DAY, 0, 8),
          new Crew("newyork", "America/New_York", EVERY_DAY, 8, 20),
          new Crew("tokyo", "Asia/Tokyo", WEEKDAYS, 9, 18),
          new Crew("sydney", "Australia/Sydney", WEEKDAYS, 8, 17),
          new Crew("silent-east", "Europe/Berlin", EVERY_DAY, 0, 24),
          new Crew("silent-west", "America/New_York", EVERY_DAY, 0, 24));

  /// Whole days, by the clock of the crew.
  private static final Map<String, List<LocalDate>> AWAY =
      Map.of(
          "berlin-2", List.of(LocalDate.of(2026, 10, 26), LocalDate.of(2026, 10, 28)),
          "tokyo-1", List.of(LocalDate.of(2026, 10, 20), LocalDate.of(2026, 11, 20)),
          "sydney-3", List.of(LocalDate.of(2026, 10, 23), LocalDate.of(2026, 10, 27)),
          "newyork-3", List.of(LocalDate.of(2026, 10, 25), LocalDate.of(2026, 10, 25)));

  /// By the last segment of the path that is called.
  private static final Map<String, String> RULES =
      Map.of(
          "berlin",
          """
          "stages":[{"group":"berlin","approvals":1}],
          "sla":{"expires":"6h","clock":"working","remind":["50%","80%"]}
          """,
          "nights",
          """
          "stages":[{"group":"nights","approvals":1}],
          "sla":{"expires":"8h","clock":"working","remind":["70%"]}
          """,
          "newyork",
          """
          "stages":[{"group":"newyork","approvals":2}],"vote_window":"3h",
          "sla":{"expires":"10h","remind":["50%"],"extend":{"by":"2h","times":2}}
          """,
          "tokyo",
          """
          "stages":[{"group":"tokyo","approvals":1}],
          "sla":{"expires":"10h","remind":["30%","60%","90%"],"escalate":{"after":"3h","to":"sydney"}}
          """,
          "relay",
          """
          "stages":[{"group":"sydney","approvals":1},{"group":"berlin","approvals":1}],
          "sla":{"expires":"10h","clock":"working","remind":["25%","75%"],
            "escalate":{"after":"8h","to":"newyork"},"extend":{"by":"4h","times":1}}
          """,
          "answered",
          """
          "stages":[{"group":"silent-east","approvals":1}],
          "sla":{"expires":"18h","remind":["25%"],"escalate":{"after":"2h","to":"newyork"}}
          """,
          "unanswered",
          """
          "stages":[{"group":"silent-west","approvals":1}],
          "sla":{"expires":"6h","remind":["50%"],"escalate":{"after":"1h","to":"silent-east"}}
          """);

  static final List<String> KINDS = RULES.keySet().stream().sorted().toList();

  /// So many agents that none reaches its budget; the second is owned by one of those who decide.
  static final int AGENTS = 16;

  private WeekPeople() {}

  static boolean isAway(String person, Crew crew, Instant at) {
    LocalDate day = LocalDate.ofInstant(at, crew.zone());
    List<LocalDate> away = AWAY.getOrDefault(person, List.of());
    return !away.isEmpty() && !day.isBefore(away.getFirst()) && !day.isAfter(away.getLast());
  }

  static String account(String person) {
    return "U" + person;
  }

  static String policy() {
    List<String> rules = new ArrayList<>();
    for (String kind : KINDS) {
      rules.add(
          """
          {"id":"%1$s","when":"derived.path == \\"/v1/%1$s\\"","gate":"ask",%2$s}
          """
              .formatted(kind, RULES.get(kind)));
    }
    rules.add(
        """
        {"id":"large","when":"derived.path == \\"/v1/berlin\\" && action.body.json.large == true",
         "gate":"ask","stages":[{"group":"berlin","approvals":2}],
         "sla":{"expires":"20h","remind":["40%"]}}
        """);
    return "{\"version\":1,\"rules\":[" + String.join(",", rules) + "]}";
  }

  static People people() {
    return TestGate.people(
        """
        {"people":[%s,{"id":"otto","name":"Otto Owner","functions":[],"accounts":{}}],
         "calendars":{%s},"groups":{%s},"agents":{%s}}
        """
            .formatted(
                CREWS.stream()
                    .flatMap(crew -> crew.members().stream().map(id -> person(id, crew)))
                    .collect(Collectors.joining(",")),
                CREWS.stream().map(WeekPeople::calendar).collect(Collectors.joining(",")),
                CREWS.stream().map(WeekPeople::group).collect(Collectors.joining(",")),
                agents()));
  }

  private static String person(String id, Crew crew) {
    List<LocalDate> away = AWAY.getOrDefault(id, List.of());
    return """
    {"id":"%1$s","name":"%1$s","functions":[],"zone":"%2$s",
     "accounts":{"slack":{"team":"%3$s","user":"%4$s"}},"away":[%5$s]}
    """
        .formatted(
            id,
            crew.zone(),
            TestGate.TEAM,
            account(id),
            away.isEmpty()
                ? ""
                : "{\"from\":\"%s\",\"until\":\"%s\"}".formatted(away.getFirst(), away.getLast()));
  }

  private static String calendar(Crew crew) {
    return """
    "%s":{"zone":"%s","days":[%s],"from":"%02d:00","to":"%02d:00"}
    """
        .formatted(
            crew.name(),
            crew.zone(),
            crew.days().stream()
                .map(day -> '"' + day.name().substring(0, 3).toLowerCase(Locale.ROOT) + '"')
                .sorted()
                .collect(Collectors.joining(",")),
            crew.from(),
            crew.to());
  }

  private static String group(Crew crew) {
    String members =
        crew.members().stream().map(id -> '"' + id + '"').collect(Collectors.joining(","));
    return """
    "%1$s":{"members":[%2$s],"slack_channel":"C%1$s","calendar":"%1$s",
      "on_call":{"from":"2026-10-19T09:00","zone":"%3$s","every":"1d","people":[%2$s]}}
    """
        .formatted(crew.name(), members, crew.zone());
  }

  private static String agents() {
    List<String> agents = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      agents.add(
          """
          "bot-%1$d":{"owner":"%2$s","key":"ck_test_weekbot%1$04d","may_propose":["api_call"]}
          """
              .formatted(i, i == 1 ? "berlin-1" : "otto"));
    }
    return String.join(",", agents);
  }
}
