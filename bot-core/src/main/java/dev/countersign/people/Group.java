package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.util.Optional;
import java.util.Set;

/// A set of people who may decide, and the channels where they are asked.
public record Group(
    GroupName name,
    Set<PersonId> members,
    Optional<String> slackChannel,
    Optional<String> teamsChannel) {
  public Group {
    members = Set.copyOf(members);
  }
}
