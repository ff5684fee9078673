package dev.countersign.people;

import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How the members of the group of one stage, and those who stand in for members who are away,
/// stand to one action: everybody is in exactly one of these lists.
///
/// @param able could approve it
/// @param excluded their approval never counts
/// @param unfit have none of the functions that count in the stage
/// @param away come back only after the deadline
/// @param unlinked have no account where the group is asked
/// @param unchecked have accounts there, but only where the check is not strong enough, or none
///   where they could open the attachments that they have to
/// @param cut would see it, but not whole
/// @param inPlaceOf by each stand-in, the members in whose places they are
record Standing(
    List<Person> able,
    List<Person> excluded,
    List<Person> unfit,
    List<Person> away,
    List<Person> unlinked,
    List<Person> unchecked,
    List<Person> cut,
    Map<PersonId, Set<PersonId>> inPlaceOf) {

  static Standing of(Stage stage, Directory directory, Set<PersonId> conflicted, Reach reach) {
    GroupName group = stage.group();
    List<Person> members = directory.members(group).stream().limit(Directory.MOST_MEMBERS).toList();
    Map<PersonId, Set<PersonId>> inPlaceOf = new HashMap<>();
    List<Person> all = new ArrayList<>(members);
    for (Person member : members) {
      standIn(member, directory, conflicted, reach)
          .filter(person -> !members.contains(person))
          .ifPresent(person -> {
            if (!inPlaceOf.containsKey(person.id())) {
              all.add(person);
            }
            inPlaceOf.computeIfAbsent(person.id(), _ -> new HashSet<>()).add(member.id());
          });
    }
    return of(all, inPlaceOf, stage, conflicted, reach);
  }

  /// The one who may decide in the place of a member who comes back only after the deadline: the
  /// first whom no conflict and no absence of their own keeps from it. The same for every group, so
  /// that the two have one place in all stages together.
  private static Optional<Person> standIn(
      Person member, Directory directory, Set<PersonId> conflicted, Reach reach) {
    if (conflicted.contains(member.id()) || reach.away(member).isEmpty()) {
      return Optional.empty();
    }
    return reach.instead(member).stream()
        .filter(id -> !conflicted.contains(id))
        .flatMap(id -> directory.byId(id).stream())
        .filter(person -> reach.away(person).isEmpty())
        .findFirst();
  }

  private static Standing of(
      List<Person> all,
      Map<PersonId, Set<PersonId>> inPlaceOf,
      Stage stage,
      Set<PersonId> conflicted,
      Reach reach) {
    List<Person> able = new ArrayList<>();
    List<Person> excluded = new ArrayList<>();
    List<Person> unfit = new ArrayList<>();
    List<Person> away = new ArrayList<>();
    List<Person> unlinked = new ArrayList<>();
    List<Person> unchecked = new ArrayList<>();
    List<Person> cut = new ArrayList<>();
    all.forEach(person -> {
      List<AccountId> accounts =
          person.accounts().stream().filter(account -> reach.asks(stage.group(), account)).toList();
      List<AccountId> checked =
          accounts.stream().filter(account -> reach.checksEnough(account.surface())).toList();
      if (conflicted.contains(person.id())) {
        excluded.add(person);
      } else if (!stage.admits(person.functions())) {
        unfit.add(person);
      } else if (reach.away(person).isPresent()) {
        away.add(person);
      } else if (accounts.isEmpty()) {
        unlinked.add(person);
      } else if (checked.isEmpty() || accounts.stream().noneMatch(a -> reach.opens(a.surface()))) {
        unchecked.add(person);
      } else if (checked.stream().noneMatch(a -> reach.showsWhole(a.surface()))) {
        cut.add(person);
      } else {
        able.add(person);
      }
    });
    return new Standing(
        able, excluded, unfit, away, unlinked, unchecked, cut, Map.copyOf(inPlaceOf));
  }

  /// Those who could approve once these persons have their votes: not they themselves, nor who
  /// would stand in for nobody else.
  List<Person> ableAfter(Set<PersonId> voted) {
    return able.stream()
        .filter(person -> !voted.contains(person.id()))
        .filter(person -> {
          Set<PersonId> absent = inPlaceOf.getOrDefault(person.id(), Set.of());
          return absent.isEmpty() || !voted.containsAll(absent);
        })
        .toList();
  }

  Stream<PersonId> members() {
    return Stream.of(able, excluded, unfit, away, unlinked, unchecked, cut)
        .flatMap(List::stream)
        .map(Person::id)
        .filter(person -> !inPlaceOf.containsKey(person));
  }

  boolean isEmpty() {
    return able.isEmpty()
        && excluded.isEmpty()
        && unfit.isEmpty()
        && away.isEmpty()
        && unlinked.isEmpty()
        && unchecked.isEmpty()
        && cut.isEmpty();
  }
}
