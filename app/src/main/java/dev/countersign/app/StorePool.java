package dev.countersign.app;

import dev.countersign.app.http.Changes;
import dev.countersign.app.http.NotingLedger;
import dev.countersign.app.worker.WakingDeliveries;
import dev.countersign.gate.StorePorts;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Ledger;
import dev.countersign.store.PostgresStore;
import java.util.Set;
import java.util.function.Consumer;

/// The store over connections of its own, for one kind of work: what is slow or many in one pool
/// keeps nobody waiting in another.
///
/// @param ports what the core sees of it
record StorePool(
    PostgresStore store, StorePorts ports, Changes changes, Consumer<Set<DeliveryKind>> wakeUp) {

  /// @param changes wakes the agents that wait
  /// @param wakeUp wakes the workers, see [WakingDeliveries]
  static StorePool over(PostgresStore store, Changes changes, Consumer<Set<DeliveryKind>> wakeUp) {
    return new StorePool(store, ports(store, store.ledger(), changes, wakeUp), changes, wakeUp);
  }

  /// The same for steps that are computed with one version.
  ///
  /// @param version its number
  StorePorts under(int version) {
    return ports(store, store.ledgerUnder(version), changes, wakeUp);
  }

  private static StorePorts ports(
      PostgresStore store, Ledger ledger, Changes changes, Consumer<Set<DeliveryKind>> wakeUp) {
    return new StorePorts(
        new NotingLedger(ledger, changes),
        new WakingDeliveries(store.deliveries(), wakeUp),
        store.directory(),
        store.conversations(),
        store.mutes(),
        store.retrospectives(),
        store.attachments(),
        store.agentAlarms(),
        store.refusedAttempts());
  }
}
