package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A human as the directory knows them now.
///
/// @param functions business roles (support, finance, it-admin …)
/// @param groups the groups this person may decide for
/// @param away one after the other
/// @param delegations what those who are away have given this person to decide, by their ids
public record Person(
    PersonId id,
    String name,
    SortedSet<String> functions,
    Set<GroupName> groups,
    Set<AccountId> accounts,
    List<Absence> away,
    List<Delegation> delegations) {
  public Person {
    functions = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(functions));
    groups = Set.copyOf(groups);
    accounts = Set.copyOf(accounts);
    away = away.stream().sorted(Comparator.comparing(Absence::from)).toList();
    delegations = List.copyOf(delegations);
  }

  /// Somebody to whom nobody has given anything to decide.
  public Person(
      PersonId id,
      String name,
      SortedSet<String> functions,
      Set<GroupName> groups,
      Set<AccountId> accounts,
      List<Absence> away) {
    this(id, name, functions, groups, accounts, away, List.of());
  }

  /// Somebody who is not away.
  public Person(
      PersonId id,
      String name,
      SortedSet<String> functions,
      Set<GroupName> groups,
      Set<AccountId> accounts) {
    this(id, name, functions, groups, accounts, List.of());
  }

  Person given(List<Delegation> others) {
    return delegations.equals(others)
        ? this
        : new Person(id, name, functions, groups, accounts, away, others);
  }

  /// The account in this chat; of several, which an old import may have, any.
  public Optional<AccountId> accountOn(Surface surface) {
    return accounts.stream().filter(account -> account.surface() == surface).findFirst();
  }

  Person with(AccountId account) {
    return with(
        Stream.concat(accounts.stream(), Stream.of(account))
            .collect(Collectors.toUnmodifiableSet()));
  }

  Person without(AccountId account) {
    return with(
        accounts.stream()
            .filter(each -> !each.equals(account))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private Person with(Set<AccountId> others) {
    return new Person(id, name, functions, groups, others, away, delegations);
  }

  /// The groups that the person is in, or in which they decide at some time in the place of others.
  public Set<GroupName> groupsDecidedIn() {
    return Stream.concat(
            groups.stream(), delegations.stream().flatMap(each -> each.groups().stream()))
        .collect(Collectors.toUnmodifiableSet());
  }

  public boolean isAway(Instant now) {
    return absentAt(now).isPresent();
  }

  /// Who may decide in this person's place at this moment; empty for whoever is there, or has named
  /// nobody.
  public Optional<PersonId> insteadAt(Instant moment) {
    return absentAt(moment).flatMap(Absence::instead);
  }

  /// The absence that covers this moment.
  public Optional<Absence> absentAt(Instant moment) {
    return away.stream().filter(absence -> absence.covers(moment)).findFirst();
  }

  /// Who may decide in this person's place at some moment of a time, in the order of the absences.
  ///
  /// @param until after `from`, and not in it
  public List<PersonId> insteadBetween(Instant from, Instant until) {
    return away.stream()
        .filter(absence -> absence.overlaps(from, until))
        .flatMap(absence -> absence.instead().stream())
        .distinct()
        .toList();
  }

  /// The absence that this person comes back from no sooner than `until`, having been away since
  /// `from` without a break; empty for whoever is there at some time in between.
  public Optional<Absence> awayThroughout(Instant from, Instant until) {
    Instant back = from;
    for (Absence absence : away) {
      if (!absence.from().isAfter(back) && absence.until().isAfter(back)) {
        back = absence.until();
        if (!back.isBefore(until)) {
          return Optional.of(absence);
        }
      }
    }
    return Optional.empty();
  }
}
