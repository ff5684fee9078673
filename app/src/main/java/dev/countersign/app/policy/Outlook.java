package dev.countersign.app.policy;

import dev.countersign.intake.RulingDesk;
import dev.countersign.people.Beneficiaries;
import dev.countersign.people.Directory;
import dev.countersign.people.Electorate;
import dev.countersign.people.Person;
import dev.countersign.people.Surfaces;
import dev.countersign.policy.AgentFacts;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// What a proposal would come to under one policy, with the people of one file: as at intake,
/// except that how much of an action a chat shows, and which chats are connected, is not known
/// here. Safe for use by many threads.
public final class Outlook {
  /// Answers that are kept of whether anybody can decide; beyond it they are worked out again.
  private static final int MOST_KEPT = 10_000;

  private final Policy policy;
  private final DomainList internalDomains;
  private final Directory people;
  private final Surfaces surfaces;
  private final Map<Question, List<Finding>> answers = new ConcurrentHashMap<>();
  private final Map<Asked, Set<PersonId>> able = new ConcurrentHashMap<>();

  /// @param people of one moment
  public Outlook(Policy policy, DomainList internalDomains, Directory people, Surfaces surfaces) {
    this.policy = policy;
    this.internalDomains = internalDomains;
    this.people = people;
    this.surfaces = surfaces;
  }

  private record Question(List<Stage> stages, Set<PersonId> conflicted, boolean chatApprove) {}

  private record Asked(GroupName group, SortedSet<String> functions, boolean chatApprove) {}

  /// What conditions may look at; the same for all policies with the same internal domains.
  PolicyInput input(AgentFacts agent, Action action, Context context) {
    return new PolicyInput(action, context, DerivedFacts.of(action, internalDomains), agent);
  }

  /// The ruling; a question that nobody could answer is a refusal, with the reasons among its
  /// findings.
  Ruling rule(PolicyInput input) {
    Ruling ruling = RulingDesk.reachable(policy.rule(input), input.context(), people, surfaces);
    if (ruling.gate() != Gate.ASK) {
      return ruling;
    }
    Ruling answered = ruling;
    for (Finding why : whyNobodyCan(ruling, conflicted(ruling, input))) {
      answered = answered.refusedBecause(why);
    }
    return answered;
  }

  /// Whether the ruling refuses because nobody could decide.
  static boolean nobodyCanDecide(Ruling ruling) {
    return ruling.findings().stream()
        .anyMatch(finding -> finding.result().equals(Electorate.NOBODY));
  }

  /// Who would be asked: those whose approval would count.
  Set<PersonId> asked(Ruling ruling, PolicyInput input) {
    Set<PersonId> asked = new HashSet<>();
    for (Stage stage : ruling.stages()) {
      asked.addAll(
          able.computeIfAbsent(
              new Asked(stage.group(), stage.functions(), ruling.chatApprove()), this::able));
    }
    asked.removeAll(conflicted(ruling, input));
    return asked;
  }

  /// The ids of the persons whom the action is for.
  Set<String> beneficiaries(Ruling ruling) {
    return Beneficiaries.of(ruling.beneficiaries(), people).stream()
        .map(PersonId::value)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Set<PersonId> conflicted(Ruling ruling, PolicyInput input) {
    return RulingDesk.conflicted(input.agent(), input.context(), ruling, people);
  }

  private List<Finding> whyNobodyCan(Ruling ruling, Set<PersonId> conflicted) {
    Question question = new Question(ruling.stages(), conflicted, ruling.chatApprove());
    List<Finding> known = answers.get(question);
    if (known != null) {
      return known;
    }
    List<Finding> found =
        new Electorate(
                ruling.stages(),
                people,
                conflicted,
                new AskedByFile(people, surfaces, ruling.chatApprove()))
            .whyNobodyCan();
    if (answers.size() < MOST_KEPT) {
      answers.put(question, found);
    }
    return found;
  }

  private Set<PersonId> able(Asked asked) {
    Stage one = new Stage(asked.group(), 1, false).of(asked.functions());
    return new Electorate(
            List.of(one), people, Set.of(), new AskedByFile(people, surfaces, asked.chatApprove()))
        .able().stream().map(Person::id).collect(Collectors.toUnmodifiableSet());
  }
}
