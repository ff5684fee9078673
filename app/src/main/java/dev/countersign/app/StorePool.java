package dev.countersign.app;

import dev.countersign.app.http.Changes;
import dev.countersign.app.http.NotingLedger;
import dev.countersign.gate.StorePorts;
import dev.countersign.ledger.Ledger;
import dev.countersign.store.PostgresStore;

/// The store over connections of its own, for one kind of work: what is slow or many in one pool
/// keeps nobody waiting in another.
///
/// @param ports what the core sees of it
record StorePool(PostgresStore store, StorePorts ports, Changes changes) {

  /// @param changes wakes the agents that wait
  static StorePool over(PostgresStore store, Changes changes) {
    return new StorePool(store, ports(store, store.ledger(), changes), changes);
  }

  /// The same for steps that are computed with one version.
  ///
  /// @param version its number
  StorePorts under(int version) {
    return ports(store, store.ledgerUnder(version), changes);
  }

  private static StorePorts ports(PostgresStore store, Ledger ledger, Changes changes) {
    return new StorePorts(
        new NotingLedger(ledger, changes),
        store.deliveries(),
        store.directory(),
        store.conversations(),
        store.mutes(),
        store.retrospectives(),
        store.attachments(),
        store.agentAlarms());
  }
}
