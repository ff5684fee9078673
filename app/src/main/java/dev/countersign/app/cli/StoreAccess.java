package dev.countersign.app.cli;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.DatabaseConfig;
import dev.countersign.app.config.Profile;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import dev.countersign.token.KeyRing;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The store for the length of one command, over one connection.
final class StoreAccess {
  private StoreAccess() {}

  /// @throws dev.countersign.ledger.SchemaRefusedException when the schema is not the one of this
  ///   version, or not as it was migrated
  /// @throws CheckFailedException when these are not the keys of the deployment
  static PostgresStore open(Configuration settings) {
    KeyRing keys = keys(settings);
    return admitted(settings, any(settings, keys), keys);
  }

  /// For those who look for damage: the schema may have been altered by hand.
  static PostgresStore toRead(Configuration settings, KeyRing keys) {
    PostgresStore store = any(settings, keys);
    return checked(store, store::requireVersion);
  }

  /// The ring of this deployment.
  static KeyRing keys(Configuration settings) {
    return new KeyFile(settings.files().keys(), new SecureRandom(), InstantSource.system()).load();
  }

  private static PostgresStore any(Configuration settings, KeyRing keys) {
    DatabaseConfig database = settings.database();
    return open(database, new DatabaseConfig.Login(database.user(), database.password()), keys);
  }

  /// As the role that imports people and sets agents' keys. What it writes is sealed, so the keys
  /// have to be those of the deployment; a sandbox makes its own where the gate was never started.
  static PostgresStore forImports(Configuration settings) {
    KeyFile file = new KeyFile(settings.files().keys(), new SecureRandom(), InstantSource.system());
    KeyRing keys = settings.profile() == Profile.SANDBOX ? file.loadOrCreate() : file.load();
    PostgresStore store = open(settings.database(), settings.database().importer(), keys);
    return admitted(settings, store, keys);
  }

  /// What a command writes is sealed: with keys that the others have, or not at all.
  private static PostgresStore admitted(Configuration settings, PostgresStore store, KeyRing keys) {
    return checked(
        store,
        () -> {
          store.requireFit();
          store
              .register()
              .admit(keys.facts())
              .ifPresent(why -> {
                throw CheckFailedException.of(settings.files().keys() + ": " + why);
              });
        });
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
