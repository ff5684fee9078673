package dev.countersign.courier;

import dev.countersign.card.Deciders;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Entitlement;
import java.util.Comparator;
import java.util.List;
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
    return ProposalId.parse(reference).flatMap(ledger::find).stream()
        .flatMap(record -> of(record, surface).stream())
        .limit(most)
        .toList();
  }

  private List<AccountId> of(RequestRecord record, Surface surface) {
    return people(record)
        .flatMap(person -> person.accounts().stream())
        .filter(account -> account.surface() == surface)
        .distinct()
        .sorted(Comparator.comparing(AccountId::toString))
        .toList();
  }

  /// Those who may decide now and have an account on a chat, in a stable order.
  List<Person> on(Surface surface, RequestRecord record) {
    return people(record)
        .filter(
            person -> person.accounts().stream().anyMatch(account -> account.surface() == surface))
        .distinct()
        .sorted(Comparator.comparing(person -> person.id().value()))
        .toList();
  }

  private Stream<Person> people(RequestRecord record) {
    Directory people = directory.asOfNow();
    return record.request().asked().stream()
        .flatMap(group -> people.members(group).stream())
        .filter(person -> record.entitlement(person, people) == Entitlement.ENTITLED);
  }
}
