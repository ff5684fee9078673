package dev.countersign.store;

import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.store.StoreConfig.RoleLogin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;

/// Brings the schema up to date: as its owner, a role that nobody can log in as, and with exactly
/// the rights for the application that `R__rights.sql` lists.
final class Migration {
  static final String SCHEMA = "countersign";
  static final String OWNER = "countersign_owner";

  private static final Pattern ROLE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private static final String ROLE_EXISTS = "select 1 from pg_roles where rolname = ?";

  private Migration() {}

  static void run(DataSource admin, RoleLogin app, RoleLogin importer) {
    check(app);
    check(importer);
    try (Connection connection = admin.getConnection()) {
      prepare(connection, app);
      if (!importer.name().equals(app.name())) {
        prepare(connection, importer);
      }
    } catch (SQLException e) {
      throw new LedgerUnavailableException("the roles could not be prepared", e);
    }
    Flyway.configure()
        .dataSource(admin)
        .locations("classpath:db/migration")
        .schemas(SCHEMA)
        .createSchemas(false)
        .placeholders(
            Map.of(
                "schema",
                SCHEMA,
                "owner",
                OWNER,
                "app_role",
                app.name(),
                "import_role",
                importer.name()))
        .failOnMissingLocations(true)
        .load()
        .migrate();
  }

  private static void check(RoleLogin login) {
    if (!ROLE.matcher(login.name()).matches() || login.name().equals(OWNER)) {
      throw new IllegalArgumentException("not a name for a role of the application");
    }
  }

  private static void prepare(Connection connection, RoleLogin login) throws SQLException {
    String appRole = login.name();
    String appPassword = login.password();
    if (!exists(connection, OWNER)) {
      execute(connection, "create role " + OWNER + " nologin");
    }
    if (!exists(connection, appRole)) {
      execute(connection, "create role " + appRole + " login");
    }
    // The driver sends a SCRAM verifier: the password itself reaches neither server nor its log.
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(appRole, appPassword.toCharArray(), "scram-sha-256");
    execute(connection, "grant " + OWNER + " to current_user");
    execute(connection, "create schema if not exists " + SCHEMA + " authorization " + OWNER);
  }

  private static boolean exists(Connection connection, String role) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ROLE_EXISTS)) {
      statement.setString(1, role);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// Only with names that were matched against [#ROLE] or are constants here.
  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
