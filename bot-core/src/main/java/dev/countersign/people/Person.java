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

/// A human as the directory knows them now.
///
/// @param functions business roles (support, finance, it-admin …)
/// @param groups the groups this person may decide for
/// @param away one after the other
public record Person(
    PersonId id,
    String name,
    SortedSet<String> functions,
    Set<GroupName> groups,
    Set<AccountId> accounts,
    List<Absence> away) {
  public Person {
    functions = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(functions));
    groups = Set.copyOf(groups);
    accounts = Set.copyOf(accounts);
    away = away.stream().sorted(Comparator.comparing(Absence::from)).toList();
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

  public boolean isAway(Instant now) {
    return away.stream()
        .anyMatch(absence -> !now.isBefore(absence.from()) && now.isBefore(absence.until()));
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
