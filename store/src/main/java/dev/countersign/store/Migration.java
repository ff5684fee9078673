package dev.countersign.store;

import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SchemaRefusedException;
import dev.countersign.store.StoreConfig.RoleLogin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.PGConnection;
import org.postgresql.core.Utils;
import org.postgresql.ds.common.BaseDataSource;

/// Brings the schema up to date: as its owner, a role that nobody can log in as, and with exactly
/// the rights for the application that `R__rights.sql` lists.
final class Migration {
  static final String SCHEMA = "countersign";
  static final String OWNER = "countersign_owner";

  private static final Pattern ROLE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private static final String NO_RIGHT = "42501";

  private static final String ROLE_EXISTS = "select 1 from pg_roles where rolname = ?";

  private Migration() {}

  /// @param app its limits are set for both roles
  static void run(DataSource admin, StoreConfig app, RoleLogin importer) {
    RoleLogin own = new RoleLogin(app.user(), app.password());
    check(own);
    check(importer);
    withAdmin(
        admin,
        connection -> {
          refusePooler(connection);
          SchemaCheck.requireMigratable(connection);
          prepare(connection, own, app);
          if (!importer.name().equals(own.name())) {
            prepare(connection, importer, app);
          }
        });
    MigrateResult result;
    try {
      result =
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
                      own.name(),
                      "import_role",
                      importer.name()))
              .failOnMissingLocations(true)
              .load()
              .migrate();
    } catch (FlywayException e) {
      throw new SchemaRefusedException(
          "the schema could not be migrated, and the step that failed was undone; the cause is: "
              + cause(e),
          e);
    }
    if (result.migrationsExecuted > 0) {
      withAdmin(
          admin,
          connection -> {
            execute(connection, "set role " + OWNER);
            SchemaCheck.record(connection);
          });
    }
  }

  private static void check(RoleLogin login) {
    if (!ROLE.matcher(login.name()).matches() || login.name().equals(OWNER)) {
      throw new IllegalArgumentException("not a name for a role of the application");
    }
  }

  /// Locks and roles of a session do not hold there.
  private static void refusePooler(Connection connection) throws SQLException {
    if (Session.isPooled(connection)) {
      throw new LedgerUnavailableException(
          "migrating needs a connection without a pooler between; give migrate a database.url that"
              + " names the server itself");
    }
  }

  private static void withAdmin(DataSource admin, Work work) {
    try (Connection connection = admin.getConnection()) {
      work.on(connection);
    } catch (SQLException e) {
      throw new LedgerUnavailableException(words(admin, e), e);
    }
  }

  private static String words(DataSource admin, SQLException error) {
    String state = Optional.ofNullable(error.getSQLState()).orElse("");
    if (state.equals(NO_RIGHT)) {
      return "database.admin_user may not create roles and schemas in this database; name one that"
          + " may (CREATEROLE, and CREATE on the database)";
    }
    return admin instanceof BaseDataSource known
        ? DatabaseFault.of(
                error, known.getUrl(), Optional.ofNullable(known.getUser()).orElse("of the system"))
            .sentence()
        : "the database did not answer: " + state;
  }

  private static String cause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException error) {
        return "SQLSTATE " + error.getSQLState();
      }
    }
    return failure.getClass().getSimpleName();
  }

  private static void prepare(Connection connection, RoleLogin login, StoreConfig limits)
      throws SQLException {
    String appRole = login.name();
    if (!exists(connection, OWNER)) {
      execute(connection, "create role " + OWNER + " nologin");
    }
    if (!exists(connection, appRole)) {
      execute(connection, "create role " + appRole + " login");
    }
    // The driver sends a SCRAM verifier: the password itself reaches neither server nor its log.
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(appRole, login.password().toCharArray(), "scram-sha-256");
    execute(connection, "grant " + OWNER + " to current_user");
    // Who freezes ends sessions that hold it up, and only whoever is of a role may end those of it.
    execute(connection, "grant " + appRole + " to " + OWNER);
    execute(connection, "create schema if not exists " + SCHEMA + " authorization " + OWNER);
    limit(connection, appRole, limits);
  }

  /// For connections that cannot bring their limits along; those that can override these.
  private static void limit(Connection connection, String appRole, StoreConfig limits)
      throws SQLException {
    Map<String, String> settings =
        Map.of(
            "search_path", SCHEMA,
            "statement_timeout", Long.toString(limits.statement().toMillis()),
            "lock_timeout", Long.toString(limits.lock().toMillis()),
            "idle_in_transaction_session_timeout", Long.toString(Session.idle(limits)));
    String role =
        "alter role %s in database %s set "
            .formatted(appRole, Utils.escapeIdentifier(null, connection.getCatalog()));
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      execute(connection, role + setting.getKey() + " = " + setting.getValue());
    }
  }

  private static boolean exists(Connection connection, String role) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ROLE_EXISTS)) {
      statement.setString(1, role);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  /// Only with names that were matched against [#ROLE], are escaped, or are constants here.
  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
