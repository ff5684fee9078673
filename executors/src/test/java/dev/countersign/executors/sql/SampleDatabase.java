package dev.countersign.executors.sql;

import dev.countersign.executors.Crm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A database with the accounts and labels of [Crm], and names in double quotes.
interface SampleDatabase extends AutoCloseable {

  /// As the gate signs in.
  Crm crm();

  /// As its owner.
  Connection owner() throws SQLException;

  /// As its owner.
  default void run(String... statements) {
    try (Connection open = owner();
        Statement statement = open.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The first row, as texts; empty where there is none.
  default List<Optional<String>> row(String sql) {
    var row = new ArrayList<Optional<String>>();
    try (Connection open = owner();
        Statement statement = open.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.next() ? rows.getMetaData().getColumnCount() : 0;
      for (int i = 1; i <= columns; i++) {
        row.add(Optional.ofNullable(rows.getString(i)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return row;
  }

  /// Its first column.
  default Optional<String> ask(String sql) {
    return row(sql).stream().findFirst().flatMap(each -> each);
  }

  @Override
  void close();
}
