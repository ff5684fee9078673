package dev.countersign.intake;

import dev.countersign.card.CardRouting;
import dev.countersign.json.Digest;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.people.Electorate;
import dev.countersign.people.ProposingSide;
import dev.countersign.policy.AgentFacts;
import dev.countersign.policy.Audience;
import dev.countersign.policy.DerivedFacts;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyInput;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.PersonId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Rules on an action by the policy of the moment, and refuses what no chat click could ever
/// approve. Whether enough people could is asked next, by [dev.countersign.grant.QuorumProspects].
public final class RulingDesk {
  /// The intake declines such a proposal; somebody may leave the directory right after that.
  private static final Finding NOBODY =
      Finding.of("on_behalf_of", "unknown_person", "The agent acts for somebody who is not known.");

  private static final Finding NO_STRONGER_CHECK =
      Finding.of(
          "chat_approve",
          Electorate.NOBODY,
          "approving needs a stronger check than a chat click, and this deployment offers none");

  private final Supplier<Policy> policy;
  private final DomainList internalDomains;
  private final Directory directory;
  private final CardRouting routing;

  public RulingDesk(
      Supplier<Policy> policy,
      DomainList internalDomains,
      Directory directory,
      CardRouting routing) {
    this.policy = policy;
    this.internalDomains = internalDomains;
    this.directory = directory;
    this.routing = routing;
  }

  /// Which import of people rulings are made under at this moment.
  Optional<Digest> people() {
    return directory.version();
  }

  /// @param asked the people of the moment at which it was ruled, as far as they are asked
  /// @param routing where they are asked, by the same moment
  record Ruled(Ruling ruling, Directory asked, CardRouting routing) {}

  Ruled rule(Agent agent, Action action, Context context) {
    Ruling ruling = byPolicy(agent, action, context);
    if (context.onBehalfOf().isPresent() && actsFor(context).isEmpty()) {
      return new Ruled(ruling.refusedBecause(NOBODY), directory, routing);
    }
    if (ruling.gate() != Gate.ASK) {
      return new Ruled(ruling, directory, routing);
    }
    Directory asked =
        directory.only(
            ruling.stages().stream().map(Stage::group).collect(Collectors.toUnmodifiableSet()));
    return new Ruled(
        ruling.chatApprove() ? ruling : ruling.refusedBecause(NO_STRONGER_CHECK),
        asked,
        routing.by(asked));
  }

  /// What the policy alone says, whoever is there to answer.
  public Ruling byPolicy(Agent agent, Action action, Context context) {
    return policy
        .get()
        .rule(
            new PolicyInput(
                action, context, DerivedFacts.of(action, internalDomains), agentFacts(agent)));
  }

  Audience audience(Action action) {
    return DerivedFacts.audienceOfRecipients(action, internalDomains);
  }

  private static AgentFacts agentFacts(Agent agent) {
    return new AgentFacts(agent.id(), agent.owner(), Optional.of(agent.key().split("_", 3)[1]));
  }

  /// Whose approval never counts: the agent's owner, and the person that it acts for.
  Set<PersonId> conflicted(Agent agent, Context context) {
    Set<PersonId> conflicted =
        new HashSet<>(ProposingSide.of(agent.id(), context.onBehalfOf(), directory));
    conflicted.add(agent.owner());
    return Set.copyOf(conflicted);
  }

  /// The person that the agent says it acts for; empty when it names none, or nobody that is known.
  Optional<PersonId> actsFor(Context context) {
    return ProposingSide.actsFor(context.onBehalfOf(), directory);
  }
}
