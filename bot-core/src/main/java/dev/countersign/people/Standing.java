package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How the members of one group stand to one action: everybody is in exactly one of these lists.
///
/// @param able could approve it
/// @param excluded their approval never counts
/// @param away come back only after the deadline
/// @param unlinked have no account where the group is asked
/// @param unchecked have accounts there, but only where the check is not strong enough
/// @param cut would see it, but not whole
record Standing(
    List<Person> able,
    List<Person> excluded,
    List<Person> away,
    List<Person> unlinked,
    List<Person> unchecked,
    List<Person> cut) {

  static Standing of(GroupName group, Directory directory, Set<PersonId> conflicted, Reach reach) {
    List<Person> able = new ArrayList<>();
    List<Person> excluded = new ArrayList<>();
    List<Person> away = new ArrayList<>();
    List<Person> unlinked = new ArrayList<>();
    List<Person> unchecked = new ArrayList<>();
    List<Person> cut = new ArrayList<>();
    directory.members(group).stream()
        .limit(Directory.MOST_MEMBERS)
        .forEach(person -> {
          List<AccountId> accounts =
              person.accounts().stream().filter(account -> reach.asks(group, account)).toList();
          List<AccountId> checked =
              accounts.stream().filter(account -> reach.checksEnough(account.surface())).toList();
          if (conflicted.contains(person.id())) {
            excluded.add(person);
          } else if (reach.away(person).isPresent()) {
            away.add(person);
          } else if (accounts.isEmpty()) {
            unlinked.add(person);
          } else if (checked.isEmpty()) {
            unchecked.add(person);
          } else if (checked.stream().noneMatch(a -> reach.showsWhole(a.surface()))) {
            cut.add(person);
          } else {
            able.add(person);
          }
        });
    return new Standing(able, excluded, away, unlinked, unchecked, cut);
  }

  boolean isEmpty() {
    return able.isEmpty()
        && excluded.isEmpty()
        && away.isEmpty()
        && unlinked.isEmpty()
        && unchecked.isEmpty()
        && cut.isEmpty();
  }
}
