package dev.countersign.executors.sql;

import dev.countersign.executors.sql.RecordStatements.Statement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a statement that compares and reads has answered.
///
/// @param count how many rows, at most two
/// @param holds of the first row, for each column that compares, whether it is true
/// @param read its other columns; empty for NULL
record SqlRows(int count, List<Boolean> holds, List<Optional<String>> read) {
  /// One is expected, and one more tells that there are several.
  private static final int MOST_ROWS = 2;

  SqlRows {
    holds = List.copyOf(holds);
    read = List.copyOf(read);
  }

  boolean allHold() {
    return holds.stream().allMatch(each -> each);
  }

  /// Every column compares.
  static SqlRows read(Connection open, Dialect dialect, Statement statement) throws SQLException {
    return read(open, dialect, statement, Integer.MAX_VALUE);
  }

  /// @param comparisons how many columns compare
  static SqlRows read(Connection open, Dialect dialect, Statement statement, int comparisons)
      throws SQLException {
    try (PreparedStatement prepared = SqlSession.prepared(open, statement);
        ResultSet rows = rows(prepared)) {
      int count = 0;
      var holds = new ArrayList<Boolean>();
      var read = new ArrayList<Optional<String>>();
      while (count < MOST_ROWS && rows.next()) {
        count++;
        for (int column = 1; count == 1 && column <= columns(rows); column++) {
          if (column <= comparisons) {
            holds.add(dialect.truth().equals(rows.getString(column)));
          } else {
            read.add(Optional.ofNullable(rows.getString(column)));
          }
        }
      }
      return new SqlRows(count, holds, read);
    }
  }

  private static int columns(ResultSet rows) throws SQLException {
    return rows.getMetaData().getColumnCount();
  }

  private static ResultSet rows(PreparedStatement prepared) throws SQLException {
    prepared.setMaxRows(MOST_ROWS);
    return prepared.executeQuery();
  }
}
