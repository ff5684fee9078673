package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.DatabaseConfig;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import dev.countersign.token.KeyRing;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The store for the length of one command, over one connection.
final class StoreAccess {
  private StoreAccess() {}

  /// The ring of this deployment.
  static KeyRing keys(Configuration settings) {
    return new KeyFile(settings.files().keys(), new SecureRandom(), InstantSource.system()).load();
  }

  static PostgresStore open(Configuration settings, KeyRing keys) {
    DatabaseConfig database = settings.database();
    return open(database, new DatabaseConfig.Login(database.user(), database.password()), keys);
  }

  /// As the role that imports people and sets agents' keys. What it writes is sealed, so the keys
  /// are made here when the gate was never started.
  static PostgresStore forImports(Configuration settings) {
    KeyFile file = new KeyFile(settings.files().keys(), new SecureRandom(), InstantSource.system());
    return open(settings.database(), settings.database().importer(), file.loadOrCreate());
  }

  private static PostgresStore open(
      DatabaseConfig database, DatabaseConfig.Login login, KeyRing keys) {
    return PostgresStore.open(
        new StoreConfig(
            database.url(),
            login.user(),
            login.password().reveal(),
            1,
            database.acquire(),
            database.lock(),
            database.statement()),
        keys.evidence());
  }
}
