package dev.countersign.store;

import dev.countersign.ledger.LedgerUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/// How a connection to this database has to be made, found out by one that is made first.
///
/// Connected directly, a connection brings its time limits along as startup parameters. Behind a
/// pooler it must not: PgBouncer refuses them, and what a client sets later may stay with a server
/// connection that somebody else gets next. There the limits are the role's own in this database,
/// set by [Migration], and a connection that has not got them is refused: none of them is ever
/// loosened. Nor are statements prepared by name there, which the next server connection would not
/// know.
enum Session {
  DIRECT,
  POOLED;

  /// How long connecting may take.
  static final Duration CONNECT = Duration.ofSeconds(5);

  /// How much longer than a statement may run an answer is waited for.
  static final Duration NETWORK = Duration.ofSeconds(5);

  private static final String NEVER = "0";

  /// One row: the server process, whether it can be written to, and the limits in milliseconds.
  private static final String FACTS =
      """
      select pg_backend_pid() as process,
             pg_is_in_recovery() as standby,
             current_setting('transaction_read_only')::boolean as read_only,
             split_part(current_setting('search_path'), ',', 1) as schema,
             (select setting::bigint from pg_settings where name = 'statement_timeout') as statement,
             (select setting::bigint from pg_settings where name = 'lock_timeout') as lock,
             (select setting::bigint from pg_settings
               where name = 'idle_in_transaction_session_timeout') as idle
      """;

  /// @throws LedgerUnavailableException in the words of [DatabaseFault], or when the database
  ///   cannot be written to, or is behind a pooler and without our limits
  static Session of(StoreConfig config) {
    try (Connection connection = DriverManager.getConnection(config.url(), plain(config))) {
      Facts facts = facts(connection);
      facts.requireWritable();
      if (!isPooled(connection, facts)) {
        return DIRECT;
      }
      requireTransactions(connection);
      facts.requireLimits(config);
      return POOLED;
    } catch (SQLException e) {
      throw new LedgerUnavailableException(
          DatabaseFault.of(e, config.url(), config.user()).sentence(), e);
    }
  }

  /// The same questions to a connection that is in use: a primary may have been demoted, a pooler
  /// put between.
  static void recheck(Connection connection, StoreConfig config) throws SQLException {
    Facts facts = facts(connection);
    facts.requireWritable();
    facts.requireLimits(config);
  }

  /// Whether somebody between us and the server answered our call: the server process that works
  /// for us is not the one whose number came when the connection was made.
  static boolean isPooled(Connection connection) throws SQLException {
    return isPooled(connection, facts(connection));
  }

  private static boolean isPooled(Connection connection, Facts facts) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID() != facts.process();
  }

  /// What every connection of this kind is made with.
  Properties properties(StoreConfig config) {
    Properties properties = plain(config);
    switch (this) {
      case DIRECT -> {
        // The URL may ask for another threshold.
        properties.remove(PGProperty.PREPARE_THRESHOLD.getName());
        properties.setProperty(PGProperty.CURRENT_SCHEMA.getName(), Migration.SCHEMA);
        properties.setProperty(
            PGProperty.OPTIONS.getName(),
            "-c statement_timeout=%d -c lock_timeout=%d -c idle_in_transaction_session_timeout=%d"
                .formatted(config.statement().toMillis(), config.lock().toMillis(), idle(config)));
      }
      case POOLED -> {
        // As #plain says.
      }
    }
    return properties;
  }

  private static Properties plain(StoreConfig config) {
    Properties properties = new Properties();
    properties.setProperty(PGProperty.USER.getName(), config.user());
    properties.setProperty(PGProperty.PASSWORD.getName(), config.password());
    properties.setProperty(PGProperty.APPLICATION_NAME.getName(), "countersign");
    properties.setProperty(
        PGProperty.CONNECT_TIMEOUT.getName(), Long.toString(CONNECT.toSeconds()));
    properties.setProperty(PGProperty.LOGIN_TIMEOUT.getName(), Long.toString(CONNECT.toSeconds()));
    properties.setProperty(
        PGProperty.SOCKET_TIMEOUT.getName(),
        Long.toString(config.statement().plus(NETWORK).plusSeconds(1).toSeconds()));
    properties.setProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
    properties.setProperty(PGProperty.PREPARE_THRESHOLD.getName(), NEVER);
    return properties;
  }

  /// How long a transaction of ours may stand still before the server ends it.
  static long idle(StoreConfig config) {
    return config.statement().plus(NETWORK).toMillis();
  }

  private static void requireTransactions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select 1");
      statement.execute("select 2");
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new LedgerUnavailableException(
          "the pooler in front of the database keeps no transaction together; set pool_mode to"
              + " transaction or session there",
          e);
    }
  }

  private static Facts facts(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(FACTS)) {
      row.next();
      return new Facts(
          row.getInt("process"),
          row.getBoolean("standby"),
          row.getBoolean("read_only"),
          Migration.SCHEMA.equals(row.getString("schema")),
          row.getLong("statement"),
          row.getLong("lock"),
          row.getLong("idle"));
    }
  }

  private record Facts(
      int process,
      boolean standby,
      boolean readOnly,
      boolean ourSchema,
      long statement,
      long lock,
      long idle) {

    void requireWritable() {
      if (standby) {
        throw new LedgerUnavailableException(
            "the database at database.url is a standby, which can only be read; name the primary,"
                + " or all hosts with targetServerType=primary");
      }
      if (readOnly) {
        throw new LedgerUnavailableException(
            "the database can only be read (default_transaction_read_only is on); a full disk or a"
                + " fail-over does that on managed servers");
      }
    }

    void requireLimits(StoreConfig config) {
      if (!ourSchema
          || !within(statement, config.statement().toMillis())
          || !within(lock, config.lock().toMillis())
          || !within(idle, Session.idle(config))) {
        throw new LedgerUnavailableException(
            "the database is reached through a pooler, and the gate's time limits do not arrive"
                + " there; run countersign migrate on a direct connection, which sets them for role"
                + " "
                + config.user()
                + ", then RECONNECT the pooler, and set neither search_path nor a time limit in"
                + " it");
      }
    }

    private static boolean within(long set, long most) {
      return set > 0 && set <= most;
    }
  }
}
