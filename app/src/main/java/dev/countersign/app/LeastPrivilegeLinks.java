package dev.countersign.app;

import dev.countersign.ledger.AccountLinks;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatLink;
import dev.countersign.people.LinkRefusal;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.store.PostgresStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Links with the least that each step needs: codes and tries by the application's role, links
/// themselves by the role that imports people, over a connection for this one commit. So whoever
/// has the application's role alone cannot even write one that nobody would believe.
final class LeastPrivilegeLinks implements AccountLinks {
  private final AccountLinks application;
  private final Supplier<PostgresStore> importer;

  /// @param importer opens a store of the role that imports people; closed after each use
  LeastPrivilegeLinks(AccountLinks application, Supplier<PostgresStore> importer) {
    this.application = application;
    this.importer = importer;
  }

  @Override
  public Given give(String id, AccountId account, String name, String code) {
    return application.give(id, account, name, code);
  }

  @Override
  public Optional<LinkRefusal> count(AccountId confirming) {
    return application.count(confirming);
  }

  @Override
  public Looked look(String code, AccountId confirming) {
    return application.look(code, confirming);
  }

  @Override
  public List<ChatLink> linksOf(PersonId person) {
    return application.linksOf(person);
  }

  @Override
  public Linked link(String code, AccountId confirming) {
    return asImporter(links -> links.link(code, confirming));
  }

  @Override
  public Unlinked unlink(PersonId person, Surface surface, String by) {
    return asImporter(links -> links.unlink(person, surface, by));
  }

  private <T> T asImporter(Function<AccountLinks, T> step) {
    try (PostgresStore store = importer.get()) {
      return step.apply(store.links());
    }
  }
}
