package dev.countersign.people;

import dev.countersign.policy.AgentFacts;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import java.util.Optional;
import java.util.Set;

/// A registered agent: who answers for it and what it may propose.
///
/// @param key the public part of its API key
/// @param mustNamePerson whether each of its proposals has to say for whom it acts
public record Agent(
    AgentId id, PersonId owner, AgentKey key, Set<ActionClass> mayPropose, boolean mustNamePerson) {
  /// What a key may do until somebody says otherwise.
  public static final Set<String> DEFAULT_SCOPES = Set.of("propose", "read");

  public Agent {
    mayPropose = Set.copyOf(mayPropose);
  }

  /// An agent that may act for nobody in particular.
  public Agent(AgentId id, PersonId owner, AgentKey key, Set<ActionClass> mayPropose) {
    this(id, owner, key, mayPropose, false);
  }

  /// What a policy knows of it.
  public AgentFacts facts() {
    return new AgentFacts(id, owner, Optional.of(key.environment()));
  }
}
