package dev.countersign.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Group.Place;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleReaderTest {
  static final String FILE =
      """
      {"people": [
         {"id": "reviewer-1", "name": "Sample Reviewer", "functions": ["support", "finance"],
          "accounts": {"slack": {"team": "T01", "user": "U01"},
                       "teams": {"tenant": "8F0B6D52-3C1E-4A77-9D0E-5B2F7A1C4E36",
                                 "aad_object_id": "5e3c1b7a-90D4-4f6b-8a21-c7d2e8f01b93"},
                       "oidc": {"iss": "https://login.example", "sub": "subject-1"}}},
         {"id": "reviewer-2", "name": "Second Reviewer"}],
       "groups": {
         "support-leads": {"members": ["reviewer-1"], "slack_channel": "C01", "teams_channel": "19:abc", "teams_direct": true},
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
            Map.entry(Surface.SLACK, Place.in("C01")),
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

  /// Where each object begins, and the keys whose effect the table below shows.
  static final Map<String, Set<String>> KEYS =
      Map.of(
          "{\"people\"",
          Set.of("people", "groups", "agents"),
          "{\"id\": \"reviewer-1\"",
          Set.of("id", "name", "functions", "accounts"),
          "{\"slack\"",
          Set.of("slack", "teams", "oidc"),
          "{\"team\"",
          Set.of("team", "user"),
          "{\"tenant\"",
          Set.of("tenant", "aad_object_id"),
          "{\"iss\"",
          Set.of("iss", "sub"),
          "{\"members\": [\"reviewer-1\"]",
          Set.of("members", "slack_channel", "teams_channel", "teams_direct"),
          "{\"owner\"",
          Set.of("owner", "key", "may_propose", "must_name_person"));

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
          "members": []                  | "members": ["reviewer-2"]
          "C01"                          | "C02"
          "19:abc"                       | "19:abd"
          "teams_direct": true           | "teams_direct": false
          "owner": "reviewer-2"          | "owner": "reviewer-1"
          "ck_live_a1b2c3d4"             | "ck_live_a1b2c3d5"
          ["message", "record_change"]   | ["message"]
          "key": "                       | "must_name_person": true, "key": "
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
