package dev.countersign.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.policy.Escalation;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AskedNowTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Stage LEADS =
      new Stage(new GroupName("leads"), 1, false)
          .escalating(Optional.of(new Escalation(Duration.ofHours(2), new GroupName("directors"))));

  private final Directory people =
      new PeopleDirectory(
          new People(
              List.of(person("ann"), person("ben"), person("cleo")),
              List.of(group("leads", "ben", "ann"), group("directors", "cleo", "ann")),
              List.of()));

  @Test
  void aStageAsksTheMembersOfItsGroupWhoseApprovalCounts() {
    assertThat(asked(List.of(LEADS.group()), Set.of())).containsExactly("ann", "ben");
    assertThat(asked(List.of(LEADS.group()), Set.of(new PersonId("ann")))).containsExactly("ben");
  }

  @Test
  void onceItHasEscalatedItAsksThoseOfTheOtherGroupTooAndEachOnce() {
    assertThat(asked(List.of(LEADS.group(), new GroupName("directors")), Set.of()))
        .containsExactly("ann", "ben", "cleo");
  }

  @Test
  void whoStandsInIsAskedInThePlaceOfWhoeverIsAway() {
    Directory standingIn =
        new PeopleDirectory(
            new People(
                List.of(away("ann", "dan"), person("ben"), person("cleo"), person("dan")),
                List.of(group("leads", "ben", "ann"), group("directors", "cleo", "ann")),
                List.of()));

    assertThat(asked(standingIn, Set.of())).containsExactly("ben", "dan");
    assertThat(asked(standingIn, Set.of(new PersonId("ann")))).containsExactly("ben");
    assertThat(asked(standingIn, Set.of(new PersonId("dan"))))
        .as("in conflict, so Ann is still asked")
        .containsExactly("ann", "ben");
  }

  private static Person away(String id, String instead) {
    return new Person(
        new PersonId(id),
        id,
        new TreeSet<>(),
        Set.of(),
        Set.of(),
        List.of(
            new Absence(
                NOW, NOW.plusSeconds(1), ZoneId.of("UTC"), Optional.of(new PersonId(instead)))));
  }

  private static List<String> asked(Directory people, Set<PersonId> conflicted) {
    return AskedNow.of(List.of(LEADS), List.of(List.of(LEADS.group())), people, conflicted, NOW)
        .getFirst()
        .asked()
        .stream()
        .map(PersonId::value)
        .toList();
  }

  private List<String> asked(List<GroupName> groups, Set<PersonId> conflicted) {
    return AskedNow.of(List.of(LEADS), List.of(groups), people, conflicted, NOW)
        .getFirst()
        .asked()
        .stream()
        .map(PersonId::value)
        .toList();
  }

  private static Person person(String id) {
    return new Person(new PersonId(id), id, new TreeSet<>(), Set.of(), Set.of());
  }

  private static Group group(String name, String... members) {
    return new Group(
        new GroupName(name),
        List.of(members).stream().map(PersonId::new).collect(Collectors.toSet()),
        Map.of());
  }

  @Test
  void whoHasNoneOfTheFunctionsOfAStageIsNotAsked() {
    Person ben =
        new Person(new PersonId("ben"), "ben", new TreeSet<>(Set.of("legal")), Set.of(), Set.of());
    Directory some =
        new PeopleDirectory(
            new People(
                List.of(person("ann"), ben), List.of(group("leads", "ben", "ann")), List.of()));

    assertThat(
            AskedNow.of(
                    List.of(LEADS.of(Set.of("legal"))),
                    List.of(List.of(LEADS.group())),
                    some,
                    Set.of(),
                    NOW)
                .getFirst()
                .asked())
        .containsExactly(new PersonId("ben"));
  }
}
