package dev.countersign.ledger;

import dev.countersign.policy.GroupName;
import java.util.Map;
import java.util.Set;

/// The port to whether what waits for groups is still what it was. Cheap enough to be asked every
/// second, by whichever replica has somebody who looks.
public interface WaitingMarks {
  /// How many of a group's requests are in its mark: the gravest, then the nearest deadlines.
  int MOST_MARKED = 1_000;

  /// @return for each group a text that changes when one of its requests comes, goes, or is due at
  ///   another time; the same text on every replica
  Map<GroupName, String> marks(Set<GroupName> groups);
}
