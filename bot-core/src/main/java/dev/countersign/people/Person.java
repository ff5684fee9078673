package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A human as the directory knows them now.
///
/// @param functions business roles (support, finance, it-admin …)
/// @param groups the groups this person may decide for
public record Person(
    PersonId id,
    String name,
    SortedSet<String> functions,
    Set<GroupName> groups,
    Set<AccountId> accounts) {
  public Person {
    functions = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(functions));
    groups = Set.copyOf(groups);
    accounts = Set.copyOf(accounts);
  }
}
