package dev.countersign.executors.sql;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sql.RecordStatements.Statement;
import dev.countersign.secret.Secret;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to a database: to a checked address, encrypted as the file says, signed in; and
/// what its end means.
final class SqlSession {
  private static final Logger log = LoggerFactory.getLogger(SqlSession.class);

  private final SqlConnection connection;
  private final CredentialResolver credentials;
  private final Departure departure;
  private final Dialect dialect;
  private final SqlDriver driver;

  SqlSession(SqlConnection connection, Outbound out, Departure departure) {
    this.connection = connection;
    this.credentials = out.credentials();
    this.departure = departure;
    this.dialect = SqlEngines.dialect(connection.database());
    this.driver = SqlEngines.driver(connection, out, departure);
  }

  /// @throws NotSent with why there is none, beside what [#ended] knows
  Connection open() throws SQLException, NotSent {
    Optional<CredentialReference> reference = connection.credential();
    return driver.open(
        reference.isPresent() ? Optional.of(secret(reference.get())) : Optional.empty());
  }

  Dialect dialect() {
    return dialect;
  }

  private Secret secret(CredentialReference reference) throws NotSent {
    return credentials.resolve(reference).orElseThrow(() -> new NotSent("credential_unavailable"));
  }

  /// A database that answers with an error has changed nothing, unless it answers so at COMMIT and
  /// its driver says that this leaves it open.
  Outcome ended(SQLException e) {
    Optional<NotSent> notSent = cause(e, NotSent.class);
    if (notSent.isPresent()) {
      return notSent.get().outcome();
    }
    Optional<SqlDriver.Answer> answer = driver.answer(e);
    if (answer.isPresent()) {
      log.info("connection {}: {}", connection.name(), answer.get().said());
      return departure.hasDeparted() && !answer.get().undoes()
          ? new Outcome.Unknown("target_error", 0)
          : new Outcome.Failed(answer.get().code(), 0);
    }
    if (cause(e, SSLException.class).isPresent() && !departure.hasDeparted()) {
      return new Outcome.Failed("tls_failed", 0);
    }
    Optional<String> notSignedIn = driver.notSignedIn(e);
    if (notSignedIn.isPresent()) {
      return new Outcome.Failed(notSignedIn.get(), 0);
    }
    String code =
        cause(e, SocketTimeoutException.class).isPresent()
            ? "timeout"
            : cause(e, SocketException.class).isPresent() ? "connection_reset" : "connection_lost";
    return departure.lost(connection.name(), e, code, 0);
  }

  private static <T extends Throwable> Optional<T> cause(Throwable fault, Class<T> type) {
    return Stream.iterate(fault, each -> each != null, Throwable::getCause)
        .limit(20)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  /// Begins a transaction in which each statement has as long as a whole change.
  void begin(Connection open) throws SQLException {
    open.setAutoCommit(false);
    for (Statement each : dialect.begin(connection.limits().timeout())) {
      run(open, each);
    }
  }

  /// Before anything else is said, where nothing will be written.
  void readOnly(Connection open) throws SQLException {
    open.setReadOnly(true);
    for (Statement each : dialect.readOnly()) {
      run(open, each);
    }
  }

  /// Whatever it answers.
  static void run(Connection open, Statement statement) throws SQLException {
    try (PreparedStatement prepared = prepared(open, statement)) {
      prepared.execute();
    }
  }

  static PreparedStatement prepared(Connection open, Statement statement) throws SQLException {
    PreparedStatement prepared = open.prepareStatement(statement.sql());
    for (int i = 0; i < statement.values().size(); i++) {
      Optional<String> value = statement.values().get(i);
      if (value.isPresent()) {
        prepared.setString(i + 1, value.get());
      } else {
        prepared.setNull(i + 1, Types.NULL);
      }
    }
    return prepared;
  }

  /// It is decided whatever comes of this.
  static void close(@Nullable Connection open) {
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        log.debug("a database left first");
      }
    }
  }
}
