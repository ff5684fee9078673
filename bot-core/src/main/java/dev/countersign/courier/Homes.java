package dev.countersign.courier;

import dev.countersign.card.CardRouting;
import dev.countersign.card.CardRouting.Places;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// At which places a request reaches a person, best first: everybody is named at one, since a chat
/// notifies whom it names. The channel in which their group is called together comes first, since
/// it is called whole; then one's own chat; then the channels of one's groups. Of several of a
/// kind, the first by its address.
final class Homes {
  private final RequestRecord record;
  private final Directory people;
  private final List<Asked> asked;

  /// @param group whom the directory knows
  /// @param places where it is asked
  private record Asked(Group group, Places places) {}

  private Homes(RequestRecord record, Directory people, List<Asked> asked) {
    this.record = record;
    this.people = people;
    this.asked = asked;
  }

  static Homes of(RequestRecord record, Directory people, CardRouting routing) {
    return of(record, record.request().asked(), people, routing);
  }

  /// The same of all who were asked so far, also once nobody is any more.
  static Homes ofAll(RequestRecord record, Directory people, CardRouting routing) {
    return of(
        record,
        record.request().askedSoFar().stream()
            .sorted(Comparator.comparing(GroupName::value))
            .toList(),
        people,
        routing);
  }

  private static Homes of(
      RequestRecord record, Collection<GroupName> groups, Directory people, CardRouting routing) {
    CardRouting now = routing.by(people);
    return new Homes(
        record,
        people,
        groups.stream()
            .flatMap(name -> people.group(name).stream())
            .map(group -> new Asked(group, now.places(group.name(), record.now())))
            .toList());
  }

  /// The groups that are asked now, in the order in which they are.
  List<Group> groups() {
    return asked.stream().map(Asked::group).toList();
  }

  /// Where this person is reached, best first.
  List<ChatAddress> of(Person person) {
    List<ChatAddress> together = new ArrayList<>();
    List<ChatAddress> own = new ArrayList<>();
    List<ChatAddress> channels = new ArrayList<>();
    for (Asked one : asked) {
      person.accounts().stream()
          .flatMap(account -> Stream.ofNullable(one.places().personal().get(account)))
          .forEach(own::add);
      if (decidesFor(person, one.group().name())) {
        one.places().channels().stream()
            .filter(channel -> reaches(channel, person))
            .forEach(channel ->
                (calls(one.group(), person, channel) ? together : channels).add(channel));
      }
    }
    return Stream.of(together, own, channels).map(Homes::sorted).flatMap(List::stream).toList();
  }

  /// The best of them; empty for whoever is reached nowhere.
  Optional<ChatAddress> best(Person person) {
    return of(person).stream().findFirst();
  }

  /// Whether nobody but one person reads there.
  boolean isPersonal(ChatAddress address) {
    return asked.stream().anyMatch(one -> one.places().personal().containsValue(address));
  }

  /// As a member, or in the place of one who is away.
  boolean decidesFor(Person person, GroupName group) {
    return people.members(group).contains(person)
        || person.delegations().stream().anyMatch(each -> each.covers(group, record.now()));
  }

  /// Whether the group is called together in this channel, and this person with it. Not while
  /// somebody is on call, who is named alone.
  boolean calls(Group group, Person person, ChatAddress channel) {
    return group.calledAs(channel.surface()).isPresent()
        && group.channel(channel.surface()).filter(channel.channel()::equals).isPresent()
        && group.onCallAt(record.now()).isEmpty()
        && group.members().contains(person.id());
  }

  private static boolean reaches(ChatAddress channel, Person person) {
    return person.accounts().stream()
        .anyMatch(account ->
            account.surface() == channel.surface() && account.tenant().equals(channel.tenant()));
  }

  private static List<ChatAddress> sorted(Collection<ChatAddress> places) {
    return Set.copyOf(places).stream().sorted(Comparator.comparing(ChatAddress::toString)).toList();
  }
}
