package dev.countersign.courier;

import dev.countersign.card.PostedCard;
import dev.countersign.card.Ring;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.RingTarget;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Entitlement;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Whose phone rings at which place, once for a request and for each stage that asks them.
///
/// A pure function of the record and of the people of the moment: what has rung is known from the
/// card that stands, so that nothing has to be remembered. Of a group with a rotation the person on
/// call alone is named, or whoever stands in for them.
final class RingSelection {
  /// People whom one message names. More are not notified one by one: their group needs a name of
  /// its own on the platform.
  static final int MOST_NAMED = 50;

  private final RequestRecord record;
  private final Directory people;
  private final Homes homes;

  RingSelection(RequestRecord record, Directory people, Homes homes) {
    this.record = record;
    this.people = people;
    this.homes = homes;
  }

  /// With the post of a card. Nobody where one stood before: it has rung. Where the place refused
  /// it for a while, only those who are reached nowhere else, since the others were named there.
  ///
  /// @param card the rendering that is posted
  Ring posted(PostedCard card) {
    ChatAddress here = card.address();
    if (Renderings.stood(record, here).isPresent()) {
      return Ring.NOBODY;
    }
    boolean refused = card.failure().isPresent();
    return ring(
        here,
        homes.groups(),
        person -> isAt(here, homes.best(person)) && (!refused || homes.of(person).size() == 1));
  }

  /// Below the card that stands, for those who are asked since.
  Ring below(RingTarget target) {
    ChatAddress here = target.address();
    return switch (target) {
      case RingTarget.Asked(_, GroupName group, int version) ->
          Renderings.stood(record, here).filter(first -> first.version() < version).isPresent()
              ? ring(
                  here,
                  homes.groups().stream().filter(one -> one.name().equals(group)).toList(),
                  person -> isAt(here, homes.best(person)) && group.equals(firstGroup(person)))
              : Ring.NOBODY;
      case RingTarget.From(_, ChatAddress refusing) ->
          ring(
              here,
              homes.groups(),
              person -> isAt(refusing, homes.best(person)) && isAt(here, next(person, refusing)));
    };
  }

  private static boolean isAt(ChatAddress here, Optional<ChatAddress> place) {
    return place.equals(Optional.of(here));
  }

  private Optional<ChatAddress> next(Person person, ChatAddress refusing) {
    return homes.of(person).stream().filter(place -> !place.equals(refusing)).findFirst();
  }

  /// Whoever belongs to several groups that are asked was named for the first of them.
  private GroupName firstGroup(Person person) {
    return homes.groups().stream()
        .map(Group::name)
        .filter(group -> homes.decidesFor(person, group))
        .findFirst()
        .orElseThrow();
  }

  private Ring ring(ChatAddress here, List<Group> groups, Predicate<Person> reached) {
    Set<Person> alone = new HashSet<>();
    Set<Person> together = new HashSet<>();
    Set<String> names = new TreeSet<>();
    for (Group group : groups) {
      for (Person person : called(group)) {
        if (!reached.test(person)) {
          continue;
        }
        if (homes.calls(group, person, here)) {
          together.add(person);
          group.calledAs(here.surface()).ifPresent(names::add);
        } else {
          alone.add(person);
        }
      }
    }
    List<Person> named =
        alone.stream()
            .filter(person -> !together.contains(person))
            .sorted(Comparator.comparing(person -> person.id().value()))
            .toList();
    return new Ring(
        named.size() <= MOST_NAMED ? BelowCard.named(named) : List.of(), new TreeSet<>(names));
  }

  /// Those of a group who may decide now and are not away: whoever is on call, and all where none
  /// of them is.
  private Collection<Person> called(Group group) {
    List<Person> there =
        people.deciders(group.name(), record.now()).stream()
            .filter(person -> !person.isAway(record.now()))
            .filter(person -> record.entitlement(person, people) == Entitlement.ENTITLED)
            .filter(person -> homes.best(person).isPresent())
            .collect(Collectors.toList());
    Optional<PersonId> first = people.onCall(group, record.now());
    List<Person> onCall =
        there.stream().filter(person -> first.filter(person.id()::equals).isPresent()).toList();
    return onCall.isEmpty() ? there : onCall;
  }
}
