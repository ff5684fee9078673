package dev.countersign.app;

import dev.countersign.app.http.Changes;
import dev.countersign.app.http.NotingLedger;
import dev.countersign.gate.StorePorts;
import dev.countersign.store.PostgresStore;

/// The store over connections of its own, for one kind of work: what is slow or many in one pool
/// keeps nobody waiting in another.
///
/// @param ports what the core sees of it
record StorePool(PostgresStore store, StorePorts ports) {

  /// @param changes wakes the agents that wait
  static StorePool over(PostgresStore store, Changes changes) {
    return new StorePool(
        store,
        new StorePorts(
            new NotingLedger(store.ledger(), changes),
            store.deliveries(),
            store.directory(),
            store.conversations()));
  }
}
