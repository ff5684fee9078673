package dev.countersign.people;

import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Whose approval never counts: the agent's owner, and the person that it says it acts for. Who
/// these are is asked anew wherever a vote counts, beside whom the proposal froze: an account may
/// have been given to somebody else since, or the agent.
public final class ProposingSide {
  private ProposingSide() {}

  /// The side by these people, of this moment or of another; nobody for an agent that is not
  /// registered and a name that nobody bears.
  ///
  /// @param onBehalfOf the name that the proposal gives
  public static Set<PersonId> of(AgentId agent, Optional<String> onBehalfOf, Directory people) {
    Set<PersonId> side = new HashSet<>();
    people.agent(agent).map(Agent::owner).ifPresent(side::add);
    actsFor(onBehalfOf, people).ifPresent(side::add);
    return Set.copyOf(side);
  }

  /// The person that the agent says it acts for; empty when it names none, or nobody that is known.
  public static Optional<PersonId> actsFor(Optional<String> onBehalfOf, Directory people) {
    return onBehalfOf.flatMap(name -> NamedPerson.find(name, people)).map(Person::id);
  }
}
