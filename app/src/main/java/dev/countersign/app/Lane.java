package dev.countersign.app;

import dev.countersign.app.http.Changes;
import dev.countersign.app.http.NotingLedger;
import dev.countersign.app.worker.Nudge;
import dev.countersign.card.CardRouting;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Soundness;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Directory;
import dev.countersign.people.Surface;
import dev.countersign.store.PostgresStore;
import java.util.Map;

/// The way to the store for one kind of work, over connections of its own: what is slow or many in
/// one lane keeps nobody waiting in another.
record Lane(
    PostgresStore store,
    Ledger ledger,
    Steps steps,
    Directory directory,
    CardRouting routing,
    CardOrders cards) {

  /// @param soundness proves a request before it is moved
  /// @param nudge wakes the workers
  /// @param changes wakes the agents that wait
  static Lane over(
      PostgresStore store,
      Map<Surface, String> tenants,
      Soundness soundness,
      Nudge nudge,
      Changes changes) {
    CardRouting routing = new CardRouting(store.directory(), tenants, store.conversations());
    Ledger ledger = new NotingLedger(store.ledger(), changes);
    return new Lane(
        store,
        ledger,
        new Steps(ledger, soundness, nudge),
        store.directory(),
        routing,
        new CardOrders(routing));
  }
}
