package dev.countersign.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One run of an [Sql]: every parameter bound, then one of [#list], [#first], [#one] and [#update].
/// Or many at once: every parameter bound and [#add], for each row; then [#updateAll].
final class Query implements AutoCloseable {
  private final PreparedStatement statement;
  private final Sql sql;
  private final Set<String> bound = new HashSet<>();

  Query(PreparedStatement statement, Sql sql) {
    this.statement = statement;
    this.sql = sql;
  }

  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  Query bind(String parameter, @Nullable String value) throws SQLException {
    return bind(parameter, (target, position) -> target.setString(position, value));
  }

  Query bind(String parameter, int value) throws SQLException {
    return bind(parameter, (target, position) -> target.setInt(position, value));
  }

  Query bind(String parameter, boolean value) throws SQLException {
    return bind(parameter, (target, position) -> target.setBoolean(position, value));
  }

  Query bind(String parameter, long value) throws SQLException {
    return bind(parameter, (target, position) -> target.setLong(position, value));
  }

  Query bind(String parameter, @Nullable Integer value) throws SQLException {
    return bind(parameter, (target, position) -> target.setObject(position, value, Types.INTEGER));
  }

  Query bind(String parameter, byte @Nullable [] value) throws SQLException {
    return bind(parameter, (target, position) -> target.setBytes(position, value));
  }

  Query bind(String parameter, UUID value) throws SQLException {
    return bind(parameter, (target, position) -> target.setObject(position, value));
  }

  Query bind(String parameter, Columns.Value value) throws SQLException {
    for (int position : sql.positions(parameter)) {
      value.set(statement, position);
    }
    bound.add(parameter);
    return this;
  }

  <T> List<T> list(Row<T> row) throws SQLException {
    requireAllBound();
    try (ResultSet rows = statement.executeQuery()) {
      return read(rows, row);
    }
  }

  /// Of two statements that go together, one after the other, in one round trip.
  <A, B> Both<A, B> both(Row<A> first, Row<B> second) throws SQLException {
    requireAllBound();
    statement.execute();
    List<A> before = read(first);
    return new Both<>(before, next(second));
  }

  record Both<A, B>(List<A> first, List<B> second) {}

  /// The rows of the last of several statements that go together, one after the other, in one round
  /// trip; those of the others are passed over.
  ///
  /// @param others how many there are before it
  <T> List<T> listLast(int others, Row<T> row) throws SQLException {
    requireAllBound();
    statement.execute();
    for (int passed = 1; passed < others; passed++) {
      next(_ -> true);
    }
    return next(row);
  }

  private <T> List<T> next(Row<T> row) throws SQLException {
    if (!statement.getMoreResults()) {
      throw new IllegalStateException("there are fewer statements than answers are expected");
    }
    return read(row);
  }

  private <T> List<T> read(Row<T> row) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      return read(rows, row);
    }
  }

  private static <T> List<T> read(ResultSet rows, Row<T> row) throws SQLException {
    List<T> read = new ArrayList<>();
    while (rows.next()) {
      read.add(row.read(rows));
    }
    return read;
  }

  /// Of at most one row.
  <T> Optional<T> first(Row<T> row) throws SQLException {
    List<T> read = list(row);
    if (read.size() > 1) {
      throw new IllegalStateException(read.size() + " rows where one was expected");
    }
    return read.stream().findFirst();
  }

  <T> T one(Row<T> row) throws SQLException {
    return first(row).orElseThrow();
  }

  /// How many rows it touched.
  int update() throws SQLException {
    requireAllBound();
    return statement.executeUpdate();
  }

  /// Keeps what is bound as one row of [#updateAll]; the next row binds every parameter anew.
  void add() throws SQLException {
    requireAllBound();
    statement.addBatch();
    bound.clear();
  }

  /// Sends the rows that were added, if any.
  void updateAll() throws SQLException {
    if (!bound.isEmpty()) {
      throw new IllegalStateException("what was bound last was not added");
    }
    statement.executeBatch();
  }

  /// The driver would take what an earlier run had bound.
  private void requireAllBound() {
    if (bound.size() != sql.parameters()) {
      throw new IllegalStateException("not all parameters are bound");
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
