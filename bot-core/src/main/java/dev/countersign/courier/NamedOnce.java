package dev.countersign.courier;

import dev.countersign.card.CardRouting;
import dev.countersign.card.CardRouting.Places;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// At which of the places where its card stands a request reminds whom: everybody at one, since a
/// chat notifies whom it names. One's own chat comes before the channels of one's groups; of
/// several of a kind, the first by its address.
final class NamedOnce {
  private final RequestRecord record;
  private final Directory people;
  private final List<Asked> asked;

  /// @param places where this group is asked
  private record Asked(GroupName group, Places places) {}

  private NamedOnce(RequestRecord record, Directory people, List<Asked> asked) {
    this.record = record;
    this.people = people;
    this.asked = asked;
  }

  static NamedOnce of(RequestRecord record, Directory people, CardRouting routing) {
    CardRouting now = routing.by(people);
    return new NamedOnce(
        record,
        people,
        record.request().asked().stream()
            .map(group -> new Asked(group, now.places(group, record.now())))
            .toList());
  }

  /// Those of `silent` who are named here and nowhere else.
  List<Person> at(ChatAddress address, List<Person> silent) {
    return silent.stream().filter(person -> home(person).equals(Optional.of(address))).toList();
  }

  /// Whether nobody but one person reads there.
  boolean isPersonal(ChatAddress address) {
    return asked.stream().anyMatch(one -> one.places().personal().containsValue(address));
  }

  private Optional<ChatAddress> home(Person person) {
    List<ChatAddress> own = new ArrayList<>();
    List<ChatAddress> channels = new ArrayList<>();
    for (Asked one : asked) {
      person.accounts().stream()
          .flatMap(account -> Stream.ofNullable(one.places().personal().get(account)))
          .forEach(own::add);
      if (decidesFor(person, one.group())) {
        one.places().channels().stream()
            .filter(channel -> reaches(channel, person))
            .forEach(channels::add);
      }
    }
    return first(own).or(() -> first(channels));
  }

  /// As a member, or in the place of one who is away.
  private boolean decidesFor(Person person, GroupName group) {
    return people.members(group).contains(person)
        || person.delegations().stream().anyMatch(each -> each.covers(group, record.now()));
  }

  private static boolean reaches(ChatAddress channel, Person person) {
    return person.accounts().stream()
        .anyMatch(account ->
            account.surface() == channel.surface() && account.tenant().equals(channel.tenant()));
  }

  private Optional<ChatAddress> first(List<ChatAddress> places) {
    return places.stream().filter(this::stands).min(Comparator.comparing(ChatAddress::toString));
  }

  private boolean stands(ChatAddress place) {
    return Renderings.latest(record, place)
        .filter(card -> card.messageId().isPresent() && card.failure().isEmpty())
        .isPresent();
  }
}
