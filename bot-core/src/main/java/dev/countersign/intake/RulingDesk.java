package dev.countersign.intake;

import dev.countersign.card.CardRouting;
import dev.countersign.json.Digest;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Electorate;
import dev.countersign.people.NamedPerson;
import dev.countersign.people.Person;
import dev.countersign.policy.AgentFacts;
import dev.countersign.policy.Audience;
import dev.countersign.policy.DerivedFacts;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyInput;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.PersonId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Rules on an action by the policy of the moment, and refuses what nobody could ever approve: a
/// question that nobody can answer would only wait for its deadline.
public final class RulingDesk {
  /// The intake declines such a proposal; somebody may leave the directory right after that.
  private static final Finding NOBODY =
      Finding.of("on_behalf_of", "unknown_person", "The agent acts for somebody who is not known.");

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

  /// @param routing by the directory of the moment at which it was ruled
  record Ruled(Ruling ruling, CardRouting routing) {}

  Ruled rule(Agent agent, Action action, Context context) {
    Ruling ruling = byPolicy(agent, action, context);
    if (context.onBehalfOf().isPresent() && actsFor(context).isEmpty()) {
      return new Ruled(ruling.refusedBecause(NOBODY), routing);
    }
    if (ruling.gate() != Gate.ASK) {
      return new Ruled(ruling, routing);
    }
    Directory asked =
        directory.only(
            ruling.stages().stream().map(Stage::group).collect(Collectors.toUnmodifiableSet()));
    CardRouting chats = routing.by(asked);
    return new Ruled(onlyIfSomebodyCan(agent, context, ruling, asked, chats), chats);
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
    Set<PersonId> conflicted = new HashSet<>();
    conflicted.add(agent.owner());
    actsFor(context).ifPresent(conflicted::add);
    return Set.copyOf(conflicted);
  }

  /// The person that the agent says it acts for; empty when it names none, or nobody that is known.
  Optional<PersonId> actsFor(Context context) {
    return context.onBehalfOf().flatMap(name -> NamedPerson.find(name, directory)).map(Person::id);
  }

  private Ruling onlyIfSomebodyCan(
      Agent agent, Context context, Ruling ruling, Directory asked, CardRouting chats) {
    if (!ruling.chatApprove()) {
      return ruling.refusedBecause(
          Finding.of(
              "chat_approve",
              "nobody_can_decide",
              "approving needs a stronger check than a chat click, and this deployment offers"
                  + " none"));
    }
    Ruling checked = ruling;
    Map<GroupName, Set<ChatAddress>> places = new HashMap<>();
    ruling.stages().forEach(stage -> places.computeIfAbsent(stage.group(), chats::of));
    List<Finding> gaps =
        Electorate.whyNobodyCan(
            ruling.stages(),
            asked,
            conflicted(agent, context),
            (group, account) -> isOnOneOf(places.getOrDefault(group, Set.of()), account));
    for (Finding gap : gaps) {
      checked = checked.refusedBecause(gap);
    }
    for (Stage stage : ruling.stages()) {
      if (places.getOrDefault(stage.group(), Set.of()).isEmpty()) {
        checked =
            checked.refusedBecause(
                Finding.of(
                    "group " + stage.group(),
                    "nobody_can_decide",
                    whyNowhere(stage.group(), chats)));
      }
    }
    return checked;
  }

  private static String whyNowhere(GroupName group, CardRouting chats) {
    String nobodyHasIt = chats.asksDirectly(group) ? " and no member has the app" : "";
    return "the group has no channel on a connected chat"
        + nobodyHasIt
        + ", so nobody could be asked";
  }

  /// A press counts only from an account of the very workspace or tenant that the card is in.
  private static boolean isOnOneOf(Set<ChatAddress> addresses, AccountId account) {
    return addresses.stream()
        .anyMatch(address ->
            address.surface() == account.surface() && address.tenant().equals(account.tenant()));
  }
}
