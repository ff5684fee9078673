package dev.countersign.executors.sql;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sql.RecordStatements.Statement;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to a PostgreSQL: to a checked address, encrypted as the file says, signed in; and
/// what its end means.
final class SqlSession {
  /// Of the values of one answer, in the driver's words: 2 MB. An action has 64 KiB, and a record
  /// whose values are longer than this is not changed.
  private static final String MOST_READ = "2M";

  private static final Logger log = LoggerFactory.getLogger(SqlSession.class);

  private final SqlConnection connection;
  private final CredentialResolver credentials;
  private final Dialler dialler;
  private final Departure departure;
  private final AtomicBoolean secured = new AtomicBoolean();

  SqlSession(
      SqlConnection connection,
      CredentialResolver credentials,
      Dialler dialler,
      Departure departure) {
    this.connection = connection;
    this.credentials = credentials;
    this.dialler = dialler;
    this.departure = departure;
  }

  /// @throws NotSent with why there is none, beside what [#ended] knows
  Connection open() throws SQLException, NotSent {
    String way = Sockets.register(new Way());
    try {
      Connection open = new Driver().connect(url(), properties(way));
      if (open == null) {
        throw new IllegalStateException("the driver does not know its own URL");
      }
      return open;
    } finally {
      Sockets.forget(way);
    }
  }

  private String url() {
    return "jdbc:postgresql://"
        + connection.host()
        + ":"
        + connection.port()
        + "/"
        + connection.database();
  }

  private Properties properties(String way) throws NotSent {
    var properties = new Properties();
    properties.setProperty("user", connection.user());
    // Set, even where there is none: the driver would look for a file of passwords otherwise.
    properties.setProperty(
        "password",
        connection.credential().isPresent() ? secret(connection.credential().get()).reveal() : "");
    properties.setProperty("socketFactory", Sockets.Opened.class.getName());
    properties.setProperty("socketFactoryArg", way);
    properties.setProperty("sslmode", connection.encrypted() ? "verify-full" : "disable");
    properties.setProperty("sslfactory", Sockets.Secured.class.getName());
    properties.setProperty("sslfactoryarg", way);
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("stringtype", "unspecified");
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("logServerErrorDetail", "false");
    properties.setProperty("maxResultBuffer", MOST_READ);
    properties.setProperty("ApplicationName", "countersign");
    properties.setProperty(
        "socketTimeout", Long.toString(connection.limits().timeout().toSeconds() + 1));
    return properties;
  }

  private Secret secret(CredentialReference reference) throws NotSent {
    return credentials.resolve(reference).orElseThrow(() -> new NotSent("credential_unavailable"));
  }

  private final class Way implements Sockets.Way {
    @Override
    public Socket open() throws IOException {
      return dialler.dial(departure::watch);
    }

    @Override
    public Socket secure(Socket plain) throws IOException {
      secured.set(true);
      return dialler.wrap(plain);
    }
  }

  /// A server that answers with an error has rolled back, also at COMMIT; one that says that it
  /// goes away may have committed. Told apart by the SQLSTATE: the severity is in the server's
  /// language.
  Outcome ended(SQLException e) {
    Optional<NotSent> notSent = cause(e, NotSent.class);
    if (notSent.isPresent()) {
      return notSent.get().outcome();
    }
    Optional<ServerErrorMessage> answer =
        Optional.ofNullable(e instanceof PSQLException it ? it.getServerErrorMessage() : null);
    String state = Optional.ofNullable(e.getSQLState()).orElse("");
    if (answer.isPresent()) {
      log.info("connection {}: SQLSTATE {}", connection.name(), state);
      return departure.hasDeparted() && goesAway(state)
          ? new Outcome.Unknown("target_error", 0)
          : new Outcome.Failed(refusal(state), 0);
    }
    if (cause(e, SSLException.class).isPresent() && !departure.hasDeparted()) {
      return new Outcome.Failed("tls_failed", 0);
    }
    if (state.equals("08004")) {
      if (connection.credential().isEmpty()) {
        return new Outcome.Failed("sign_in_refused", 0); // a password was asked for
      }
      return new Outcome.Failed(
          connection.encrypted() && !secured.get() ? "tls_not_offered" : "sign_in_not_offered", 0);
    }
    String code =
        cause(e, SocketTimeoutException.class).isPresent()
            ? "timeout"
            : cause(e, SocketException.class).isPresent() ? "connection_reset" : "connection_lost";
    return departure.lost(connection.name(), e, code, 0);
  }

  /// Classes of the connection, of an operator who intervenes, of the system, and of a fault
  /// inside.
  private static boolean goesAway(String state) {
    return Stream.of("08", "57", "58", "XX").anyMatch(state::startsWith);
  }

  /// By the class of the SQLSTATE (PostgreSQL's manual, appendix A).
  private static String refusal(String state) {
    return switch (state) {
      case "42501" -> "permission_denied";
      case "55P03", "40P01", "40001", "57014" -> "record_locked";
      case "22P02", "22003", "22007", "22008", "22001" -> "value_refused";
      default ->
          state.startsWith("23")
              ? "constraint_violated"
              : state.startsWith("28") ? "sign_in_refused" : "target_refused";
    };
  }

  private static <T extends Throwable> Optional<T> cause(Throwable fault, Class<T> type) {
    return Stream.iterate(fault, each -> each != null, Throwable::getCause)
        .limit(20)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
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
