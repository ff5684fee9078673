package dev.countersign.executors.sql;

import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.connection.SqlDatabase;
import dev.countersign.secret.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// PostgreSQL's. A server that answers with an error has rolled back, also at COMMIT; one that says
/// that it goes away may have committed. Told apart by the SQLSTATE: the severity is in the
/// server's language.
record PostgresDriver(SqlConnection connection, SqlDatabase.Server server, DialledWay way)
    implements SqlDriver {
  /// Of the values of one answer, in the driver's words: 2 MB. An action has 64 KiB, and a record
  /// whose values are longer than this is not changed.
  private static final String MOST_READ = "2M";

  @Override
  public Connection open(Optional<Secret> password) throws SQLException {
    String name = Sockets.register(way);
    try {
      Connection open = new Driver().connect(url(), properties(password, name));
      if (open == null) {
        throw new IllegalStateException("the driver does not know its own URL");
      }
      return open;
    } finally {
      Sockets.forget(name);
    }
  }

  private String url() {
    return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.name();
  }

  private Properties properties(Optional<Secret> password, String name) {
    var properties = new Properties();
    properties.setProperty("user", connection.user());
    // Set, even where there is none: the driver would look for a file of passwords otherwise.
    properties.setProperty("password", password.map(Secret::reveal).orElse(""));
    properties.setProperty("socketFactory", Sockets.Opened.class.getName());
    properties.setProperty("socketFactoryArg", name);
    properties.setProperty("sslmode", server.encrypted() ? "verify-full" : "disable");
    properties.setProperty("sslfactory", Sockets.Secured.class.getName());
    properties.setProperty("sslfactoryarg", name);
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

  @Override
  public Optional<Answer> answer(SQLException fault) {
    Optional<ServerErrorMessage> answer =
        Optional.ofNullable(fault instanceof PSQLException it ? it.getServerErrorMessage() : null);
    String state = state(fault);
    return answer.map(_ -> new Answer("SQLSTATE " + state, refusal(state), !goesAway(state)));
  }

  private static String state(SQLException fault) {
    return Optional.ofNullable(fault.getSQLState()).orElse("");
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

  @Override
  public Optional<String> notSignedIn(SQLException fault) {
    if (!state(fault).equals("08004")) {
      return Optional.empty();
    }
    if (connection.credential().isEmpty()) {
      return Optional.of("sign_in_refused"); // a password was asked for
    }
    return Optional.of(
        server.encrypted() && !way.isSecured() ? "tls_not_offered" : "sign_in_not_offered");
  }
}
