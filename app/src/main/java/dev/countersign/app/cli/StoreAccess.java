package dev.countersign.app.cli;

import dev.countersign.app.config.DatabaseConfig;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;

/// The store for the length of one command, over one connection.
final class StoreAccess {
  private StoreAccess() {}

  static PostgresStore open(DatabaseConfig database) {
    return PostgresStore.open(
        new StoreConfig(
            database.url(),
            database.user(),
            database.password().reveal(),
            1,
            database.acquire(),
            database.lock(),
            database.statement()));
  }
}
