package dev.countersign.executors.sql;

import dev.countersign.executors.sql.RecordStatements.Statement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a statement that compares and reads has answered.
///
/// @param count how many rows, at most two
/// @param holds of the first row, for each column that compares, whether it is true
/// @param read its other columns; empty for NULL
record SqlRows(int count, List<Boolean> holds, List<Optional<String>> read) {
  private static final String LIMITS =
      "SELECT set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true),"
          + " set_config('TimeZone', 'UTC', true)";

  /// One is expected, and one more tells that there are several.
  private static final int MOST_ROWS = 2;

  SqlRows {
    holds = List.copyOf(holds);
    read = List.copyOf(read);
  }

  boolean allHold() {
    return holds.stream().allMatch(each -> each);
  }

  /// Gives each statement of this transaction so long, and says its times in UTC.
  static void bounded(Connection open, Duration timeout) throws SQLException {
    Optional<String> patience = Optional.of(Long.toString(timeout.toMillis()));
    read(open, new Statement(LIMITS, List.of(patience, patience)), 0);
  }

  /// Every column compares.
  static SqlRows read(Connection open, Statement statement) throws SQLException {
    return read(open, statement, Integer.MAX_VALUE);
  }

  /// @param comparisons how many columns compare
  static SqlRows read(Connection open, Statement statement, int comparisons) throws SQLException {
    try (PreparedStatement prepared = SqlSession.prepared(open, statement);
        ResultSet rows = rows(prepared)) {
      int count = 0;
      var holds = new ArrayList<Boolean>();
      var read = new ArrayList<Optional<String>>();
      while (count < MOST_ROWS && rows.next()) {
        count++;
        for (int column = 1; count == 1 && column <= columns(rows); column++) {
          if (column <= comparisons) {
            holds.add("t".equals(rows.getString(column)));
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
