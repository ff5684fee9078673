package dev.countersign.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Fills a gate's tables with copies of requests that the gate opened itself, so that each reads as
/// a request does.
final class PagesFill {
  private PagesFill() {}

  /// As superuser: a gate has no statement for so many at once.
  ///
  /// @param pending how many wait
  /// @param past how many are decided
  /// @return bytes of the database, with indexes
  static long fill(BenchServer server, long pending, long past) throws SQLException {
    try (Connection connection = server.admin(server.urlOf(BenchDatabase.GATE)).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set search_path = countersign, pg_temp");
      statement.execute("set synchronous_commit = off");
      String script =
          Sample.text("pages.sql")
              .replace(":waiting", Long.toString(pending))
              .replace(":all", Long.toString(pending + past));
      for (String each : List.of(script.split(";\n", -1))) {
        if (!each.isBlank()) {
          statement.execute(each);
        }
      }
      statement.execute("vacuum (analyze)");
      statement.execute("checkpoint");
      try (ResultSet size = statement.executeQuery("select pg_database_size(current_database())")) {
        size.next();
        return size.getLong(1);
      }
    }
  }
}
