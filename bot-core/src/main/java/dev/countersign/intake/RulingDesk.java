package dev.countersign.intake;

import dev.countersign.card.CardRouting;
import dev.countersign.json.Digest;
import dev.countersign.people.Agent;
import dev.countersign.people.Beneficiaries;
import dev.countersign.people.Directory;
import dev.countersign.people.Electorate;
import dev.countersign.people.ProposingSide;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.AgentFacts;
import dev.countersign.policy.DerivedFacts;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Lapse;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyInput;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Audience;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Rules on an action by the policy of the moment, and refuses what no surface of this deployment
/// could ever have approved. Whether enough people could is asked next, by
/// [dev.countersign.grant.QuorumProspects].
public final class RulingDesk {
  /// The intake declines such a proposal; somebody may leave the directory right after that.
  private static final Finding NOBODY =
      Finding.of("on_behalf_of", "unknown_person", "The agent acts for somebody who is not known.");

  private static final Finding NO_STRONGER_CHECK =
      Finding.of(
          "chat_approve",
          Electorate.NOBODY,
          "approving needs a stronger check than a chat click, and this deployment offers none");

  private static final Finding NO_PAGES =
      Finding.of(
          "attachments",
          Electorate.NOBODY,
          "Attachments must be opened by whoever approves, and this deployment has no console where"
              + " that could be. Put what they say into the message, or let another rule of the"
              + " policy ask.");

  private final Supplier<Policy> policy;
  private final DomainList internalDomains;
  private final Directory directory;
  private final CardRouting routing;

  /// By this list of domains, which never changes here.
  private final RecentRulings recent = new RecentRulings();

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

  /// A ruling with the people of one and the same import: whoever checks it later knows only that
  /// one.
  ///
  /// @param agent as it is registered there; as its credential said, once it is not any more
  /// @param people the digest of the import; empty where nothing was imported
  /// @param actsFor the person that the agent acts for
  /// @param conflicted whose approval never counts: the agent's owner, the person that it acts for,
  ///   whom the action is for, and whoever edited this or an earlier revision
  /// @param asked the people who are asked, and nobody else
  /// @param routing where they are asked
  record Ruled(
      Ruling ruling,
      Agent agent,
      Optional<Digest> people,
      Optional<PersonId> actsFor,
      Set<PersonId> conflicted,
      Directory asked,
      CardRouting routing) {}

  /// @param proposer from the verified credential
  /// @param now by the ledger's clock
  /// @param imported which import of people was in force just now, where that is known
  /// @param usedUp rules whose standing approval has no room for this
  Ruled rule(
      Agent proposer,
      Action action,
      Context context,
      Instant now,
      Optional<Digest> imported,
      Map<String, Lapse> usedUp) {
    Directory people = directory.asOf(imported);
    Agent agent = people.agent(proposer.id()).orElse(proposer);
    Ruling ruling =
        reachable(
            byPolicy(agent, action, context, now, usedUp), context, people, routing.surfaces());
    Set<PersonId> conflicted = conflicted(agent.facts(), context, ruling, people);
    Directory asked = people.only(Stage.groups(ruling.stages()));
    return new Ruled(
        ruling,
        agent,
        people.version(),
        ProposingSide.actsFor(context.onBehalfOf(), people),
        conflicted,
        asked,
        routing.by(asked));
  }

  /// Whose approval never counts, by these people.
  public static Set<PersonId> conflicted(
      AgentFacts agent, Context context, Ruling ruling, Directory people) {
    Set<PersonId> conflicted =
        new HashSet<>(ProposingSide.of(agent.id(), context.onBehalfOf(), people));
    conflicted.add(agent.owner());
    conflicted.addAll(Beneficiaries.of(ruling.beneficiaries(), people));
    conflicted.addAll(context.authors());
    return Set.copyOf(conflicted);
  }

  /// The ruling, or its refusal where no surface could ever have it approved or where the agent
  /// acts for nobody that is known.
  public static Ruling reachable(
      Ruling ruling, Context context, Directory people, Surfaces surfaces) {
    if (context.onBehalfOf().isPresent()
        && ProposingSide.actsFor(context.onBehalfOf(), people).isEmpty()) {
      return ruling.refusedBecause(NOBODY);
    }
    if (!ruling.openFirst().isEmpty() && surfaces.pages().isEmpty()) {
      return ruling.refusedBecause(NO_PAGES);
    }
    return ruling.gate() == Gate.ASK && !ruling.chatApprove() && !surfaces.offerStrongerCheck()
        ? ruling.refusedBecause(NO_STRONGER_CHECK)
        : Beneficiaries.told(ruling, people);
  }

  /// What the policy alone says of a request that was opened, whoever is there to answer. A
  /// standing approval allows only what it was counted for then.
  ///
  /// @param kept the ruling under which the request was opened
  public Ruling again(Agent agent, Action action, Context context, Instant now, Ruling kept) {
    Ruling ruling = byPolicy(agent, action, context, now, Map.of());
    Map<String, Lapse> notCounted = ruling.notCountedIn(kept);
    return notCounted.isEmpty() ? ruling : byPolicy(agent, action, context, now, notCounted);
  }

  /// @param lapses beside the standing approvals that are over
  private Ruling byPolicy(
      Agent agent, Action action, Context context, Instant now, Map<String, Lapse> lapses) {
    Policy policyNow = policy.get();
    AgentFacts facts = agent.facts();
    Map<String, Lapse> ended = policyNow.ended(now);
    if (!lapses.isEmpty()) {
      Map<String, Lapse> all = new HashMap<>(lapses);
      all.putAll(ended);
      return ruled(policyNow, action, context, facts, all);
    }
    return recent
        .find(policyNow, action, context, facts, ended.keySet())
        .orElseGet(() -> {
          Ruling ruling = ruled(policyNow, action, context, facts, ended);
          recent.keep(policyNow, action, context, facts, ended.keySet(), ruling);
          return ruling;
        });
  }

  private Ruling ruled(
      Policy by, Action action, Context context, AgentFacts facts, Map<String, Lapse> lapses) {
    return by.rule(input(facts, action, context, internalDomains), lapses);
  }

  /// What any policy is asked about an action; the same, whenever and by whichever it is ruled on.
  public static PolicyInput input(
      AgentFacts agent, Action action, Context context, DomainList internalDomains) {
    return new PolicyInput(action, context, DerivedFacts.of(action, internalDomains), agent);
  }

  Audience audience(Action action) {
    return DerivedFacts.audienceOfRecipients(action, internalDomains);
  }

  /// The person that the agent says it acts for; empty when it names none, or nobody that is known.
  Optional<PersonId> actsFor(Context context) {
    return ProposingSide.actsFor(context.onBehalfOf(), directory);
  }
}
