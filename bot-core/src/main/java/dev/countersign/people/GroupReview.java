package dev.countersign.people;

import dev.countersign.json.JsonPointer;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyProblem;
import dev.countersign.policy.Rule;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What is odd about the groups that a policy asks, and keeps nobody from deciding: told, never an
/// error. What nobody could decide at all is found by [Electorate].
public final class GroupReview {
  /// Persons that one sentence names.
  public static final int MOST_NAMED = 10;

  private final Policy policy;
  private final People people;
  private final Map<GroupName, Group> groups = new HashMap<>();

  private GroupReview(Policy policy, People people) {
    this.policy = policy;
    this.people = people;
    people.groups().forEach(group -> groups.put(group.name(), group));
  }

  /// What is odd about the rules: `needed_twice`. Pointers are into the policy's file.
  public static List<PolicyProblem> ofPolicy(Policy policy, People people) {
    return new GroupReview(policy, people).neededTwice();
  }

  /// What is odd about the people: `same_members`, `unlinked_members`, `unused_group`,
  /// `in_no_group`, and what [StandInReview] finds. Pointers are into the people's file.
  public static List<PeopleProblem> ofPeople(Policy policy, People people) {
    GroupReview review = new GroupReview(policy, people);
    return Stream.of(
            review.sameMembers(),
            review.unlinked(),
            review.unused(),
            review.withoutGroup(),
            StandInReview.of(people))
        .flatMap(List::stream)
        .toList();
  }

  /// A person counts once in a request. Whoever decides in an earlier stage may be the one whom a
  /// later one lacks.
  private List<PolicyProblem> neededTwice() {
    List<PolicyProblem> found = new ArrayList<>();
    for (int i = 0; i < policy.rules().size(); i++) {
      List<Stage> stages = policy.rules().get(i).stages();
      List<List<Integer>> steps = Stage.steps(stages);
      for (int later = 1; later < stages.size(); later++) {
        for (int earlier = 0; earlier < firstOfStep(steps, later); earlier++) {
          Set<PersonId> both = new HashSet<>(members(stages.get(earlier)));
          both.retainAll(members(stages.get(later)));
          int left =
              members(stages.get(later)).size()
                  - Math.min(both.size(), stages.get(earlier).required());
          if (!both.isEmpty() && left < stages.get(later).required()) {
            found.add(
                new PolicyProblem(
                    "/rules/" + i + "/stages/" + place(steps, later),
                    "needed_twice",
                    "A person counts once in a request, and %s in both groups: whoever approves for %s first is not there for %s, which needs %d of its %d."
                        .formatted(
                            named(both) + (both.size() == 1 ? " is" : " are"),
                            stages.get(earlier).group(),
                            stages.get(later).group(),
                            stages.get(later).required(),
                            members(stages.get(later)).size())));
          }
        }
      }
    }
    return found;
  }

  /// Those of one step are asked at once, and no choice for one of them keeps another out.
  private static int firstOfStep(List<List<Integer>> steps, int stage) {
    return steps.get(step(steps, stage)).getFirst();
  }

  private static String place(List<List<Integer>> steps, int stage) {
    int step = step(steps, stage);
    List<Integer> together = steps.get(step);
    return together.size() == 1 ? "" + step : step + "/together/" + together.indexOf(stage);
  }

  private static int step(List<List<Integer>> steps, int stage) {
    return IntStream.range(0, steps.size())
        .filter(step -> steps.get(step).contains(stage))
        .findFirst()
        .orElseThrow();
  }

  private Set<PersonId> members(Stage stage) {
    Group group = groups.get(stage.group());
    return group == null
        ? Set.of()
        : people.persons().stream()
            .filter(person -> group.members().contains(person.id()))
            .filter(person -> stage.admits(person.functions()))
            .map(Person::id)
            .collect(Collectors.toUnmodifiableSet());
  }

  private List<PeopleProblem> sameMembers() {
    List<PeopleProblem> found = new ArrayList<>();
    Map<Set<PersonId>, Group> first = new HashMap<>();
    for (Group group : people.groups()) {
      Group other = group.members().isEmpty() ? null : first.putIfAbsent(group.members(), group);
      if (other != null) {
        found.add(
            new PeopleProblem(
                pointer(group),
                "same_members",
                "This group has the very members of %s: two stages that ask both ask the same people."
                    .formatted(other.name())));
      }
    }
    return found;
  }

  private List<PeopleProblem> unlinked() {
    Map<PersonId, Person> persons =
        people.persons().stream().collect(Collectors.toMap(Person::id, person -> person));
    Set<GroupName> asked = asked();
    List<PeopleProblem> found = new ArrayList<>();
    for (Group group : people.groups()) {
      Set<PersonId> unlinked =
          group.members().stream()
              .filter(id ->
                  Optional.ofNullable(persons.get(id)).stream()
                      .flatMap(person -> person.accounts().stream())
                      .noneMatch(account -> group.places().containsKey(account.surface())))
              .collect(Collectors.toSet());
      // Where all are, or nobody is asked, no stage can be satisfied, and that is told.
      if (asked.contains(group.name())
          && !group.places().isEmpty()
          && !unlinked.isEmpty()
          && unlinked.size() < group.members().size()) {
        found.add(
            new PeopleProblem(
                pointer(group) + "/members",
                "unlinked_members",
                "%d of %d members have no account where this group is asked, so they cannot decide: %s."
                    .formatted(unlinked.size(), group.members().size(), named(unlinked))));
      }
    }
    return found;
  }

  private List<PeopleProblem> unused() {
    Set<GroupName> asked = asked();
    return people.groups().stream()
        .filter(group -> !asked.contains(group.name()))
        .map(group ->
            new PeopleProblem(
                pointer(group), "unused_group", "No rule of the policy asks this group."))
        .toList();
  }

  /// Owners of agents need no group, nor does whoever decides in the place of others.
  private List<PeopleProblem> withoutGroup() {
    Set<PersonId> without =
        people.persons().stream().map(Person::id).collect(Collectors.toCollection(HashSet::new));
    people.groups().forEach(group -> without.removeAll(group.members()));
    people.agents().forEach(agent -> without.remove(agent.owner()));
    people.persons().stream()
        .filter(person -> !person.delegations().isEmpty())
        .forEach(person -> without.remove(person.id()));
    return without.isEmpty()
        ? List.of()
        : List.of(
            new PeopleProblem(
                "/people",
                "in_no_group",
                (without.size() == 1 ? "1 person is" : without.size() + " persons are")
                    + " in no group: "
                    + named(without)
                    + "."));
  }

  private Set<GroupName> asked() {
    return policy.rules().stream()
        .map(Rule::stages)
        .flatMap(List::stream)
        .flatMap(stage -> stage.groups().stream())
        .collect(Collectors.toSet());
  }

  private static String pointer(Group group) {
    return JsonPointer.below("/groups", group.name().value());
  }

  /// Their ids, the first ones of many.
  private static String named(Set<PersonId> ids) {
    Set<String> sorted =
        ids.stream().map(PersonId::value).collect(Collectors.toCollection(TreeSet::new));
    String first = sorted.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return sorted.size() > MOST_NAMED
        ? first + " and " + (sorted.size() - MOST_NAMED) + " more"
        : first;
  }
}
