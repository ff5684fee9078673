package dev.countersign.bench;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A row that the gate wrote, to be written again for another request: everything the same but the
/// id, the idempotency key, and the times, which keep their distance from now.
///
/// @param cells by column, without those that Postgres computes
record FloorRow(String table, Map<String, Cell> cells) {
  private static final Set<String> IDS = Set.of("id", "request_id", "proposal_id");
  private static final Set<String> OWN_IDS = Set.of("exec_grant", "posted_card");
  private static final Map<String, String> UNIQUE =
      Map.of("idempotency", "key", "redemption", "grant_id");
  private static final Set<String> GENERATED = Set.of("action_digest", "context_digest", "hash");

  sealed interface Cell {
    record Id() implements Cell {}

    record Key() implements Cell {}

    record Time(Duration fromNow) implements Cell {}

    record Same(Object value) implements Cell {}
  }

  /// Reads a request's rows of one table; columns that are null are left out.
  ///
  /// @param now the moment that times are remembered relative to
  static List<FloorRow> of(
      Connection connection, String table, String where, String request, Instant now)
      throws SQLException {
    String sql = "select * from " + table + " where " + where;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, request);
      try (ResultSet rows = statement.executeQuery()) {
        List<FloorRow> read = new ArrayList<>();
        while (rows.next()) {
          read.add(new FloorRow(table, cells(table, rows, now)));
        }
        return read;
      }
    }
  }

  private static Map<String, Cell> cells(String table, ResultSet row, Instant now)
      throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    Map<String, Cell> cells = new LinkedHashMap<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String column = columns.getColumnName(i);
      Object value = row.getObject(i);
      if (value == null || GENERATED.contains(column)) {
        continue;
      }
      cells.put(column, cell(table, column, value, columns.getColumnTypeName(i), row, i, now));
    }
    return cells;
  }

  private static Cell cell(
      String table, String column, Object value, String type, ResultSet row, int i, Instant now)
      throws SQLException {
    boolean ownId = column.equals("id") && OWN_IDS.contains(table);
    if (IDS.contains(column) && !ownId) {
      return new Cell.Id();
    }
    if (UNIQUE.getOrDefault(table, "").equals(column)) {
      return new Cell.Key();
    }
    return switch (type) {
      case "timestamptz" ->
          new Cell.Time(Duration.between(now, row.getObject(i, OffsetDateTime.class).toInstant()));
      case "json" -> new Cell.Same(row.getString(i));
      case "_text" -> new Cell.Same(row.getArray(i).getArray());
      default -> new Cell.Same(value);
    };
  }

  Cell cell(String column) {
    Cell cell = cells.get(column);
    if (cell == null) {
      throw new IllegalStateException(table + "." + column + " is null in the sample");
    }
    return cell;
  }

  boolean has(String column) {
    return cells.containsKey(column);
  }

  /// Binds one cell.
  static void bind(PreparedStatement statement, int position, Cell cell, String id, Instant now)
      throws SQLException {
    switch (cell) {
      case Cell.Id() -> statement.setString(position, id);
      // One for each proposal, about as long as what the gate wrote.
      case Cell.Key() -> statement.setString(position, "key-" + id);
      case Cell.Time(var fromNow) ->
          statement.setObject(position, now.plus(fromNow).atOffset(ZoneOffset.UTC));
      case Cell.Same(String[] texts) -> {
        Array array = statement.getConnection().createArrayOf("text", texts);
        statement.setArray(position, array);
      }
      case Cell.Same(byte[] bytes) -> statement.setBytes(position, bytes);
      case Cell.Same(var value) -> statement.setObject(position, value);
    }
  }
}
