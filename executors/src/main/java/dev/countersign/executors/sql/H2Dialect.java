package dev.countersign.executors.sql;

import dev.countersign.executors.connection.FieldRule;
import dev.countersign.executors.connection.RecordTable;
import dev.countersign.executors.connection.ValueRule;
import dev.countersign.executors.sql.RecordStatements.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// H2's, in its regular mode. Texts are compared as the bytes of their UTF-8, whatever collation or
/// type that ignores cases the column has.
record H2Dialect() implements Dialect {
  private static final String COLUMNS =
      """
      SELECT c.COLUMN_NAME, TRUE, m.A OR r.P LIKE '%SELECT%', m.A OR r.P LIKE '%UPDATE%',
        m.A OR r.P LIKE '%INSERT%', m.A OR r.P LIKE '%DELETE%',
        EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.INDEXES i JOIN INFORMATION_SCHEMA.INDEX_COLUMNS k
          USING (INDEX_SCHEMA, INDEX_NAME) WHERE i.TABLE_SCHEMA = c.TABLE_SCHEMA
          AND i.TABLE_NAME = c.TABLE_NAME AND i.INDEX_TYPE_NAME IN ('PRIMARY KEY', 'UNIQUE INDEX')
          AND k.COLUMN_NAME = c.COLUMN_NAME AND NOT EXISTS (
            SELECT 1 FROM INFORMATION_SCHEMA.INDEX_COLUMNS o WHERE o.INDEX_SCHEMA = i.INDEX_SCHEMA
              AND o.INDEX_NAME = i.INDEX_NAME AND o.ORDINAL_POSITION > 1)),
        c.IS_NULLABLE = 'NO' AND c.COLUMN_DEFAULT IS NULL AND c.IS_IDENTITY = 'NO'
          AND c.IS_GENERATED = 'NEVER',
        LOWER(c.DATA_TYPE)
      FROM INFORMATION_SCHEMA.COLUMNS c,
        (SELECT IS_ADMIN A FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER) m,
        (SELECT COALESCE(LISTAGG(PRIVILEGE_TYPE), '') P FROM INFORMATION_SCHEMA.TABLE_PRIVILEGES
          WHERE GRANTEE = CURRENT_USER AND TABLE_SCHEMA = ? AND TABLE_NAME = ?) r
      WHERE c.TABLE_SCHEMA = ? AND c.TABLE_NAME = ?
      """;

  @Override
  public String isKey(String column) {
    return quoted(column) + " = ? AND " + bytes(quoted(column)) + " = " + bytes(PARAMETER);
  }

  private static String characters(String expression) {
    return "CAST(" + expression + " AS VARCHAR)";
  }

  private static String bytes(String expression) {
    return "CAST(" + characters(expression) + " AS VARBINARY)";
  }

  @Override
  public String sameText(String column) {
    return bytes(quoted(column)) + " IS NOT DISTINCT FROM " + bytes(PARAMETER);
  }

  @Override
  public String same(FieldRule rule, Optional<String> value) {
    String column = quoted(rule.column());
    return switch (rule.value()) {
      case ValueRule.Text _ -> sameText(rule.column());
      case ValueRule.Numeric _ -> column + " IS NOT DISTINCT FROM CAST(? AS DECFLOAT(1000))";
      case ValueRule.Truth _ -> column + " IS NOT DISTINCT FROM CAST(? AS BOOLEAN)";
      case ValueRule.Day _ -> column + " IS NOT DISTINCT FROM CAST(? AS DATE)";
      case ValueRule.Moment _ ->
          zoned(column) + " IS NOT DISTINCT FROM CAST(? AS TIMESTAMP(9) WITH TIME ZONE)";
    };
  }

  private static String zoned(String column) {
    return "CAST(" + column + " AS TIMESTAMP(9) WITH TIME ZONE)";
  }

  @Override
  public String text(String column) {
    return "LEFT(" + characters(quoted(column)) + ", " + MOST_READ + ")";
  }

  @Override
  public String read(FieldRule rule) {
    String column = quoted(rule.column());
    return switch (rule.value()) {
      case ValueRule.Text _, ValueRule.Numeric _, ValueRule.Truth _ -> text(rule.column());
      case ValueRule.Day _ -> "TO_CHAR(CAST(" + column + " AS DATE), 'YYYY-MM-DD')";
      case ValueRule.Moment _ ->
          "TO_CHAR(" + zoned(column) + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.FF6\"Z\"')";
    };
  }

  @Override
  public String now() {
    return "CURRENT_TIMESTAMP";
  }

  @Override
  public String truth() {
    return "TRUE";
  }

  @Override
  public List<Statement> begin(Duration patience) {
    return List.of(
        new Statement("SET LOCK_TIMEOUT " + patience.toMillis(), List.of()),
        new Statement("SET QUERY_TIMEOUT " + patience.toMillis(), List.of()),
        new Statement("SET TIME ZONE 'UTC'", List.of()));
  }

  @Override
  public List<Statement> readOnly() {
    return List.of(); // it has no such transactions: what reads says SELECT and nothing else
  }

  @Override
  public Optional<Statement> settle() {
    return Optional.empty();
  }

  /// A linked table is another database's, which takes nothing back with this one.
  @Override
  public Optional<Fit> fit(RecordTable table, Collection<FieldRule> fields) {
    return Optional.of(
        new Fit(
            new Statement(
                "SELECT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ? AND"
                    + " TABLE_NAME = ? AND TABLE_TYPE = 'BASE TABLE' AND STORAGE_TYPE IN"
                    + " ('CACHED', 'MEMORY'))",
                List.of(Optional.of(table.table().schema()), Optional.of(table.table().table()))),
            List.of("be a table of this database itself, no view and no link")));
  }

  @Override
  public boolean holdsByWriting() {
    return false;
  }

  @Override
  public Statement role() {
    return new Statement(
        "SELECT IS_ADMIN, CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP)) AS BIGINT)"
            + " FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER",
        List.of());
  }

  @Override
  public Statement reaches(RecordTable.Name table) {
    return new Statement(
        "SELECT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = ?)",
        List.of(Optional.of(table.schema())));
  }

  @Override
  public Statement columns(RecordTable.Name table) {
    Optional<String> schema = Optional.of(table.schema());
    Optional<String> name = Optional.of(table.table());
    return new Statement(COLUMNS, List.of(schema, name, schema, name));
  }
}
