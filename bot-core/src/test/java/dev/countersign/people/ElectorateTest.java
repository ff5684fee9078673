package dev.countersign.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.policy.Finding;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElectorateTest {
  private static final Set<Surface> EVERYWHERE = EnumSet.allOf(Surface.class);
  private final Town town = new Town();

  @Test
  void enoughPersonsCanDecide() {
    town.person("a").person("b").group("leads", "a", "b");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 2))).isEmpty();
  }

  @Test
  void whatAsksNobodyNeedsNobody() {
    assertThat(why(EVERYWHERE, Set.of())).isEmpty();
  }

  @Test
  void anUnknownGroupCannotDecide() {
    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1)))
        .containsExactly(nobody("leads", "There is no group of this name."));
  }

  @Test
  void anEmptyGroupCannotDecide() {
    town.group("leads");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1)))
        .containsExactly(nobody("leads", "This group has no members."));
  }

  @Test
  void aGroupOfExcludedPersonsCannotDecide() {
    town.person("a").person("b").group("leads", "a", "b");

    assertThat(why(EVERYWHERE, Set.of("a", "b"), stage("leads", 1)))
        .containsExactly(
            nobody("leads", "Every member of this group is excluded from deciding this action."));
    assertThat(why(EVERYWHERE, Set.of("a"), stage("leads", 1))).isEmpty();
  }

  @Test
  void personsWithoutAnAccountOnTheSurfaceCannotDecide() {
    town.person("a").group("leads", "a");

    assertThat(why(Set.of(Surface.SLACK), Set.of(), stage("leads", 1))).isEmpty();
    assertThat(why(Set.of(Surface.TEAMS, Surface.CONSOLE), Set.of(), stage("leads", 1)))
        .containsExactly(
            nobody(
                "leads",
                "No member of this group who may decide has an account on a chat where the group is asked."));
  }

  /// Being asked elsewhere, for another group, helps nobody.
  @Test
  void everyGroupNeedsPersonsWhereItIsAskedItself() {
    town.person("a").person("b").group("leads", "a").group("legal", "b");

    assertThat(
            Electorate.whyNobodyCan(
                List.of(stage("leads", 1), stage("legal", 1)),
                town.directory(),
                Set.of(),
                (group, _) -> group.value().equals("leads")))
        .extracting(Finding::subject)
        .containsExactly("legal");
  }

  @Test
  void tooFewPersonsCannotDecide() {
    town.person("a").person("b").group("leads", "a", "b");

    assertThat(why(EVERYWHERE, Set.of("b"), stage("leads", 2)))
        .containsExactly(
            nobody("leads", "2 approvals are required, and 1 of this group can decide."));
  }

  @Test
  void everyStageThatCannotBeSatisfiedIsTold() {
    town.person("a").group("leads", "a").group("legal");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1), stage("legal", 1), stage("finance", 1)))
        .extracting(Finding::subject)
        .containsExactly("legal", "finance");
  }

  @Test
  void onePersonCannotServeTwoStages() {
    town.person("a").group("leads", "a").group("legal", "a");

    assertThat(why(EVERYWHERE, Set.of(), stage("leads", 1), stage("legal", 1)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.subject()).isEqualTo("stages");
          assertThat(finding.result()).isEqualTo("nobody_can_decide");
        });
  }

  @Test
  void personsAreSharedOutOverStagesWhereThatIsPossible() {
    town.person("a").person("b").person("c");
    town.group("one", "a", "b", "c").group("two", "a", "b").group("three", "a");

    assertThat(why(EVERYWHERE, Set.of(), stage("one", 1), stage("two", 1), stage("three", 1)))
        .isEmpty();
    assertThat(why(EVERYWHERE, Set.of("c"), stage("one", 1), stage("two", 1), stage("three", 1)))
        .isNotEmpty();
  }

  @Test
  void distinctFunctionsNeedPersonsOfDistinctFunctions() {
    town.person("a", "it").person("b", "it").person("c", "it", "finance");
    town.group("admins", "a").group("managers", "b").group("mixed", "c");

    assertThat(why(EVERYWHERE, Set.of(), stage("admins", 1), distinct("managers", 1)))
        .containsExactly(
            nobody("stages", "The persons who can decide do not have enough distinct functions."));
    assertThat(why(EVERYWHERE, Set.of(), stage("admins", 1), distinct("mixed", 1))).isEmpty();
    assertThat(why(EVERYWHERE, Set.of(), distinct("mixed", 1), stage("admins", 1))).isEmpty();
    assertThat(why(EVERYWHERE, Set.of(), stage("admins", 1), stage("managers", 1))).isEmpty();
  }

  @Test
  void aPersonWithoutAFunctionCannotGiveADistinctOne() {
    town.person("a").group("managers", "a");

    assertThat(why(EVERYWHERE, Set.of(), distinct("managers", 1))).isNotEmpty();
    assertThat(why(EVERYWHERE, Set.of(), stage("managers", 1))).isEmpty();
  }

  @Test
  void theLargestGroupsAreCheckedQuickly() {
    String[] everybody =
        IntStream.range(0, Directory.MOST_MEMBERS)
            .mapToObj(i -> "p" + i)
            .peek(id -> town.person(id, "f" + id.length()))
            .toArray(String[]::new);
    IntStream.range(0, 10).forEach(i -> town.group("g" + i, everybody));
    Stage[] stages =
        IntStream.range(0, 10).mapToObj(i -> distinct("g" + i, 20)).toArray(Stage[]::new);

    // Two functions for 200 seats: hopeless, and found within the bounds of the search or not at
    // all.
    assertThat(why(EVERYWHERE, Set.of(), stages)).hasSizeLessThanOrEqualTo(1);
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theAnswerAgreesWithTryingEverything(int seed) {
    var random = new Random(seed);
    List<String> ids = IntStream.range(0, 1 + random.nextInt(5)).mapToObj(i -> "p" + i).toList();
    ids.forEach(id -> town.person(id, some(random, List.of("f", "g", "h"))));
    List<Stage> stages =
        IntStream.range(0, 1 + random.nextInt(3))
            .mapToObj(i -> {
              town.group("s" + i, some(random, ids));
              return new Stage(new GroupName("s" + i), 1 + random.nextInt(2), random.nextBoolean());
            })
            .toList();

    boolean possible =
        Electorate.whyNobodyCan(stages, town.directory(), Set.of(), (_, _) -> true).isEmpty();

    assertThat(possible)
        .isEqualTo(tryEverything(seats(stages), 0, new HashSet<>(), new ArrayList<>()));
  }

  /// One approval as the transition table sees it.
  private record Given(boolean distinct, Optional<String> function) {}

  private boolean tryEverything(
      List<Stage> seats, int index, Set<PersonId> used, List<Given> given) {
    if (index == seats.size()) {
      return areDistinct(given);
    }
    Stage seat = seats.get(index);
    for (Person person : town.directory().members(seat.group())) {
      if (used.add(person.id())) {
        List<Optional<String>> choices =
            person.functions().isEmpty()
                ? List.of(Optional.empty())
                : person.functions().stream().map(Optional::of).toList();
        for (Optional<String> choice : choices) {
          given.add(new Given(seat.distinctFunction(), choice));
          boolean filled = tryEverything(seats, index + 1, used, given);
          given.removeLast();
          if (filled) {
            return true;
          }
        }
        used.remove(person.id());
      }
    }
    return false;
  }

  private static boolean areDistinct(List<Given> given) {
    return IntStream.range(0, given.size())
        .filter(i -> given.get(i).distinct())
        .allMatch(i ->
            given.get(i).function().isPresent()
                && IntStream.range(0, given.size())
                    .filter(other -> other != i)
                    .noneMatch(
                        other -> given.get(other).function().equals(given.get(i).function())));
  }

  private static List<Stage> seats(List<Stage> stages) {
    return stages.stream()
        .flatMap(stage -> IntStream.range(0, stage.required()).mapToObj(_ -> stage))
        .toList();
  }

  private static String[] some(Random random, List<String> values) {
    return values.stream().filter(_ -> random.nextBoolean()).toArray(String[]::new);
  }

  private List<Finding> why(Set<Surface> surfaces, Set<String> conflicted, Stage... stages) {
    return Electorate.whyNobodyCan(
        List.of(stages),
        town.directory(),
        conflicted.stream().map(PersonId::new).collect(Collectors.toSet()),
        (_, account) -> surfaces.contains(account.surface()));
  }

  private static Finding nobody(String subject, String because) {
    return Finding.of(subject, "nobody_can_decide", because);
  }

  private static Stage stage(String group, int required) {
    return new Stage(new GroupName(group), required, false);
  }

  private static Stage distinct(String group, int required) {
    return new Stage(new GroupName(group), required, true);
  }

  /// People whom a test adds one by one; everybody has a Slack account.
  private static final class Town {
    private final Map<PersonId, Person> persons = new LinkedHashMap<>();
    private final Map<GroupName, Group> groups = new LinkedHashMap<>();

    Town person(String id, String... functions) {
      var person =
          new Person(
              new PersonId(id),
              id,
              new TreeSet<>(List.of(functions)),
              Set.of(),
              Set.of(new AccountId(Surface.SLACK, "T01", id)));
      persons.put(person.id(), person);
      return this;
    }

    Town group(String name, String... members) {
      var group =
          new Group(
              new GroupName(name),
              Arrays.stream(members).map(PersonId::new).collect(Collectors.toSet()),
              Optional.empty(),
              Optional.empty(),
              false);
      groups.put(group.name(), group);
      return this;
    }

    Directory directory() {
      return new PeopleDirectory(
          new People(List.copyOf(persons.values()), List.copyOf(groups.values()), List.of()));
    }
  }
}
