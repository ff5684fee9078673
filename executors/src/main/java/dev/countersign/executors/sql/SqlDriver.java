package dev.countersign.executors.sql;

import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.connection.SqlDatabase;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Destination;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.secret.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The driver of one kind of database: how a connection is opened, and what its faults say. It
/// takes nothing from a URL that somebody wrote: what it is told is composed here. One for each
/// connection that is opened.
sealed interface SqlDriver permits PostgresDriver, MariaDriver, H2Driver {

  /// @param departure hears of its socket, where it has one
  static SqlDriver of(SqlConnection connection, Outbound out, Departure departure) {
    return switch (connection.database()) {
      case SqlDatabase.H2File(var file) -> new H2Driver(connection, file);
      case SqlDatabase.Server server -> {
        var dialler =
            out.dialler(Destination.of(server, connection.network()), connection.limits());
        var way = new DialledWay(dialler, departure);
        yield switch (server.engine()) {
          case POSTGRESQL -> new PostgresDriver(connection, server, way);
          case MARIADB -> new MariaDriver(connection, server, way);
        };
      }
    };
  }

  /// @param password empty where there is none
  Connection open(Optional<Secret> password) throws SQLException, NotSent;

  /// Empty where the database has not answered: it is lost, or was never reached.
  Optional<Answer> answer(SQLException fault);

  /// Empty where it is not about signing in that ended before the database had answered.
  Optional<String> notSignedIn(SQLException fault);

  /// What a database answered instead of doing what it was asked.
  ///
  /// @param said for the log: in the database's own short code, none of its words
  /// @param code as `docs/connections.md` has it
  /// @param undoes whether such an answer at COMMIT says that nothing was kept; otherwise nobody
  ///   knows
  record Answer(String said, String code, boolean undoes) {}
}
