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

  static PostgresStore open(Configuration settings) {
    return open(settings, keys(settings));
  }

  /// The ring of this deployment; a command never makes one.
  static KeyRing keys(Configuration settings) {
    return new KeyFile(settings.files().keys(), new SecureRandom(), InstantSource.system()).load();
  }

  static PostgresStore open(Configuration settings, KeyRing keys) {
    DatabaseConfig database = settings.database();
    return PostgresStore.open(
        new StoreConfig(
            database.url(),
            database.user(),
            database.password().reveal(),
            1,
            database.acquire(),
            database.lock(),
            database.statement()),
        keys.evidence());
  }
}
