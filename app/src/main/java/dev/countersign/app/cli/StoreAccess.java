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

  /// @throws dev.countersign.store.SchemaRefusedException when the schema is not the one of this
  ///   version, or not as it was migrated
  static PostgresStore open(Configuration settings) {
    PostgresStore store = any(settings, keys(settings));
    return checked(store, store::requireFit);
  }

  /// For those who look for damage: the schema may have been altered by hand.
  static PostgresStore toRead(Configuration settings, KeyRing keys) {
    PostgresStore store = any(settings, keys);
    return checked(store, store::requireVersion);
  }

  /// The ring of this deployment; a command never makes one.
  static KeyRing keys(Configuration settings) {
    return new KeyFile(settings.files().keys(), new SecureRandom(), InstantSource.system()).load();
  }

  private static PostgresStore any(Configuration settings, KeyRing keys) {
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

  private static PostgresStore checked(PostgresStore store, Runnable check) {
    try {
      check.run();
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }
}
