package dev.countersign.store;

import dev.countersign.TestKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives a test a migrated, empty database of its own and a store on it: one for the whole class
/// when registered in a static field, one per test when in an instance field. Nothing is started
/// before it is asked for.
public final class EmbeddedPostgresExtension
    implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private boolean perClass;
  private @Nullable String database;
  private @Nullable PostgresStore store;

  @Override
  public void beforeAll(ExtensionContext context) {
    perClass = true;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!perClass) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /// The store on this database, as the application's role.
  public synchronized PostgresStore store() {
    if (store == null) {
      store = PostgresStore.open(config(), TestKeys.EVIDENCE);
    }
    return store;
  }

  /// How to open one more store on this database.
  public StoreConfig config() {
    return StoreConfig.of(url(), EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);
  }

  public String url() {
    return EmbeddedServer.url(database());
  }

  /// This database as superuser.
  public DataSource admin() {
    return EmbeddedServer.admin(database());
  }

  /// Runs one statement as superuser.
  public void asAdmin(String sql) throws SQLException {
    try (Connection connection = admin().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private synchronized String database() {
    if (database == null) {
      database = EmbeddedServer.freshDatabase();
    }
    return Objects.requireNonNull(database);
  }

  private synchronized void close() {
    if (store != null) {
      store.close();
    }
    store = null;
    database = null;
  }
}
