package dev.countersign.store;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rows that a statement takes in as arrays, one array for each column: so that one text serves
/// one row and many.
///
/// @param <T> what a row is made of
final class BatchRows<T> {
  private final String name;
  private final List<Column<T>> columns;

  /// @param name of the rows in the statement: lower-case letters
  BatchRows(String name, List<Column<T>> columns) {
    this.name = name;
    this.columns = List.copyOf(columns);
  }

  /// For a `from`: a row for each of them, with all columns and `nth`, counted from 1.
  ///
  /// Of a limit that it does not know Postgres expects few rows. Without one, and with one that it
  /// sees in the parameter, it expects more of a plan for any number of rows than of one for these,
  /// and plans each run anew.
  String unnested() {
    return "(select * from unnest(%s) with ordinality as each(%s, nth) limit (select cast(:%s_many as integer))) %s"
        .formatted(
            columns.stream()
                .map(column -> "cast(:%s as %s[])".formatted(parameter(column), column.type()))
                .collect(Collectors.joining(", ")),
            columns.stream().map(Column::name).collect(Collectors.joining(", ")),
            name,
            name);
  }

  void bind(Query query, List<T> rows) throws SQLException {
    query.bind(name + "_many", rows.size());
    for (Column<T> column : columns) {
      @Nullable Object[] values = column.array(rows.size());
      for (int i = 0; i < values.length; i++) {
        values[i] = column.value().apply(rows.get(i));
      }
      query.bind(parameter(column), Columns.array(column.type(), values));
    }
  }

  private String parameter(Column<T> column) {
    return name + "_" + column.name();
  }

  /// @param name lower-case letters and underscores
  /// @param type of one value, as Postgres calls it
  /// @param value null for none
  record Column<T>(String name, String type, Function<T, @Nullable Object> value) {

    static <T> Column<T> text(String name, Function<T, @Nullable String> value) {
      return new Column<>(name, "text", value::apply);
    }

    static <T> Column<T> integer(String name, Function<T, @Nullable Integer> value) {
      return new Column<>(name, "integer", value::apply);
    }

    static <T> Column<T> bigint(String name, Function<T, Long> value) {
      return new Column<>(name, "bigint", value::apply);
    }

    static <T> Column<T> bool(String name, Function<T, @Nullable Boolean> value) {
      return new Column<>(name, "boolean", value::apply);
    }

    static <T> Column<T> bytes(String name, Function<T, byte @Nullable []> value) {
      return new Column<>(name, "bytea", value::apply);
    }

    /// Cut to the microsecond, as [Columns#time(Instant)] does.
    static <T> Column<T> time(String name, Function<T, @Nullable Instant> value) {
      return new Column<>(
          name,
          "timestamptz",
          row -> {
            Instant at = value.apply(row);
            return at == null ? null : at.truncatedTo(ChronoUnit.MICROS).toString();
          });
    }

    /// Texts in one value, to be read by `cast(… as text[])`.
    static <T> Column<T> texts(String name, Function<T, ? extends Iterable<String>> values) {
      return text(name, row -> literal(values.apply(row)));
    }

    private static String literal(Iterable<String> values) {
      StringBuilder literal = new StringBuilder("{");
      for (String value : values) {
        literal
            .append(literal.length() == 1 ? "\"" : ",\"")
            .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
            .append('"');
      }
      return literal.append('}').toString();
    }

    /// The driver tells from its class how to encode an array.
    private @Nullable Object[] array(int length) {
      return switch (type) {
        case "integer" -> new Integer[length];
        case "bigint" -> new Long[length];
        case "boolean" -> new Boolean[length];
        case "bytea" -> new byte[length][];
        default -> new String[length];
      };
    }
  }
}
