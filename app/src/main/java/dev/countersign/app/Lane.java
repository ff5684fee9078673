package dev.countersign.app;

import dev.countersign.card.CardRouting;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Directory;
import dev.countersign.people.Surface;
import dev.countersign.store.PostgresStore;
import java.util.Map;

/// The way to the store for one kind of work, over connections of its own: what is slow or many in
/// one lane keeps nobody waiting in another.
record Lane(
    PostgresStore store,
    Steps steps,
    Directory directory,
    CardRouting routing,
    CardOrders cards) {

  static Lane over(PostgresStore store, Map<Surface, String> tenants, Runnable afterCommit) {
    CardRouting routing = new CardRouting(store.directory(), tenants);
    return new Lane(
        store,
        new Steps(store.ledger(), afterCommit),
        store.directory(),
        routing,
        new CardOrders(routing));
  }
}
