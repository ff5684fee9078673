package dev.countersign.proof;

import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestEvent.ExecutionReconciled;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Whether it was theirs to say what became of an action of which nobody knew it, by the import of
/// people that the entry names. Entries of an earlier build name none.
final class ReconciliationCheck {
  private static final String PEOPLE = "people";

  private final Findings findings;
  private final PeopleThen people;

  ReconciliationCheck(Findings findings, PeopleThen people) {
    this.findings = findings;
    this.people = people;
  }

  /// @param data of the entry
  /// @param request as it stands behind it
  void check(int seq, JsonObject data, ExecutionReconciled said, ApprovalRequest request) {
    if (data.has(PEOPLE)) {
      people
          .named(seq, data)
          .flatMap(then -> whyNotTheirs(then, data, said, request))
          .ifPresent(why ->
              findings.add(
                  "audit_entry " + seq,
                  Kind.CONTRADICTION,
                  "by the people of its time it was not theirs to say: " + why));
    }
  }

  private Optional<String> whyNotTheirs(
      Directory then, JsonObject data, ExecutionReconciled said, ApprovalRequest request) {
    Optional<Person> person = then.byId(said.by());
    if (person.isEmpty()) {
      return Optional.of("there is no such person");
    }
    Set<PersonId> conflicted = new HashSet<>(request.conflicted());
    conflicted.addAll(people.conflictedBy(then));
    if (conflicted.contains(said.by())) {
      return Optional.of("the action is theirs, or was proposed for them");
    }
    if (!data.has("surface")) {
      return Optional.empty(); // an operator handed it in, and says whose word it is
    }
    if (!person.get().accounts().contains(AccountId.fromJson(data))) {
      return Optional.of("the account is not theirs");
    }
    if (request.stages().isEmpty()) {
      return then.consoleRoles(person.get()).contains(ConsoleRole.ADMIN)
          ? Optional.empty()
          : Optional.of("nobody was asked, and they do not administer the deployment");
    }
    return wasAsked(person.get(), conflicted, said, request)
        ? Optional.empty()
        : Optional.of("they were not asked");
  }

  private static boolean wasAsked(
      Person person, Set<PersonId> conflicted, ExecutionReconciled said, ApprovalRequest request) {
    return request.hasVoted(person.id())
        || request.askedSoFar().stream()
            .anyMatch(group ->
                person.groups().contains(group)
                    || person.delegations().stream()
                        .filter(each -> !conflicted.contains(each.from()))
                        .anyMatch(each -> each.covers(group, said.at())));
  }
}
