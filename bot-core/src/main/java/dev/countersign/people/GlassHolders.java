package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Who may use break-glass, and who may end a use of it. Nobody does either in the place of
/// somebody who is away. Pure; the gate and `verify` ask the same.
public final class GlassHolders {
  /// Persons in all groups with the right together.
  public static final int MOST = 5;

  private GlassHolders() {}

  /// Whether the person is in a group with `may_break_glass`.
  public static boolean mayBreak(Collection<Group> groups, Person person) {
    return isIn(groups, Group::mayBreakGlass, person);
  }

  /// Whether the person may end somebody's use: whoever may use it, and whoever may freeze, which
  /// stops the same and more. Also one on whom the request bears, on a page as in a chat: ending it
  /// brings nothing nearer to execution, and who is there may be the only one.
  public static boolean mayEnd(Collection<Group> groups, Person person) {
    return isIn(groups, group -> group.mayBreakGlass() || group.mayFreeze(), person);
  }

  /// Who else is there, has an account and may end a use of this person: in the order of their ids.
  public static List<Person> whoElseEnds(Directory people, PersonId by, Instant now) {
    return people.groups().stream()
        .flatMap(group -> people.members(group.name()).stream())
        .filter(person -> !person.id().equals(by))
        .filter(person -> mayEnd(people.groups(), person))
        .filter(person -> !person.accounts().isEmpty() && !person.isAway(now))
        .distinct()
        .sorted(Comparator.comparing(person -> person.id().value()))
        .toList();
  }

  /// Whether this person has the right and this account.
  ///
  /// @param people of the moment that is asked about
  public static boolean mayBreak(Directory people, PersonId person, AccountId account) {
    return people
        .byId(person)
        .filter(one -> one.accounts().contains(account))
        .filter(one -> mayBreak(people.groups(), one))
        .isPresent();
  }

  /// Whether one may look afterwards at what the other did: somebody else, with a function, and
  /// none of theirs.
  public static boolean mayReview(Person by, Person owner) {
    return !owner.id().equals(by.id())
        && !owner.functions().isEmpty()
        && Collections.disjoint(owner.functions(), by.functions());
  }

  /// Whether what is written afterwards about a use of break-glass is any of this person's
  /// business: to read it, to file it, and, of others, to close it.
  ///
  /// @param actor who used it
  /// @param owner who has to look at it
  public static boolean mayReadAfterwards(
      Collection<Group> groups, Person person, PersonId actor, PersonId owner) {
    return person.id().equals(actor) || person.id().equals(owner) || mayEnd(groups, person);
  }

  /// Everybody with the right, each once.
  public static Set<PersonId> all(Collection<Group> groups) {
    return groups.stream()
        .filter(Group::mayBreakGlass)
        .flatMap(group -> group.members().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isIn(Collection<Group> groups, Predicate<Group> right, Person person) {
    Set<GroupName> own = person.groups();
    return groups.stream().filter(right).anyMatch(group -> own.contains(group.name()));
  }
}
