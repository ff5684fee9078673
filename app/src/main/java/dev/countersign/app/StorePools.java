package dev.countersign.app;

import dev.countersign.app.config.DatabaseConfig;
import dev.countersign.app.http.Changes;
import dev.countersign.app.metrics.PoolMetrics;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.ledger.AccountLinks;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.LedgerClock;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The ways to the one store: connections of their own for decisions, for agents and for what goes
/// on in the background, so that what is slow or many in one keeps nobody waiting in another. And
/// the clock of the database.
final class StorePools {
  private final DatabaseConfig database;
  private final EvidenceKeys seals;
  private final StorePool decisions;
  private final StorePool agents;
  private final StorePool background;
  private final LedgerClock clock;

  /// @param seals seal what is written
  /// @param changes wakes the agents that wait
  /// @param wakeUp wakes the workers
  StorePools(
      DatabaseConfig database,
      EvidenceKeys seals,
      Changes changes,
      Consumer<Set<DeliveryKind>> wakeUp) {
    this.database = database;
    this.seals = seals;
    this.decisions = pool(database.decisionConnections(), changes, wakeUp);
    this.agents = pool(database.agentConnections(), changes, wakeUp);
    this.background = pool(database.workerConnections(), changes, wakeUp);
    this.clock = new LedgerClock(decisions.ports().ledger(), System::nanoTime);
  }

  /// For what people decide, and for those who look at it.
  StorePool decisions() {
    return decisions;
  }

  /// For what agents and executors ask for.
  StorePool agents() {
    return agents;
  }

  /// For workers, and for all that goes by the clock.
  StorePool background() {
    return background;
  }

  LedgerClock clock() {
    return clock;
  }

  /// One connection as the role that imports people.
  PostgresStore importer() {
    return open(database.importer(), 1);
  }

  /// Links of accounts, changed as the role that may.
  AccountLinks links() {
    AccountLinks own = background.store().links();
    return database.importer().user().equals(database.user())
        ? own
        : new LeastPrivilegeLinks(own, () -> importer().goingOnFrom(background.store()));
  }

  /// Tells how busy the connections are.
  void measure(PoolMetrics pools) {
    pools.database("decisions", decisions.store()::use);
    pools.database("agents", agents.store()::use);
    pools.database("workers", background.store()::use);
  }

  /// In this order, once nobody uses them any more.
  List<Stopping.Part> parts() {
    return List.of(
        Stopping.part("the workers' connections", background.store()),
        Stopping.part("the agents' connections", agents.store()),
        Stopping.part("the decisions' connections", decisions.store()));
  }

  private StorePool pool(int connections, Changes changes, Consumer<Set<DeliveryKind>> wakeUp) {
    DatabaseConfig.Login own = new DatabaseConfig.Login(database.user(), database.password());
    return StorePool.over(open(own, connections), changes, wakeUp);
  }

  private PostgresStore open(DatabaseConfig.Login login, int connections) {
    return PostgresStore.open(
        new StoreConfig(
            database.url(),
            login.user(),
            login.password().reveal(),
            connections,
            database.acquire(),
            database.lock(),
            database.statement()),
        seals);
  }
}
