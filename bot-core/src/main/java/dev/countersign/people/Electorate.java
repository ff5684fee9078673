package dev.countersign.people;

import dev.countersign.policy.Finding;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Whether the stages of a ruling can be satisfied by the people there are. A request that nobody
/// is able to approve is refused with the reason instead of being asked and left to expire.
public final class Electorate {
  static final String NOBODY = "nobody_can_decide";

  private Electorate() {}

  /// Why these stages cannot be satisfied; empty when they can. Looks at no more than
  /// [Directory#MOST_MEMBERS] members of a group.
  ///
  /// @param conflicted persons who may not decide: who proposed, the person acted for, the owner of
  ///   the agent …
  /// @param reached whether a group is asked in a place where this account can press; who has no
  ///   such account cannot decide for the group
  public static List<Finding> whyNobodyCan(
      List<Stage> stages,
      Directory directory,
      Set<PersonId> conflicted,
      BiPredicate<GroupName, AccountId> reached) {
    var findings = new ArrayList<Finding>();
    var voters = new ArrayList<List<Person>>();
    for (Stage stage : stages) {
      List<Person> able =
          able(
              directory.members(stage.group()),
              conflicted,
              account -> reached.test(stage.group(), account));
      voters.add(able);
      whyNot(stage, able, directory, conflicted)
          .ifPresent(because -> findings.add(Finding.of(stage.group().value(), NOBODY, because)));
    }
    if (findings.isEmpty()) {
      together(stages, voters)
          .ifPresent(because -> findings.add(Finding.of("stages", NOBODY, because)));
    }
    return List.copyOf(findings);
  }

  private static List<Person> able(
      List<Person> members, Set<PersonId> conflicted, Predicate<AccountId> reached) {
    return members.stream()
        .limit(Directory.MOST_MEMBERS)
        .filter(person -> !conflicted.contains(person.id()))
        .filter(person -> person.accounts().stream().anyMatch(reached))
        .toList();
  }

  private static Optional<String> whyNot(
      Stage stage, List<Person> able, Directory directory, Set<PersonId> conflicted) {
    if (able.size() >= stage.required()) {
      return Optional.empty();
    }
    if (directory.group(stage.group()).isEmpty()) {
      return Optional.of("There is no group of this name.");
    }
    List<Person> members = directory.members(stage.group());
    if (members.isEmpty()) {
      return Optional.of("This group has no members.");
    }
    if (members.stream().allMatch(person -> conflicted.contains(person.id()))) {
      return Optional.of("Every member of this group is excluded from deciding this action.");
    }
    if (able.isEmpty()) {
      return Optional.of(
          "No member of this group who may decide has an account on a chat where the group is asked.");
    }
    return Optional.of(
        "%d approvals are required, and %d of this group can decide."
            .formatted(stage.required(), able.size()));
  }

  /// What no stage shows alone: one person serves one stage only, and distinct functions are
  /// distinct across all.
  private static Optional<String> together(List<Stage> stages, List<List<Person>> voters) {
    List<Integer> seats =
        IntStream.range(0, stages.size())
            .boxed()
            .flatMap(stage -> IntStream.range(0, stages.get(stage).required()).mapToObj(_ -> stage))
            .toList();
    List<List<PersonId>> ids =
        voters.stream().map(able -> able.stream().map(Person::id).toList()).toList();
    if (!Matching.isComplete(seats, ids::get)) {
      return Optional.of(
          "One person decides in one stage only, and the stages together need more persons than can decide.");
    }
    return stages.stream().anyMatch(Stage::distinctFunction)
            && !new FunctionSearch(stages, voters).isPossible()
        ? Optional.of("The persons who can decide do not have enough distinct functions.")
        : Optional.empty();
  }
}
