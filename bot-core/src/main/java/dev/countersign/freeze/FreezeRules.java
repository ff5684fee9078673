package dev.countersign.freeze;

import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/// Who may begin a freeze and who may lift it. One person of a group with `may_freeze` begins it.
/// Two of them lift it, one after the other: persons count, not accounts, by the people in force at
/// each word. Nobody decides here in the place of somebody who is away. Pure; `verify` asks the
/// same.
public final class FreezeRules {
  /// For so long the first word for lifting waits for the second.
  public static final Duration LIFT_WITHIN = Duration.ofMinutes(15);

  private FreezeRules() {}

  /// Whether a person may be found by this account.
  public sealed interface Right {
    record Has(FreezeActor who) implements Right {}

    record Not(FreezeRefusal why) implements Right {}
  }

  public static Right right(People people, AccountId account) {
    Optional<Person> person = people.byAccount(account);
    if (person.isEmpty()) {
      return new Right.Not(FreezeRefusal.NOT_A_PERSON);
    }
    if (mayFreeze(people.groups(), person.get())) {
      return new Right.Has(FreezeActor.person(person.get(), account));
    }
    return new Right.Not(
        people.groups().stream().anyMatch(Group::mayFreeze)
            ? FreezeRefusal.NO_RIGHT
            : FreezeRefusal.NOBODY_MAY);
  }

  /// Whether the person is in a group with `may_freeze`.
  public static boolean mayFreeze(Collection<Group> groups, Person person) {
    return groups.stream()
        .filter(Group::mayFreeze)
        .anyMatch(group -> person.groups().contains(group.name()));
  }

  /// What keeps anybody from beginning a freeze with this scope.
  public static Optional<FreezeRefusal> againstBeginning(People people, FreezeScope scope) {
    return scope.kind() == FreezeScope.Kind.AGENT && owner(people, scope).isEmpty()
        ? Optional.of(FreezeRefusal.UNKNOWN_AGENT)
        : Optional.empty();
  }

  /// What keeps this person from being one of the two.
  public static Optional<FreezeRefusal> againstLifting(
      People people, Freeze freeze, FreezeActor by) {
    return by.person().isPresent() && owner(people, freeze.scope()).equals(by.person())
        ? Optional.of(FreezeRefusal.OWNS_THE_AGENT)
        : Optional.empty();
  }

  private static Optional<PersonId> owner(People people, FreezeScope scope) {
    return people.agents().stream()
        .filter(agent ->
            scope.kind() == FreezeScope.Kind.AGENT && agent.id().value().equals(scope.name()))
        .map(Agent::owner)
        .findFirst();
  }

  /// What a word for lifting is: the first, the second, or none.
  public sealed interface Lifting {
    record First() implements Lifting {}

    record Second(Freeze.Word first) implements Lifting {}

    record Not(FreezeRefusal why) implements Lifting {}
  }

  /// @param by who may freeze, see [#right]
  /// @param now by the ledger's clock
  public static Lifting lifting(People people, Freeze freeze, FreezeActor by, Instant now) {
    Optional<FreezeRefusal> against = againstLifting(people, freeze, by);
    if (against.isPresent()) {
      return new Lifting.Not(against.get());
    }
    Optional<Freeze.Word> first =
        freeze.asked().filter(word -> stands(people, freeze, word, by, now));
    if (first.isEmpty()) {
      return new Lifting.First();
    }
    return first.get().by().isSameAs(by)
        ? new Lifting.Not(FreezeRefusal.SAME_PERSON)
        : new Lifting.Second(first.get());
  }

  /// Whether a first word still counts, for a second one of the same kind.
  private static boolean stands(
      People people, Freeze freeze, Freeze.Word word, FreezeActor second, Instant now) {
    return word.by().isOperator() == second.isOperator()
        && now.isBefore(word.at().plus(LIFT_WITHIN))
        && (word.by().isOperator()
            || word.by()
                .account()
                .filter(account ->
                    right(people, account) instanceof Right.Has(var still)
                        && still.isSameAs(word.by())
                        && againstLifting(people, freeze, still).isEmpty())
                .isPresent());
  }
}
