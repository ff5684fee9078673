package dev.countersign.courier;

import dev.countersign.card.CardRouting;
import dev.countersign.card.Deciders;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BatchId;
import dev.countersign.request.Entitlement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The people whom a request asks now, by their accounts.
public final class AskedPeople implements Deciders {
  private final Ledger ledger;
  private final Directory directory;

  public AskedPeople(Ledger ledger, Directory directory) {
    this.ledger = ledger;
    this.directory = directory;
  }

  @Override
  public List<AccountId> of(String reference, Surface surface, int most) {
    return request(reference).flatMap(ledger::find).stream()
        .flatMap(record -> of(record, surface).stream())
        .limit(most)
        .toList();
  }

  /// All in a batch ask the same group.
  private Optional<ProposalId> request(String reference) {
    return ProposalId.parse(reference)
        .or(() ->
            BatchId.parse(reference).flatMap(batch -> ledger.batch(batch).stream().findFirst()));
  }

  private List<AccountId> of(RequestRecord record, Surface surface) {
    return people(record, record.people(directory))
        .flatMap(person -> person.accounts().stream())
        .filter(account -> account.surface() == surface)
        .distinct()
        .sorted(Comparator.comparing(AccountId::toString))
        .toList();
  }

  /// Whom a reminder on a chat is for: of those who may decide now, have an account there and are
  /// not away the ones who are on call, or stand in for whoever is, and all of them where none of
  /// those is; in a stable order.
  List<Person> toRemind(Surface surface, RequestRecord record) {
    Directory people = record.people(directory);
    List<Person> there =
        people(record, people)
            .filter(person ->
                person.accounts().stream().anyMatch(account -> account.surface() == surface))
            .filter(person -> !person.isAway(record.now()))
            .distinct()
            .sorted(Comparator.comparing(person -> person.id().value()))
            .toList();
    Set<PersonId> onCall =
        record.request().asked().stream()
            .flatMap(group -> people.group(group).stream())
            .flatMap(group -> people.onCall(group, record.now()).stream())
            .collect(Collectors.toUnmodifiableSet());
    List<Person> first = there.stream().filter(person -> onCall.contains(person.id())).toList();
    return first.isEmpty() ? there : first;
  }

  /// Who has an account on a chat, is not away, and may say whether an action happened of which
  /// nobody knows it: whoever was asked, but nobody of the side that proposed it; in a stable
  /// order.
  List<Person> toSay(Surface surface, RequestRecord record) {
    Directory people = record.people(directory);
    Set<PersonId> conflicted = record.conflicted(people);
    return record.request().askedSoFar().stream()
        .flatMap(group -> people.deciders(group, record.now()).stream())
        .filter(person -> !conflicted.contains(person.id()) && record.isShownTo(person, people))
        .filter(
            person -> person.accounts().stream().anyMatch(account -> account.surface() == surface))
        .filter(person -> !person.isAway(record.now()))
        .distinct()
        .sorted(Comparator.comparing(person -> person.id().value()))
        .toList();
  }

  /// Where each of them is reminded, by the people of the moment.
  NamedOnce places(RequestRecord record, CardRouting routing) {
    return new NamedOnce(record, Homes.of(record, record.people(directory), routing));
  }

  /// The same of all who were asked so far.
  NamedOnce placesOfAll(RequestRecord record, CardRouting routing) {
    return new NamedOnce(record, Homes.ofAll(record, record.people(directory), routing));
  }

  /// Where the phone of each of them rings, by the people of the moment.
  RingSelection rings(RequestRecord record, CardRouting routing) {
    Directory people = record.people(directory);
    return new RingSelection(record, people, Homes.of(record, people, routing));
  }

  private static Stream<Person> people(RequestRecord record, Directory people) {
    return record.request().asked().stream()
        .flatMap(group -> people.deciders(group, record.now()).stream())
        .filter(person -> record.entitlement(person, people) == Entitlement.ENTITLED);
  }
}
