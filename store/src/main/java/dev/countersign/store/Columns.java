package dev.countersign.store;

import dev.countersign.evidence.Seal;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How values and columns meet where JDBC leaves a choice.
final class Columns {
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

  private Columns() {}

  /// A value that knows how it is bound.
  @FunctionalInterface
  interface Value {
    void set(PreparedStatement statement, int position) throws SQLException;
  }

  /// Cut to the microseconds that `timestamptz` holds; the driver would round, and could thereby
  /// make a deadline later than it is.
  static Value time(@Nullable Instant at) {
    return (statement, position) -> {
      if (at == null) {
        statement.setNull(position, Types.TIMESTAMP_WITH_TIMEZONE);
      } else {
        statement.setObject(position, at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
      }
    };
  }

  static Value texts(Collection<String> values) {
    return array("text", values.toArray(String[]::new));
  }

  static Value bytes(Collection<byte[]> values) {
    return array("bytea", values.toArray(byte[][]::new));
  }

  static Value array(String type, @Nullable Object[] values) {
    return (statement, position) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, values));
  }

  /// From the columns `seal_key` and `mac`. What cannot be a seal is none: a superuser may have
  /// written it, and whoever proves it must go on.
  static Optional<Seal> seal(ResultSet row) throws SQLException {
    return seal(row.getString("seal_key"), row.getBytes("mac"));
  }

  static Optional<Seal> seal(@Nullable String key, byte @Nullable [] mac) {
    return key == null || mac == null || mac.length != Seal.MAC_BYTES
        ? Optional.empty()
        : Optional.of(new Seal(key, mac));
  }

  static Optional<Instant> optionalTime(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /// From the text of `extract(epoch from …)`, which is exact.
  static Instant time(String epochSeconds) {
    long micros = new BigDecimal(epochSeconds).multiply(MICROS).longValueExact();
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static List<String> texts(ResultSet row, String column) throws SQLException {
    return texts(array(row, column));
  }

  /// Of what [#array] gave.
  static List<String> texts(@Nullable Object array) {
    return array == null ? List.of() : List.of((String[]) array);
  }

  /// Rows that were gathered into a two-dimensional array of texts; none when it is null.
  static List<@Nullable String[]> rows(ResultSet row, String column) throws SQLException {
    return rows(array(row, column));
  }

  /// Of what [#array] gave.
  static List<@Nullable String[]> rows(@Nullable Object array) {
    return array == null ? List.of() : List.of((@Nullable String[][]) array);
  }

  /// An array as it came, of whatever it holds.
  static @Nullable Object array(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? null : array.getArray();
  }
}
