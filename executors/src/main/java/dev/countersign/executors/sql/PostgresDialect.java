package dev.countersign.executors.sql;

import dev.countersign.executors.connection.FieldRule;
import dev.countersign.executors.connection.RecordTable;
import dev.countersign.executors.connection.ValueRule;
import dev.countersign.executors.sql.RecordStatements.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// PostgreSQL's. No value has a type before the server gives it that of its column.
record PostgresDialect() implements Dialect {
  private static final String LIMITS =
      "SELECT set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true),"
          + " set_config('TimeZone', 'UTC', true)";

  private static final String COLUMNS =
      """
      SELECT attname, attnum > 0,
        has_column_privilege(attrelid, attnum, 'SELECT'),
        attnum > 0 AND has_column_privilege(attrelid, attnum, 'UPDATE'),
        attnum > 0 AND has_column_privilege(attrelid, attnum, 'INSERT'),
        has_table_privilege(attrelid, 'DELETE'),
        EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND indisunique AND indpred IS NULL
          AND indnkeyatts = 1 AND indkey[0] = attnum),
        attnum > 0 AND attnotnull AND NOT atthasdef AND attidentity = '' AND t.typdefault IS NULL,
        format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL)
      FROM pg_attribute JOIN pg_type t ON t.oid = atttypid WHERE attrelid = to_regclass(?) AND NOT attisdropped
      """;

  @Override
  public String isKey(String column) {
    String key = quoted(column);
    return key + " = ? AND " + key + "::text COLLATE \"C\" = ?::text";
  }

  @Override
  public String sameText(String column) {
    return quoted(column) + "::text COLLATE \"C\" IS NOT DISTINCT FROM ?::text";
  }

  @Override
  public String same(FieldRule rule, Optional<String> value) {
    String column = quoted(rule.column());
    return switch (rule.value()) {
      case ValueRule.Text _ -> sameText(rule.column());
      case ValueRule.Numeric _ -> column + "::numeric IS NOT DISTINCT FROM ?::numeric";
      case ValueRule.Truth _ -> column + " IS NOT DISTINCT FROM ?::boolean";
      case ValueRule.Day _ -> column + " IS NOT DISTINCT FROM ?::date";
      case ValueRule.Moment _ -> column + " IS NOT DISTINCT FROM ?::timestamptz";
    };
  }

  @Override
  public String text(String column) {
    return "left(" + quoted(column) + "::text, " + MOST_READ + ")";
  }

  @Override
  public String read(FieldRule rule) {
    String column = quoted(rule.column());
    return switch (rule.value()) {
      case ValueRule.Text _, ValueRule.Numeric _, ValueRule.Truth _ -> text(rule.column());
      case ValueRule.Day _ -> "to_char(" + column + "::date, 'YYYY-MM-DD')";
      case ValueRule.Moment _ ->
          "to_char(" + column + "::timestamptz, 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    };
  }

  @Override
  public String now() {
    return "now()";
  }

  @Override
  public String truth() {
    return "t";
  }

  @Override
  public List<Statement> begin(Duration patience) {
    Optional<String> millis = Optional.of(Long.toString(patience.toMillis()));
    return List.of(new Statement(LIMITS, List.of(millis, millis)));
  }

  @Override
  public List<Statement> readOnly() {
    return List.of(); // the driver says it
  }

  @Override
  public Optional<Statement> settle() {
    return Optional.of(new Statement("SET CONSTRAINTS ALL IMMEDIATE", List.of()));
  }

  /// A foreign table, also one below this, is another database's: what that keeps is not taken back
  /// with this one.
  @Override
  public Optional<Fit> fit(RecordTable table, Collection<FieldRule> fields) {
    return Optional.of(
        new Fit(
            new Statement(
                "WITH RECURSIVE part(oid, relkind) AS (SELECT c.oid, c.relkind FROM"
                    + " pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid ="
                    + " c.relnamespace WHERE n.nspname = ? AND c.relname = ? UNION SELECT c.oid,"
                    + " c.relkind FROM part JOIN pg_catalog.pg_inherits i ON i.inhparent ="
                    + " part.oid JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid) SELECT"
                    + " COALESCE(bool_and(relkind IN ('r', 'p')), false) FROM part",
                List.of(Optional.of(table.table().schema()), Optional.of(table.table().table()))),
            List.of("be a table of this database itself, no view and no foreign table")));
  }

  @Override
  public boolean holdsByWriting() {
    return true;
  }

  @Override
  public Statement role() {
    return new Statement(
        "SELECT rolsuper, extract(epoch FROM now())::bigint FROM pg_roles"
            + " WHERE rolname = current_user",
        List.of());
  }

  @Override
  public Statement reaches(RecordTable.Name table) {
    return new Statement(
        "SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = ?",
        List.of(Optional.of(table.schema())));
  }

  @Override
  public Statement columns(RecordTable.Name table) {
    return new Statement(COLUMNS, List.of(Optional.of(quoted(table))));
  }
}
