package dev.countersign.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyProblem;
import dev.countersign.policy.SamplePolicies;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is told of groups, and what is left alone.
class GroupReviewTest {
  @Test
  void whoIsNeededInTwoStagesIsNamed() {
    assertThat(
            GroupReview.ofPolicy(
                asking("a", 1, "b", 1), people("'a': ['ann', 'bob'], 'b': ['bob']", "ann", "bob")))
        .containsExactly(
            new PolicyProblem(
                "/rules/0/stages/1",
                "needed_twice",
                "A person counts once in a request, and bob is in both groups: whoever approves for"
                    + " a first is not there for b, which needs 1 of its 1."));
    assertThat(
            GroupReview.ofPolicy(
                asking("a", 1, "b", 1),
                people("'a': ['ann', 'bob'], 'b': ['bob', 'cy']", "ann", "bob", "cy")))
        .as("cy is still there")
        .isEmpty();
    assertThat(
            GroupReview.ofPolicy(
                asking("a", 2, "b", 1),
                people("'a': ['ann', 'bob'], 'b': ['bob', 'ann']", "ann", "bob")))
        .as("two may go")
        .hasSize(1);
  }

  @Test
  void groupsOfTheSameMembersAreTold() {
    assertThat(
            told(
                asking("a", 1, "b", 1),
                people("'a': ['ann', 'bob'], 'b': ['bob', 'ann'], 'c': [], 'd': []", "ann", "bob")))
        .contains("/groups/b same_members")
        .doesNotContain("/groups/d same_members");
  }

  @Test
  void membersWhoCannotBeAskedAreToldWhereOthersCan() {
    People people = people("'a': ['ann', 'bob', 'cy'], 'b': ['bob']", "ann", "-bob", "-cy");

    assertThat(GroupReview.ofPeople(asking("a", 1, "a2", 1), people))
        .contains(
            new PeopleProblem(
                "/groups/a/members",
                "unlinked_members",
                "2 of 3 members have no account where this group is asked, so they cannot decide:"
                    + " bob, cy."));
    assertThat(told(asking("b", 1, "b2", 1), people))
        .as("a is asked by nobody, and of b nobody is left, which is an error of its stages")
        .noneMatch(line -> line.endsWith("unlinked_members"));
  }

  @Test
  void groupsThatNobodyAsksAndPersonsInNoneAreTold() {
    assertThat(
            GroupReview.ofPeople(
                asking("a", 1, "a2", 1),
                people("'a': ['ann'], 'z': ['ann', 'bob']", "ann", "bob", "cy")))
        .containsExactly(
            new PeopleProblem(
                "/groups/z", "unused_group", "No rule of the policy asks this group."),
            new PeopleProblem("/people", "in_no_group", "1 person is in no group: cy."));
  }

  @Test
  void whoStandsInAndIsAwayTooIsTold() {
    People people = people("'a': ['ann', 'bob'], 'b': ['bob']", "ann", "bob", "cy");

    assertThat(
            GroupReview.ofPeople(
                asking("a", 1, "b", 1), standingIn(people, Map.of("ann", "cy", "cy", "olga"), DAY)))
        .containsExactly(
            new PeopleProblem(
                "/people/0/away",
                "stand_in_away",
                "cy is named for a time until 24 December 2026 and is away for some of it: nobody"
                    + " stands in for a stand-in."),
            new PeopleProblem(
                "/people/2/away",
                "stand_in_adds_nothing",
                "cy is in no group, so there is nothing to decide in their place."));
  }

  @Test
  void whoStandsInAndIsAMemberAnywayIsTold() {
    People people = people("'a': ['ann', 'bob'], 'b': ['bob']", "ann", "bob");

    assertThat(
            GroupReview.ofPeople(
                asking("a", 1, "b", 1), standingIn(people, Map.of("ann", "bob"), DAY)))
        .containsExactly(
            new PeopleProblem(
                "/people/0/away",
                "stand_in_adds_nothing",
                "bob is in every group of ann and counts once, so that there is nothing more to"
                    + " decide."));
    assertThat(
            GroupReview.ofPeople(
                asking("a", 1, "b", 1), standingIn(people, Map.of("bob", "ann"), DAY)))
        .as("of b ann is none")
        .isEmpty();
  }

  private static final Absence DAY =
      new Absence(
          Instant.parse("2026-12-24T00:00:00Z"),
          Instant.parse("2026-12-25T00:00:00Z"),
          ZoneId.of("UTC"));

  private static People standingIn(People people, Map<String, String> named, Absence when) {
    return new People(
        people.persons().stream()
            .map(person ->
                new Person(
                    person.id(),
                    person.name(),
                    person.functions(),
                    person.groups(),
                    person.accounts(),
                    Optional.ofNullable(named.get(person.id().value())).stream()
                        .map(other ->
                            new Absence(
                                when.from(),
                                when.until(),
                                when.zone(),
                                Optional.of(new PersonId(other))))
                        .toList()))
            .toList(),
        people.groups(),
        people.agents());
  }

  @Test
  void ofManyTheFirstTenAreNamed() {
    String[] many = IntStream.range(10, 23).mapToObj(i -> "p" + i).toArray(String[]::new);

    assertThat(GroupReview.ofPeople(asking("a", 1, "b", 1), people("'a': ['p10']", many)))
        .singleElement()
        .extracting(PeopleProblem::detail)
        .isEqualTo(
            "12 persons are in no group: p11, p12, p13, p14, p15, p16, p17, p18,"
                + " p19, p20 and 2 more.");
  }

  private static List<String> told(Policy policy, People people) {
    return GroupReview.ofPeople(policy, people).stream()
        .map(problem -> problem.pointer() + " " + problem.code())
        .toList();
  }

  private static Policy asking(String first, int approvals, String second, int more) {
    return SamplePolicies.policy(
        """
        {"version": 1, "rules": [{"id": "r", "when": "true", "gate": "ask", "stages": [
          {"group": "%s", "approvals": %d}, {"group": "%s", "approvals": %d}]}]}
        """
            .formatted(first, approvals, second, more));
  }

  /// @param groups name to members
  /// @param persons who has an account, and after a `-` who has none; `olga` owns the agent
  private static People people(String groups, String... persons) {
    String all =
        List.of(persons).stream()
            .map(id ->
                "{'id': '%1$s', 'name': 'N'%2$s}"
                    .formatted(
                        id.replace("-", ""),
                        id.startsWith("-")
                            ? ""
                            : ", 'accounts': {'slack': {'team': 'T01', 'user': 'U-%s'}}"
                                .formatted(id)))
            .collect(Collectors.joining(", "));
    String placed =
        groups.replace(": [", ": {'slack_channel': 'C01', 'members': [").replace("]", "]}");
    String json =
        "{'people': [%s, {'id': 'olga', 'name': 'O'}], 'groups': {%s}, 'agents': {'bot': {'owner': 'olga', 'key': 'ck_live_a1b2c3d4', 'may_propose': []}}}"
            .formatted(all, placed)
            .replace('\'', '"');
    return switch (PeopleReader.read((JsonObject) CanonicalJson.parse(json.getBytes(UTF_8)))) {
      case PeopleReading.Read(var people) -> people;
      case PeopleReading.Unreadable unreadable -> throw new AssertionError(unreadable);
    };
  }
}
