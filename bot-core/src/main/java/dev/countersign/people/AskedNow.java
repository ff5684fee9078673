package dev.countersign.people;

import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whom a stage asks at one moment, and who is on call for it then.
///
/// @param asked the members of the group whose approval counts, in the order of their ids
/// @param onCall empty where the group has no rotation, and before it begins
public record AskedNow(List<PersonId> asked, Optional<PersonId> onCall) {
  public AskedNow {
    asked = List.copyOf(asked);
  }

  /// @param conflicted persons whose approval never counts
  /// @return one for each stage, in their order
  public static List<AskedNow> of(
      List<Stage> stages, Directory people, Set<PersonId> conflicted, Instant now) {
    return stages.stream()
        .map(stage ->
            new AskedNow(
                people.members(stage.group()).stream()
                    .map(Person::id)
                    .filter(person -> !conflicted.contains(person))
                    .toList(),
                people.group(stage.group()).flatMap(group -> group.onCallAt(now))))
        .toList();
  }
}
