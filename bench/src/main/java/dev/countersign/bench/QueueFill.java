package dev.countersign.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.function.Consumer;

/// Fills a gate's tables with what was decided and what waits, as a gate writes it but for the
/// chains, which no queue reads.
final class QueueFill {
  /// Rows of one transaction.
  private static final long CHUNK = 250_000;

  private final BenchServer server;
  private final Consumer<String> progress;

  QueueFill(BenchServer server, Consumer<String> progress) {
    this.server = server;
    this.progress = progress;
  }

  /// As superuser: a gate has no statement for so many at once.
  ///
  /// @param past the first of them
  void fill(long pending, long past) throws SQLException {
    long all = pending + past;
    try (Connection connection = server.admin(server.urlOf(BenchDatabase.GATE)).getConnection();
        Statement settings = connection.createStatement();
        PreparedStatement rows = connection.prepareStatement(Sample.text("queue.sql"))) {
      settings.execute("set search_path = countersign");
      settings.execute("set synchronous_commit = off");
      for (long from = 0; from < all; from += CHUNK) {
        long to = Math.min(all, from + CHUNK) - 1;
        rows.setLong(1, past);
        rows.setLong(2, from);
        rows.setLong(3, to);
        rows.setLong(4, all);
        rows.setLong(5, all);
        rows.executeUpdate();
        progress.accept(String.format(Locale.ROOT, "filled %,d of %,d", to + 1, all));
      }
      progress.accept("vacuuming");
      settings.execute("vacuum (analyze)");
      settings.execute("checkpoint");
    }
  }

  /// In bytes, with indexes.
  long size() throws SQLException {
    try (Connection connection = server.admin(server.urlOf(BenchDatabase.GATE)).getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("select pg_database_size(current_database())")) {
      row.next();
      return row.getLong(1);
    }
  }
}
