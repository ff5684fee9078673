package dev.countersign.people;

import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import java.util.Set;

/// A registered agent: who answers for it and what it may propose.
///
/// @param key the public part of its API key, `ck_<env>_<keyid>`
public record Agent(AgentId id, PersonId owner, String key, Set<ActionClass> mayPropose) {
  public Agent {
    mayPropose = Set.copyOf(mayPropose);
  }
}
