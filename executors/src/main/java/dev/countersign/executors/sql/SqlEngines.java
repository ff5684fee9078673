package dev.countersign.executors.sql;

import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.connection.SqlDatabase;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Destination;
import dev.countersign.executors.sending.Outbound;

/// What is spoken to which database, and over which driver.
final class SqlEngines {
  private SqlEngines() {}

  static Dialect dialect(SqlDatabase database) {
    return switch (database) {
      case SqlDatabase.H2File _ -> new H2Dialect();
      case SqlDatabase.Server server ->
          switch (server.engine()) {
            case POSTGRESQL -> new PostgresDialect();
            case MARIADB -> new MariaDialect();
          };
    };
  }

  /// For one connection.
  ///
  /// @param departure hears of its socket, where it has one
  static SqlDriver driver(SqlConnection connection, Outbound out, Departure departure) {
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
}
