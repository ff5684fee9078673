package dev.countersign.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Group.Place;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.PersonId;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleReaderTest {
  static final String FILE =
      """
      {"people": [
         {"id": "reviewer-1", "name": "Sample Reviewer", "functions": ["support", "finance"],
          "zone": "Asia/Kathmandu", "away": [{"from": "2026-12-20", "until": "2027-01-02"}],
          "accounts": {"slack": {"team": "T01", "user": "U01"},
                       "teams": {"tenant": "8F0B6D52-3C1E-4A77-9D0E-5B2F7A1C4E36",
                                 "aad_object_id": "5e3c1b7a-90D4-4f6b-8a21-c7d2e8f01b93"},
                       "oidc": {"iss": "https://login.example", "sub": "subject-1"}}},
         {"id": "reviewer-2", "name": "Second Reviewer"}],
       "calendars": {
         "berlin": {"zone": "Europe/Berlin", "days": ["mon", "tue"], "from": "09:00", "to": "17:30",
                    "holidays": ["2026-12-25"]}},
       "groups": {
         "support-leads": {"members": ["reviewer-1"], "slack_channel": "C01", "slack_usergroup": "S0614TZR7", "teams_channel": "19:abc", "teams_direct": true,
           "calendar": "berlin",
           "on_call": {"from": "2026-11-30T09:00", "zone": "America/New_York", "every": "1w", "people": ["reviewer-1"]}},
         "managers": {"members": ["reviewer-2", "reviewer-1"]},
         "nobody": {"members": []}},
       "agents": {
         "support-bot": {"owner": "reviewer-2", "key": "ck_live_a1b2c3d4", "may_propose": ["message", "record_change"]}}}
      """;

  @Test
  void aFileBecomesPersonsGroupsAndAgents() {
    People people = people(FILE);

    Person first = people.persons().getFirst();
    assertThat(first.name()).isEqualTo("Sample Reviewer");
    assertThat(first.functions()).containsExactly("finance", "support");
    assertThat(first.groups())
        .containsExactlyInAnyOrder(new GroupName("support-leads"), new GroupName("managers"));
    assertThat(first.accounts())
        .containsExactlyInAnyOrder(
            new AccountId(Surface.SLACK, "T01", "U01"),
            new AccountId(
                Surface.TEAMS,
                "8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36",
                "5e3c1b7a-90d4-4f6b-8a21-c7d2e8f01b93"),
            new AccountId(Surface.CONSOLE, "https://login.example", "subject-1"));
    assertThat(people.groups().getFirst().places())
        .containsOnly(
            Map.entry(Surface.SLACK, Place.in("C01").calling("S0614TZR7")),
            Map.entry(Surface.TEAMS, Place.in("19:abc").andDirectly()));
    assertThat(people.groups().get(1).places()).as("unless it says so").isEmpty();
    assertThat(people.agents())
        .singleElement()
        .satisfies(agent -> {
          assertThat(agent.id()).isEqualTo(new AgentId("support-bot"));
          assertThat(agent.owner()).isEqualTo(new PersonId("reviewer-2"));
          assertThat(agent.mayPropose())
              .containsExactlyInAnyOrder(ActionClass.MESSAGE, ActionClass.RECORD_CHANGE);
        });
  }

  @Test
  void aFileTellsWhoIsAwayWhenGroupsWorkAndWhoIsOnCall() {
    People people = people(FILE);
    Group leads = people.groups().getFirst();

    assertThat(people.persons().getFirst().away())
        .containsExactly(
            new Absence(
                Instant.parse("2026-12-19T18:15:00Z"),
                Instant.parse("2027-01-02T18:15:00Z"),
                ZoneId.of("Asia/Kathmandu")));
    assertThat(leads.calendar())
        .contains(
            new WorkingCalendar(
                "berlin",
                ZoneId.of("Europe/Berlin"),
                Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY),
                ClockTime.parse("09:00"),
                ClockTime.parse("17:30"),
                new TreeSet<>(Set.of(LocalDate.parse("2026-12-25")))));
    assertThat(leads.onCall())
        .contains(
            new OnCall(
                LocalDateTime.parse("2026-11-30T09:00"),
                ZoneId.of("America/New_York"),
                7,
                List.of(new PersonId("reviewer-1"))));
    assertThat(leads.onCallAt(Instant.parse("2026-11-30T13:59:59Z"))).isEmpty();
    assertThat(leads.onCallAt(Instant.parse("2026-11-30T14:00:00Z")))
        .contains(new PersonId("reviewer-1"));
  }

  @Test
  void anAbsenceMayNameWhoDecidesInThePersonsPlace() {
    People people =
        people(FILE.replace("\"2027-01-02\"", "\"2027-01-02\", \"instead\": \"reviewer-2\""));
    Person first = people.persons().getFirst();

    assertThat(first.away())
        .extracting(Absence::instead)
        .containsExactly(Optional.of(new PersonId("reviewer-2")));
    assertThat(first.delegations()).isEmpty();
    assertThat(people.persons().get(1).delegations())
        .containsExactly(
            new Delegation(
                first.id(),
                first.groups(),
                Instant.parse("2026-12-19T18:15:00Z"),
                Instant.parse("2027-01-02T18:15:00Z")));
  }

  @Test
  void onePersonIsNamedInABoundedNumberOfAbsences() {
    String others =
        IntStream.range(0, AbsenceReader.MOST_NAMED + 2)
            .mapToObj(
                "{\"id\":\"p%d\",\"name\":\"P\",\"away\":[{\"from\":\"2026-12-20\",\"until\":\"2026-12-21\",\"instead\":\"all\"}]}"
                    ::formatted)
            .collect(Collectors.joining(","));
    String file = "{\"people\":[{\"id\":\"all\",\"name\":\"All\"}," + others + "]}";

    assertThat(((PeopleReading.Unreadable) reading(file)).problems())
        .extracting(PeopleProblem::pointer, PeopleProblem::code)
        .containsExactly(
            tuple("/people/101/away/0/instead", "too_many"),
            tuple("/people/102/away/0/instead", "too_many"));
  }

  @Test
  void anAbsenceMayBeginAndEndAtAnInstant() {
    String file =
        FILE.replace("\"2026-12-20\"", "\"2026-12-20T08:00:00Z\"")
            .replace("\"2027-01-02\"", "\"2026-12-20T12:00:00Z\"");

    assertThat(people(file).persons().getFirst().away())
        .extracting(Absence::from, Absence::until)
        .containsExactly(
            tuple(Instant.parse("2026-12-20T08:00:00Z"), Instant.parse("2026-12-20T12:00:00Z")));
  }

  /// What is put in place of what in the file, and what is told of it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Asia/Kathmandu"   | "Asia/Atlantis"        | /people/0/zone unknown_zone
          "Asia/Kathmandu"   | "+05:45"               | /people/0/zone unknown_zone
          "until": "2027-01-02" | "until": "2026-12-19" | /people/0/away/0/until ends_before_it_begins
          "from": "2026-12-20"  | "from": "2026-12-32"  | /people/0/away/0/from bad_time
          "from": "2026-12-20"  | "from": "2026-02-29"  | /people/0/away/0/from bad_time
          "from": "2026-12-20"  | "from": "2026-12-20T08:00" | /people/0/away/0/from bad_time
          , "until": "2027-01-02" |                     | /people/0/away/0/until required
          "until": "2027-01-02"}  | "until": "2027-01-02"}, {"from": "2027-01-02", "until": "2027-01-02"} | /people/0/away/1/from overlapping
          "until": "2027-01-02" | "until": "2027-01-02", "instead": "reviewer-9" | /people/0/away/0/instead unknown_person
          "until": "2027-01-02" | "until": "2027-01-02", "instead": "reviewer-1" | /people/0/away/0/instead own_stand_in
          "until": "2027-01-02" | "until": "2027-01-02", "instead": "no such id" | /people/0/away/0/instead bad_name
          "until": "2027-01-02" | "until": "2027-01-02", "instead": ["reviewer-2"] | /people/0/away/0/instead wrong_type
          "zone": "Europe/Berlin", |                    | /calendars/berlin/zone required
          "zone": "Europe/Berlin" | "zone": "UTC+1"     | /calendars/berlin/zone unknown_zone
          ["mon", "tue"]     | ["mon", "tuesday"]       | /calendars/berlin/days/1 unknown_day
          ["mon", "tue"]     | ["mon", "mon"]           | /calendars/berlin/days/1 duplicate_day
          ["mon", "tue"]     | []                       | /calendars/berlin/days never_open
          "from": "09:00"    | "from": "9:00"           | /calendars/berlin/from bad_time
          "from": "09:00"    | "from": "24:30"          | /calendars/berlin/from bad_time
          "to": "17:30"      | "to": "09:00"            | /calendars/berlin/to ends_before_it_begins
          "2026-12-25"       | "2026-12-25", "25.12."   | /calendars/berlin/holidays/1 bad_time
          "2026-12-25"       | "2026-12-25", "2026-12-25" | /calendars/berlin/holidays/1 duplicate_day
          "berlin":          | "Berlin":                | /calendars/Berlin bad_name
          "calendar": "berlin" | "calendar": "paris"    | /groups/support-leads/calendar unknown_calendar
          "calendar": "berlin",  |                      | /calendars/berlin unused_calendar
          "2026-11-30T09:00" | "2026-11-30"             | /groups/support-leads/on_call/from bad_time
          "America/New_York" | "-05:00"                 | /groups/support-leads/on_call/zone unknown_zone
          "every": "1w"      | "every": "0d"            | /groups/support-leads/on_call/every bad_time
          "every": "1w"      | "every": "13w"           | /groups/support-leads/on_call/every bad_time
          "every": "1w"      | "every": "12h"           | /groups/support-leads/on_call/every bad_time
          "members": []      | "members": ["reviewer-1"], "may_freeze": true | /groups/nobody/may_freeze too_few_members
          "members": []      | "members": ["reviewer-1"], "may_confirm_passkeys": true | /groups/nobody/may_confirm_passkeys too_few_members
          "members": []      | "members": [], "console": "reviewer" | /groups/nobody/console unknown_role
          "members": []      | "members": [], "console": "Admin" | /groups/nobody/console unknown_role
          "people": ["reviewer-1"] | "people": []       | /groups/support-leads/on_call/people required
          "people": ["reviewer-1"] | "people": ["reviewer-1", "reviewer-2"] | /groups/support-leads/on_call/people/1 not_a_member
          """)
  void oneMistakeAboutTimesIsToldWhereItIs(String from, @Nullable String to, String problem) {
    assertThat(FILE).contains(from);
    assertThat(problems(FILE.replace(from, to == null ? "" : to))).contains(problem);
  }

  @Test
  void atMostFivePeopleMayUseBreakGlassInAllGroupsTogether() {
    List<String> ids = List.of("a", "b", "c", "d", "e", "f");
    String people =
        ids.stream()
            .map(id -> "{\"id\":\"" + id + "\",\"name\":\"" + id + "\"}")
            .collect(Collectors.joining(","));
    String file =
        "{\"people\":["
            + people
            + "],\"groups\":{\"one\":{\"members\":[\"a\",\"b\",\"c\"],\"may_break_glass\":true},"
            + "\"two\":{\"members\":[\"c\",\"d\",\"e\"%s],\"may_break_glass\":true}}}";

    assertThat(reading(file.formatted(""))).isInstanceOf(PeopleReading.Read.class);
    assertThat(problems(file.formatted(",\"f\"")))
        .containsExactly("/groups/two/may_break_glass too_many_holders");
  }

  @Test
  void aCalendarWhoseHolidaysLeaveNothingForMoreThanAYearIsRefused() {
    String mondays =
        LocalDate.parse("2026-01-05")
            .datesUntil(LocalDate.parse("2027-02-09"), Period.ofWeeks(1))
            .map(day -> "\"" + day + "\"")
            .collect(Collectors.joining(","));

    assertThat(
            problems(
                FILE.replace("[\"mon\", \"tue\"]", "[\"mon\"]").replace("\"2026-12-25\"", mondays)))
        .containsExactly("/calendars/berlin/holidays never_open");
  }

  @Test
  void listsOfTimesHaveAnEnd() {
    String holidays =
        LocalDate.parse("2026-01-01")
            .datesUntil(LocalDate.parse("2027-02-06"))
            .map(day -> "\"" + day + "\"")
            .collect(Collectors.joining(","));
    String away =
        IntStream.rangeClosed(0, AbsenceReader.MOST_ABSENCES)
            .mapToObj(i ->
                "{\"from\": \"%d-12-20\", \"until\": \"%d-12-20\"}".formatted(2000 + i, 2000 + i))
            .collect(Collectors.joining(","));
    String people =
        Collections.nCopies(OnCallReader.MOST_PEOPLE + 1, "\"reviewer-1\"").stream()
            .collect(Collectors.joining(","));
    String calendars =
        IntStream.range(0, CalendarReader.MOST_CALENDARS)
            .mapToObj(i -> "\"c%d\": {}".formatted(i))
            .collect(Collectors.joining(","));

    assertThat(problems(FILE.replace("\"2026-12-25\"", holidays)))
        .containsExactly("/calendars/berlin/holidays too_many");
    assertThat(
            problems(FILE.replace("{\"from\": \"2026-12-20\", \"until\": \"2027-01-02\"}", away)))
        .containsExactly("/people/0/away too_many");
    assertThat(
            problems(FILE.replace("\"people\": [\"reviewer-1\"]", "\"people\": [" + people + "]")))
        .containsExactly("/groups/support-leads/on_call/people too_many");
    assertThat(problems(FILE.replace("\"berlin\": {", calendars + ", \"berlin\": {")))
        .contains("/calendars too_many");
  }

  /// Where each object begins, and the keys whose effect the table below shows.
  static final Map<String, Set<String>> KEYS =
      Map.ofEntries(
          entry("{\"people\"", Set.of("people", "calendars", "groups", "agents")),
          entry(
              "{\"id\": \"reviewer-1\"",
              Set.of("id", "name", "functions", "accounts", "zone", "away")),
          entry("{\"from\": \"2026-12-20\"", Set.of("from", "until", "instead")),
          entry("{\"slack\"", Set.of("slack", "teams", "oidc")),
          entry("{\"team\"", Set.of("team", "user")),
          entry("{\"tenant\"", Set.of("tenant", "aad_object_id")),
          entry("{\"iss\"", Set.of("iss", "sub")),
          entry("{\"zone\": \"Europe/Berlin\"", Set.of("zone", "days", "from", "to", "holidays")),
          entry(
              "{\"members\": [\"reviewer-1\"]",
              Set.of(
                  "members",
                  "slack_channel",
                  "slack_usergroup",
                  "teams_channel",
                  "teams_direct",
                  "calendar",
                  "on_call",
                  "may_freeze",
                  "may_confirm_passkeys",
                  "may_break_glass",
                  "console")),
          entry("{\"from\": \"2026-11-30T09:00\"", Set.of("from", "zone", "every", "people")),
          entry(
              "{\"owner\"",
              Set.of("owner", "key", "may_propose", "environments", "must_name_person")));

  @Test
  void theTableNamesEveryKeyThatTheReaderKnows() {
    KEYS.forEach((beginning, keys) -> {
      String unknown = FILE.replace(beginning, "{\"zzz\":1," + beginning.substring(1));
      String detail = ((PeopleReading.Unreadable) reading(unknown)).problems().getFirst().detail();
      assertThat(detail.substring(detail.indexOf(": ") + 2, detail.length() - 1).split(", "))
          .as(beginning)
          .containsExactlyInAnyOrderElementsOf(keys);
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "id": "reviewer-2"             | "id": "reviewer-3"
          "Sample Reviewer"              | "Another Name"
          ["support", "finance"]         | ["support"]
          "team": "T01"                  | "team": "T02"
          "user": "U01"                  | "user": "U02"
          "8F0B6D52                      | "9F0B6D52
          "5e3c1b7a                      | "6e3c1b7a
          "https://login.example"        | "https://other.example"
          "subject-1"                    | "subject-2"
          "Asia/Kathmandu"               | "Asia/Kolkata"
          "from": "2026-12-20"           | "from": "2026-12-21"
          "until": "2027-01-02"          | "until": "2027-01-03"
          "zone": "Europe/Berlin"        | "zone": "Europe/Paris"
          "days": ["mon", "tue"]         | "days": ["mon"]
          "from": "09:00"                | "from": "09:01"
          "to": "17:30"                  | "to": "24:00"
          "holidays": ["2026-12-25"]     | "holidays": []
          "calendar": "berlin"           | "calendar": "other"
          "from": "2026-11-30T09:00"     | "from": "2026-11-30T09:01"
          "America/New_York"             | "America/Chicago"
          "every": "1w"                  | "every": "8d"
          "people": ["reviewer-1"]       | "people": ["reviewer-1", "reviewer-1"]
          "members": []                  | "members": ["reviewer-2"]
          "reviewer-2", "reviewer-1"]}   | "reviewer-2", "reviewer-1"], "may_freeze": true}
          "reviewer-2", "reviewer-1"]}   | "reviewer-2", "reviewer-1"], "may_confirm_passkeys": true}
          "reviewer-2", "reviewer-1"]}   | "reviewer-2", "reviewer-1"], "may_break_glass": true}
          "reviewer-2", "reviewer-1"]}   | "reviewer-2", "reviewer-1"], "console": "auditor"}
          "C01"                          | "C02"
          "S0614TZR7"                    | "S0614TZR8"
          "19:abc"                       | "19:abd"
          "teams_direct": true           | "teams_direct": false
          "owner": "reviewer-2"          | "owner": "reviewer-1"
          "ck_live_a1b2c3d4"             | "ck_live_a1b2c3d5"
          ["message", "record_change"]   | ["message"]
          "key": "                       | "must_name_person": true, "key": "
          "key": "                       | "environments": ["staging"], "key": "
          """)
  void anotherValueIsAnotherDirectory(String from, String to) {
    assertThat(FILE).contains(from);
    assertThat(reading(FILE)).isInstanceOf(PeopleReading.Read.class);
    assertThat(reading(FILE.replace(from, to))).isNotEqualTo(reading(FILE));
  }

  private static PeopleReading reading(String json) {
    return PeopleReader.read((JsonObject) CanonicalJson.parse(json.getBytes(UTF_8)));
  }

  @Test
  void theDirectoryAnswersFromTheFile() {
    Directory directory = new PeopleDirectory(people(FILE));

    assertThat(directory.byAccount(new AccountId(Surface.SLACK, "T01", "U01")))
        .map(Person::id)
        .contains(new PersonId("reviewer-1"));
    assertThat(directory.byAccount(new AccountId(Surface.SLACK, "T02", "U01"))).isEmpty();
    assertThat(directory.byAccount(new AccountId(Surface.TEAMS, "T01", "U01"))).isEmpty();
    assertThat(directory.byId(new PersonId("reviewer-2"))).isPresent();
    assertThat(directory.byId(new PersonId("reviewer-3"))).isEmpty();
    assertThat(directory.members(new GroupName("managers")))
        .extracting(person -> person.id().value())
        .containsExactly("reviewer-1", "reviewer-2");
    assertThat(directory.members(new GroupName("strangers"))).isEmpty();
    assertThat(directory.group(new GroupName("nobody"))).isPresent();
    assertThat(directory.agentByKey("ck_live_a1b2c3d4")).isPresent();
    assertThat(directory.agentByKey("ck_live_a1b2c3d5")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{}                                                                 | /people required",
        "{'people': {}}                                                     | /people wrong_type",
        "{'people': [], 'teams': []}                                        | /teams unknown_key",
        "{'people': [{'name': 'N'}]}                                        | /people/0/id"
            + " required",
        "{'people': [{'id': 'p'}]}                                          | /people/0/name"
            + " required",
        "{'people': [{'id': 'p q', 'name': 'N'}]}                           | /people/0/id"
            + " bad_name",
        "{'people': [{'id': 'p', 'name': ' '}]}                             | /people/0/name"
            + " bad_name",
        "{'people': [{'id': 'p', 'name': 'N', 'email': 'p@b.example'}]}     | /people/0/email"
            + " unknown_key",
        "{'people': [{'id': 'p', 'name': 'N', 'functions': ['IT']}]}        | /people/0/functions/0"
            + " bad_name",
        "{'people': [{'id': 'p', 'name': 'N'}, {'id': 'p', 'name': 'M'}]}   | /people/1/id"
            + " duplicate_id",
        "{'people': [{'id': 'p', 'name': 'N', 'accounts': {'slack': {'user': 'U'}}}]}             "
            + " | /people/0/accounts/slack/team required",
        "{'people': [{'id': 'p', 'name': 'N', 'accounts': {'slack': {'team': '', 'user': 'U'}}}]} "
            + " | /people/0/accounts/slack/team bad_account",
        "{'people': [{'id': 'p', 'name': 'N', 'accounts': {'teams': {'tenant': 'T', 'user':"
            + " 'U'}}}]} | /people/0/accounts/teams/user unknown_key",
        "{'people': [{'id': 'p', 'name': 'N', 'accounts': {'teams': {'aad_object_id':"
            + " 'p@b.example'}}}]} | /people/0/accounts/teams/aad_object_id bad_account",
        "{'people': [{'id': 'p', 'name': 'N', 'accounts': {'teams': {'tenant': 'b.example'}}}]}   "
            + " | /people/0/accounts/teams/tenant bad_account",
        "{'people': [{'id': 'p', 'name': 'N', 'accounts': {'email': 'p@b.example'}}]}             "
            + " | /people/0/accounts/email unknown_key",
        "{'people': [], 'groups': {'g': {'members': ['p']}}}                | /groups/g/members/0"
            + " unknown_person",
        "{'people': [], 'groups': {'g': {}}}                                | /groups/g/members"
            + " required",
        "{'people': [], 'groups': {'G': {'members': []}}}                   | /groups/G bad_name",
        "{'people': [], 'groups': {'g': {'members': [], 'owner': 'p'}}}     | /groups/g/owner"
            + " unknown_key",
        "{'people': [], 'groups': {'g': {'members': [], 'slack_usergroup': 'S01'}}} |"
            + " /groups/g/slack_usergroup bad_name",
        "{'people': [], 'groups': {'g': {'members': [], 'slack_channel': 'C1',"
            + " 'slack_usergroup': 'leads'}}} | /groups/g/slack_usergroup bad_name",
        "{'people': [], 'groups': {'g': {'members': [], 'teams_direct': 'yes'}}} |"
            + " /groups/g/teams_direct wrong_type",
        "{'people': [{'id': 'p', 'name': 'N'}], 'groups': {'g': {'members': ['p', 'p']}}} |"
            + " /groups/g/members/1 duplicate_member",
        "{'people': [], 'agents': {'a': {'owner': 'p', 'key': 'ck_live_a1b2c3d4', 'may_propose':"
            + " []}}} | /agents/a/owner unknown_person",
        "{'people': [], 'agents': {'a': {'key': 'ck_live_a1b2c3d4', 'may_propose': []}}}           "
            + "    | /agents/a/owner required",
        "{'people': [], 'agents': {'a': {'owner': 'p', 'may_propose': []}}}                        "
            + "    | /agents/a/key required",
        "{'people': [], 'agents': {'a': {'owner': 'p', 'key': 'ck_live_a1b2c3d4'}}}                "
            + "    | /agents/a/may_propose required",
        "{'people': [], 'agents': {'a': {'key': 'ck_prod_a1b2c3d4'}}}       | /agents/a/key"
            + " bad_key",
        "{'people': [], 'agents': {'a': {'key': 'ck_live_a1b2c3d'}}}        | /agents/a/key"
            + " bad_key",
        "{'people': [], 'agents': {'a': {'key': 'ck_live_A1B2C3D4'}}}       | /agents/a/key"
            + " bad_key",
        "{'people': [], 'agents': {'a': {'key': 'ck_live_a1b2c3d4_s3cret'}}} | /agents/a/key"
            + " bad_key",
        "{'people': [], 'agents': {'a': {'may_propose': ['sql']}}}          |"
            + " /agents/a/may_propose/0 unknown_action_class",
        "{'people': [], 'agents': {'a': {'environments': ['*']}}}           |"
            + " /agents/a/environments/0 unknown_environment",
        "{'people': [], 'agents': {'a b': {}}}                              | /agents/a b bad_name",
        "{'people': [], 'agents': {'a': {'secret': 'x'}}}                   | /agents/a/secret"
            + " unknown_key",
      })
  void aFileHasItsShape(String json, String problem) {
    assertThat(problems(json.replace('\'', '"'))).contains(problem);
  }

  @Test
  void oneAccountBelongsToOnePerson() {
    String person =
        "{\"id\": \"p%d\", \"name\": \"N\", \"accounts\": {\"slack\": {\"team\": \"T\", \"user\":"
            + " \"%s\"}}}";

    assertThat(
            problems(
                "{\"people\": [%s, %s, %s]}"
                    .formatted(
                        person.formatted(1, "U1"),
                        person.formatted(2, "U2"),
                        person.formatted(3, "U1"))))
        .containsExactly("/people/2/accounts/slack duplicate_account");
  }

  @Test
  void anAgentNeedNotNameAPersonUnlessItsEntrySaysSo() {
    String agent =
        "{\"owner\": \"p\", \"key\": \"ck_test_a1b2c3d%d\", \"may_propose\": [\"message\"]%s}";
    String file =
        "{\"people\": [{\"id\": \"p\", \"name\": \"N\"}], \"agents\": {\"a\": %s, \"b\": %s}}";

    assertThat(
            ((PeopleReading.Read)
                    PeopleReader.read(
                        (JsonObject)
                            CanonicalJson.parse(
                                file.formatted(
                                        agent.formatted(1, ""),
                                        agent.formatted(2, ", \"must_name_person\": true"))
                                    .getBytes(UTF_8))))
                .people()
                .agents())
        .extracting(Agent::mustNamePerson)
        .containsExactly(false, true);
    assertThat(
            problems(
                file.formatted(
                    agent.formatted(1, ""), agent.formatted(2, ", \"must_name_person\": \"yes\""))))
        .containsExactly("/agents/b/must_name_person wrong_type");
  }

  @Test
  void anAgentActsEverywhereUnlessItsEntrySaysWhere() {
    Agent everywhere = people(FILE).agents().getFirst();
    Agent staging = acting("[\"staging\"]");

    assertThat(everywhere.environments()).isEqualTo(Agent.EVERYWHERE);
    assertThat(staging.environments()).containsExactly(Environment.STAGING);
    assertThat(acting("[]").environments()).isEmpty();
    assertThat(acting("[\"test\",\"development\",\"staging\",\"production\"]"))
        .isEqualTo(everywhere);
  }

  private static Agent acting(String environments) {
    return people(FILE.replace("\"key\": ", "\"environments\": " + environments + ", \"key\": "))
        .agents()
        .getFirst();
  }

  @Test
  void oneKeyBelongsToOneAgent() {
    String agent =
        "{\"owner\": \"p\", \"key\": \"ck_test_a1b2c3d4\", \"may_propose\": [\"message\"]}";

    assertThat(
            problems(
                "{\"people\": [{\"id\": \"p\", \"name\": \"N\"}], \"agents\": {\"a\": %s, \"b\": %s}}"
                    .formatted(agent, agent)))
        .containsExactly("/agents/b/key duplicate_key");
  }

  @Test
  void aGroupHasNoMoreMembersThanAreLookedAt() {
    String members =
        IntStream.rangeClosed(0, Directory.MOST_MEMBERS)
            .mapToObj(i -> "\"p" + i + "\"")
            .collect(Collectors.joining(","));

    assertThat(problems("{\"people\": [], \"groups\": {\"g\": {\"members\": [" + members + "]}}}"))
        .containsExactly("/groups/g/members too_many");
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    assertThat(
            problems(
                """
                {"people": [{"id": "p", "name": "N", "age": 3}],
                 "groups": {"g": {"members": ["q"]}},
                 "agents": {"a": {"owner": "r", "key": "x", "may_propose": ["everything"]}}}
                """))
        .containsExactly(
            "/people/0/age unknown_key",
            "/groups/g/members/0 unknown_person",
            "/agents/a/owner unknown_person",
            "/agents/a/key bad_key",
            "/agents/a/may_propose/0 unknown_action_class");
  }

  static People people(String json) {
    return switch (PeopleReader.read(object(json))) {
      case PeopleReading.Read(People people) -> people;
      case PeopleReading.Unreadable unreadable -> throw new AssertionError(unreadable);
    };
  }

  private static List<String> problems(String json) {
    return switch (PeopleReader.read(object(json))) {
      case PeopleReading.Read _ -> List.of();
      case PeopleReading.Unreadable(List<PeopleProblem> problems) ->
          problems.stream().map(problem -> problem.pointer() + " " + problem.code()).toList();
    };
  }

  private static JsonObject object(String json) {
    return (JsonObject) CanonicalJson.parse(json.getBytes(UTF_8));
  }
}
