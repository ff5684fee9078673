package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.util.Optional;
import java.util.Set;

/// A set of people who may decide, and where they are asked.
///
/// @param teamsDirect whether members are also asked in their personal chats in Teams
public record Group(
    GroupName name,
    Set<PersonId> members,
    Optional<String> slackChannel,
    Optional<String> teamsChannel,
    boolean teamsDirect) {
  public Group {
    members = Set.copyOf(members);
  }
}
