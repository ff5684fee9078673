package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Whom a stage asks at one moment, and who is on call for it then.
///
/// @param asked those whose approval counts, in the order of their ids: members of the stage's
///   group, and of those that it asks too; whoever stands in for a member who is away is asked in
///   their place
/// @param onCall of the stage's group; empty where it has no rotation, and before it begins
public record AskedNow(List<PersonId> asked, Optional<PersonId> onCall) {
  public AskedNow {
    asked = List.copyOf(asked);
  }

  /// @param groups for each stage the groups that it asks by now, its own first
  /// @param conflicted persons whose approval never counts
  /// @return one for each stage, in their order
  public static List<AskedNow> of(
      List<Stage> stages,
      List<List<GroupName>> groups,
      Directory people,
      Set<PersonId> conflicted,
      Instant now) {
    return IntStream.range(0, stages.size())
        .mapToObj(index -> {
          Stage stage = stages.get(index);
          return new AskedNow(
              asked(stage, groups.get(index), people, conflicted, now),
              people.group(stage.group()).flatMap(group -> group.onCallAt(now)));
        })
        .toList();
  }

  private static List<PersonId> asked(
      Stage stage,
      List<GroupName> groups,
      Directory people,
      Set<PersonId> conflicted,
      Instant now) {
    return groups.stream()
        .flatMap(group -> people.members(group).stream())
        .filter(member -> !conflicted.contains(member.id()))
        .map(member ->
            member
                .insteadAt(now)
                .filter(person -> !conflicted.contains(person))
                .orElse(member.id()))
        .filter(person -> stage.functions().isEmpty() || isAdmitted(stage, person, people))
        .distinct()
        .sorted(Comparator.comparing(PersonId::value))
        .toList();
  }

  private static boolean isAdmitted(Stage stage, PersonId person, Directory people) {
    return people.byId(person).filter(found -> stage.admits(found.functions())).isPresent();
  }
}
