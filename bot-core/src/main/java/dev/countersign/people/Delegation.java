package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;

/// What somebody who is away has given another person to decide: the same fact as the
/// [Absence#instead] of the one who is away, seen from the other side.
///
/// @param from who is away
/// @param groups of which the absent person is a member; never those that others gave them
/// @param begins when the absence begins
/// @param ends when it is over; at this instant it gives nothing any more
public record Delegation(PersonId from, Set<GroupName> groups, Instant begins, Instant ends) {
  /// By the ids of those who are away, then by time.
  static final Comparator<Delegation> ORDER =
      Comparator.comparing((Delegation each) -> each.from().value())
          .thenComparing(Delegation::begins);

  public Delegation {
    groups = Set.copyOf(groups);
  }

  /// Whether it lets its person decide for this group at this moment.
  public boolean covers(GroupName group, Instant moment) {
    return groups.contains(group) && isInForce(moment);
  }

  boolean isInForce(Instant moment) {
    return !moment.isBefore(begins) && moment.isBefore(ends);
  }
}
