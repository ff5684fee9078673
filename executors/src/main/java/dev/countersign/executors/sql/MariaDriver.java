package dev.countersign.executors.sql;

import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.connection.SqlDatabase;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.mariadb.jdbc.Driver;

/// MariaDB's, with everything off by which a server could ask more of the gate than rows: no file
/// of this machine, no other host, no second statement, no password in the clear without TLS.
final class MariaDriver implements SqlDriver {
  /// Of those that prove the password instead of sending it.
  private static final String SIGN_IN =
      "mysql_native_password,client_ed25519,parsec,caching_sha2_password";

  static {
    // At its finest it logs what goes over the wire: values, and proofs of the password.
    System.setProperty("mariadb.logging.disable", "true");
  }

  private final SqlConnection connection;
  private final SqlDatabase.Server server;
  private final DialledWay way;
  private boolean signedIn;

  MariaDriver(SqlConnection connection, SqlDatabase.Server server, DialledWay way) {
    this.connection = connection;
    this.server = server;
    this.way = way;
  }

  @Override
  public Connection open(Optional<Secret> password) throws SQLException {
    String name = Sockets.register(way);
    try {
      Connection open = new Driver().connect(url(), properties(password, name));
      if (open == null) {
        throw new IllegalStateException("the driver does not know its own URL");
      }
      signedIn = true;
      return open;
    } catch (RuntimeException e) {
      throw new SQLException("what it says makes no sense to the driver", e);
    } finally {
      Sockets.forget(name);
    }
  }

  private String url() {
    return "jdbc:mariadb://" + server.host() + ":" + server.port() + "/" + server.name();
  }

  private Properties properties(Optional<Secret> password, String name) {
    Limits limits = connection.limits();
    var properties = new Properties();
    properties.setProperty("user", connection.user());
    properties.setProperty("password", password.map(Secret::reveal).orElse(""));
    properties.setProperty(MariaSockets.NAME, name);
    properties.setProperty("socketFactory", MariaSockets.Opened.class.getName());
    properties.setProperty("sslMode", server.encrypted() ? "verify-full" : "disable");
    properties.setProperty("tlsSocketType", MariaSockets.NAME);
    properties.setProperty("connectTimeout", Integer.toString(Dialler.millis(limits.connect())));
    properties.setProperty(
        "socketTimeout", Integer.toString(Dialler.millis(limits.timeout().plusSeconds(1))));
    properties.setProperty("restrictedAuth", SIGN_IN);
    properties.setProperty("useServerPrepStmts", "true"); // values never stand in a statement
    properties.setProperty("useAffectedRows", "false"); // what is found counts, as elsewhere
    properties.setProperty("tinyInt1isBit", "false");
    properties.setProperty("yearIsDateType", "false");
    for (String off : OFF) {
      properties.setProperty(off, "false");
    }
    return properties;
  }

  private static final String[] OFF = {
    "allowLocalInfile",
    "allowMultiQueries",
    "allowPublicKeyRetrieval",
    "cachePrepStmts",
    "createDatabaseIfNotExist",
    "dumpQueriesOnException",
    "includeInnodbStatusInDeadlockExceptions",
    "includeThreadDumpInDeadlockExceptions",
    "permitRedirect",
    "pool",
    "transactionReplay",
    "useBulkStmts",
    "useCompression"
  };

  /// A server's own answer has its number; what a driver notices has none, or a fault of the wire
  /// behind it.
  @Override
  public Optional<Answer> answer(SQLException fault) {
    int number = fault.getErrorCode();
    return number > 0 && !isOfTheWire(fault)
        ? Optional.of(
            new Answer(
                "error " + number, refusal(number, fault.getSQLState()), undoes(number, fault)))
        : Optional.empty();
  }

  private static boolean isOfTheWire(SQLException fault) {
    return Stream.<Throwable>iterate(fault, each -> each != null, Throwable::getCause)
        .limit(20)
        .anyMatch(IOException.class::isInstance);
  }

  /// At COMMIT: a deadlock or certification that was lost (1213), a rollback of the group (3101), a
  /// lock that did not come (1205), a constraint. A server that is shut down, a connection that is
  /// killed or a log that is full leaves it open.
  private static boolean undoes(int number, SQLException fault) {
    return number == 1213
        || number == 3101
        || number == 1205
        || state(fault.getSQLState()).startsWith("23");
  }

  private static String state(String state) {
    return Optional.ofNullable(state).orElse("");
  }

  /// By the numbers of MariaDB and MySQL; most share few classes of SQLSTATE.
  private static String refusal(int number, String state) {
    return switch (number) {
      case 1044, 1142, 1143, 1227, 1370 -> "permission_denied";
      case 1020, 1205, 1213, 1317, 1969, 3024, 3572 -> "record_locked";
      case 1264, 1265, 1267, 1292, 1366, 1406, 1411, 3988 -> "value_refused";
      case 1364, 3819, 4025 -> "constraint_violated";
      case 1251 -> "sign_in_not_offered"; // also what the driver itself says of a way that is off
      default ->
          state(state).startsWith("23")
              ? "constraint_violated"
              : state(state).startsWith("28") ? "sign_in_refused" : "target_refused";
    };
  }

  @Override
  public Optional<String> notSignedIn(SQLException fault) {
    if (signedIn || isOfTheWire(fault)) {
      return Optional.empty();
    }
    return Optional.of(
        server.encrypted() && !way.isSecured() ? "tls_not_offered" : "sign_in_not_offered");
  }
}
