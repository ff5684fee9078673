package dev.countersign.courier;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Person;
import java.util.List;
import java.util.Optional;

/// At which of the places where its card stands a request reminds whom: at the best of them, see
/// [Homes].
final class NamedOnce {
  private final RequestRecord record;
  private final Homes homes;

  NamedOnce(RequestRecord record, Homes homes) {
    this.record = record;
    this.homes = homes;
  }

  /// Those of `silent` who are named here and nowhere else.
  List<Person> at(ChatAddress address, List<Person> silent) {
    return silent.stream().filter(person -> home(person).equals(Optional.of(address))).toList();
  }

  /// Whether nobody but one person reads there.
  boolean isPersonal(ChatAddress address) {
    return homes.isPersonal(address);
  }

  private Optional<ChatAddress> home(Person person) {
    return homes.of(person).stream().filter(place -> Renderings.stands(record, place)).findFirst();
  }
}
