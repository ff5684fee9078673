package dev.countersign.people;

import dev.countersign.policy.AgentFacts;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.PersonId;
import java.util.Optional;
import java.util.Set;

/// A registered agent: who answers for it and what it may propose.
///
/// @param key the public part of its API key
/// @param environments where what it proposes may take effect
/// @param mustNamePerson whether each of its proposals has to say for whom it acts
public record Agent(
    AgentId id,
    PersonId owner,
    AgentKey key,
    Set<ActionClass> mayPropose,
    Set<Environment> environments,
    boolean mustNamePerson) {
  /// Where an agent may act of which the file says nothing.
  public static final Set<Environment> EVERYWHERE = Set.of(Environment.values());

  /// What a key may do until somebody says otherwise.
  public static final Set<String> DEFAULT_SCOPES = Set.of("propose", "read");

  public Agent {
    mayPropose = Set.copyOf(mayPropose);
    environments = Set.copyOf(environments);
  }

  /// An agent that may act everywhere, and for nobody in particular.
  public Agent(AgentId id, PersonId owner, AgentKey key, Set<ActionClass> mayPropose) {
    this(id, owner, key, mayPropose, EVERYWHERE, false);
  }

  /// The first of its rights that an action wants and it does not have.
  public Optional<MissingRight> missing(Action action) {
    if (!mayPropose.contains(action.actionClass())) {
      return Optional.of(MissingRight.CLASS_NOT_PERMITTED);
    }
    return environments.contains(action.environment())
        ? Optional.empty()
        : Optional.of(MissingRight.ENVIRONMENT_NOT_PERMITTED);
  }

  /// What an agent may not do; its name is the code.
  public enum MissingRight {
    CLASS_NOT_PERMITTED,
    ENVIRONMENT_NOT_PERMITTED
  }

  /// What a policy knows of it.
  public AgentFacts facts() {
    return new AgentFacts(id, owner, Optional.of(key.environment()));
  }
}
