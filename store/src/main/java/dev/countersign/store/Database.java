package dev.countersign.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.countersign.ledger.FormerVersionException;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.store.PostgresStore.PoolUse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// The way to Postgres: a bounded pool behind a gate that lets callers in by order of arrival, and
/// one reading of what its errors mean.
final class Database implements AutoCloseable {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String SERIALIZATION_FAILURE = "40001";
  private static final String DEADLOCK = "40P01";

  private static final String LOCKED = "55P03";

  /// Raised by triggers of ours.
  private static final String ON_HOLD = "CS001";

  private static final String FORMER_GRANT = "CS002";

  private static final String FORMER_VERSION = "CS003";

  /// SQLSTATE classes that blame the statement or its data: bugs, not outages.
  private static final Set<String> OUR_FAULT = Set.of("0A", "21", "22", "23", "42");

  private final HikariDataSource pool;
  private final Semaphore gate;
  private final StoreConfig config;

  private Database(HikariDataSource pool, StoreConfig config) {
    this.pool = pool;
    // The pool itself hands connections to whoever spins fastest: with many more virtual threads
    // than connections, some would wait for hundreds of milliseconds while others never do.
    this.gate = new Semaphore(config.connections(), true);
    this.config = config;
  }

  static Database open(StoreConfig config) {
    Session session = Session.of(config);
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("countersign-store");
    hikari.setJdbcUrl(config.url());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    hikari.setMaximumPoolSize(config.connections());
    hikari.setConnectionTimeout(config.acquire().toMillis());
    hikari.setDataSourceProperties(session.properties(config));
    try {
      return new Database(new HikariDataSource(hikari), config);
    } catch (PoolInitializationException e) {
      SQLException error = sqlException(e);
      throw new LedgerUnavailableException(
          error == null
              ? "the database cannot be reached"
              : DatabaseFault.of(error, config.url(), config.user()).sentence(),
          e);
    }
  }

  /// Whether this can still be worked on: writable, with our limits, with our schema as it was
  /// migrated.
  ///
  /// @throws dev.countersign.ledger.SchemaRefusedException when the schema is not this version's,
  ///   or was altered
  void requireFit() {
    askOn(connection -> {
      Session.recheck(connection, config);
      SchemaCheck.requireVersion(connection);
      SchemaCheck.requireShape(connection);
      return true;
    });
  }

  /// As [#requireFit], whatever may have been altered by hand: for those who look for damage.
  void requireVersion() {
    askOn(connection -> {
      SchemaCheck.requireVersion(connection);
      return true;
    });
  }

  StoreConfig config() {
    return config;
  }

  /// How many connections there are, and how many of them work.
  PoolUse use() {
    var pooled = pool.getHikariPoolMXBean();
    return new PoolUse(
        config.connections(),
        pooled.getActiveConnections(),
        pooled.getIdleConnections(),
        gate.getQueueLength());
  }

  /// Runs one statement, which is its own transaction.
  <T> T ask(Sql sql, Sql.Asked<T> asked) {
    return askOn(connection -> sql.ask(connection, asked));
  }

  /// As [#ask], for statements that follow one another.
  <T> T askOn(OnConnection<T> statements) {
    enter();
    try (Connection connection = pool.getConnection()) {
      return statements.run(connection);
    } catch (SQLException e) {
      throw read(e);
    } finally {
      gate.release();
    }
  }

  /// As [#askOn], landing together; whatever is thrown undoes them, an [Error] too.
  <T> T askTogether(OnConnection<T> statements) {
    return askOn(connection -> {
      connection.setAutoCommit(false);
      T answer;
      try {
        answer = statements.run(connection);
        connection.commit();
      } catch (Throwable e) {
        undo(connection, e);
        throw e;
      }
      connection.setAutoCommit(true);
      return answer;
    });
  }

  /// A server process that is gone has undone everything by itself; what the caller is told is why
  /// it went.
  private static void undo(Connection connection, Throwable why) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  private void enter() {
    try {
      if (!gate.tryAcquire(config.acquire().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new LedgerUnavailableException(
            "all connections are busy",
            new IllegalStateException("waited for " + config.acquire()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerUnavailableException("interrupted while waiting for a connection", e);
    }
  }

  private static RuntimeException read(SQLException error) {
    RuntimeException failure =
        new IllegalStateException("a statement failed: " + error.getSQLState(), error);
    String state = Optional.ofNullable(error.getSQLState()).orElse("");
    if (state.equals(UNIQUE_VIOLATION)
        || state.equals(SERIALIZATION_FAILURE)
        || state.equals(DEADLOCK)) {
      return new ConflictException(constraint(error), failure);
    }
    if (state.equals(FORMER_VERSION)) {
      return new FormerVersionException(failure);
    }
    if (state.length() == 5 && OUR_FAULT.contains(state.substring(0, 2))) {
      return failure;
    }
    return new LedgerUnavailableException(
        switch (state) {
          case ON_HOLD ->
              "the database was restored or taken over by another server, and everything is on"
                  + " hold; see countersign recover";
          case FORMER_GRANT ->
              "the grant is of before countersign recover, or waits to be released by it";
          case "" -> "the database did not answer";
          default -> "the database did not answer: " + state;
        },
        failure);
  }

  /// Whether this state of SQL was why it could not answer.
  static boolean says(LedgerUnavailableException e, String state) {
    SQLException error = sqlException(e);
    return error != null && state.equals(error.getSQLState());
  }

  /// Whether one item of a batch may be what the database refused, while others would have landed:
  /// what it holds is not accepted, or somebody else holds its rows.
  static boolean blamesAnItem(LedgerUnavailableException e) {
    SQLException error = sqlException(e);
    return error != null
        && (LOCKED.equals(error.getSQLState()) || FORMER_GRANT.equals(error.getSQLState()));
  }

  private static @Nullable SQLException sqlException(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException error) {
        return error;
      }
    }
    return null;
  }

  private static Optional<String> constraint(SQLException error) {
    return error instanceof PSQLException postgres
        ? Optional.ofNullable(postgres.getServerErrorMessage())
            .map(ServerErrorMessage::getConstraint)
        : Optional.empty();
  }

  @Override
  public void close() {
    pool.close();
  }

  interface OnConnection<T> {
    T run(Connection connection) throws SQLException;
  }
}
