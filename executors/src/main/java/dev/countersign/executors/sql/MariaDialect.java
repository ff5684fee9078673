package dev.countersign.executors.sql;

import dev.countersign.executors.connection.FieldRule;
import dev.countersign.executors.connection.RecordTable;
import dev.countersign.executors.connection.ValueRule;
import dev.countersign.executors.sql.RecordStatements.Statement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// MariaDB's, and that of what speaks its protocol. Texts are compared as the bytes of their UTF-8,
/// for its collations hold "a", "A" and "a " to be one; and only columns of types that keep each
/// value exactly are taken, see [#fit].
record MariaDialect() implements Dialect {
  /// What a decimal of MariaDB and MySQL has, 30 of them behind the point.
  private static final int DIGITS = 65;

  private static final int DIGITS_BEHIND = 30;

  private static final List<String> WHOLE =
      List.of("tinyint", "smallint", "mediumint", "int", "bigint");

  private static final List<String> NUMBERS = joined(WHOLE, List.of("decimal"));

  private static final List<String> TEXTS =
      joined(
          NUMBERS,
          List.of(
              "char",
              "varchar",
              "tinytext",
              "text",
              "mediumtext",
              "longtext",
              "enum",
              "set",
              "uuid",
              "inet4",
              "inet6"));

  private static final List<String> TRUTHS = List.of("tinyint", "bit");
  private static final List<String> DAYS = List.of("date");
  private static final List<String> MOMENTS = List.of("datetime", "timestamp");

  /// Who is signed in, as the catalogue writes it: `'gate'@'%'`.
  private static final String SIGNED_IN =
      "CONCAT('''', LEFT(CURRENT_USER(), CHAR_LENGTH(CURRENT_USER()) -"
          + " CHAR_LENGTH(SUBSTRING_INDEX(CURRENT_USER(), '@', -1)) - 1), '''@''',"
          + " SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')";

  private static final String COLUMNS =
      """
      SELECT c.COLUMN_NAME, TRUE,
        FIND_IN_SET('select', c.PRIVILEGES) > 0,
        FIND_IN_SET('update', c.PRIVILEGES) > 0,
        FIND_IN_SET('insert', c.PRIVILEGES) > 0,
        EXISTS (SELECT 1 FROM information_schema.TABLE_PRIVILEGES p WHERE p.GRANTEE = %1$s
            AND p.PRIVILEGE_TYPE = 'DELETE' AND p.TABLE_SCHEMA = ? AND p.TABLE_NAME = ?)
          OR EXISTS (SELECT 1 FROM information_schema.SCHEMA_PRIVILEGES p WHERE p.GRANTEE = %1$s
            AND p.PRIVILEGE_TYPE = 'DELETE' AND ? LIKE p.TABLE_SCHEMA)
          OR EXISTS (SELECT 1 FROM information_schema.USER_PRIVILEGES p WHERE p.GRANTEE = %1$s
            AND p.PRIVILEGE_TYPE = 'DELETE'),
        EXISTS (SELECT 1 FROM information_schema.STATISTICS s WHERE s.TABLE_SCHEMA = ?
            AND s.TABLE_NAME = ? AND s.NON_UNIQUE = 0 AND s.COLUMN_NAME = c.COLUMN_NAME
            AND s.SUB_PART IS NULL AND NOT EXISTS (
              SELECT 1 FROM information_schema.STATISTICS o WHERE o.TABLE_SCHEMA = ?
                AND o.TABLE_NAME = ? AND o.INDEX_NAME = s.INDEX_NAME AND o.SEQ_IN_INDEX > 1)),
        c.IS_NULLABLE = 'NO' AND c.COLUMN_DEFAULT IS NULL AND c.EXTRA NOT LIKE '%%auto_increment%%'
          AND c.EXTRA NOT LIKE '%%GENERATED%%',
        c.DATA_TYPE
      FROM information_schema.COLUMNS c WHERE c.TABLE_SCHEMA = ? AND c.TABLE_NAME = ?
      """
          .formatted(SIGNED_IN);

  @Override
  public String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  @Override
  public String isKey(String column) {
    return quoted(column) + " = ? AND " + bytes(quoted(column)) + " = " + bytes(PARAMETER);
  }

  /// Of a column without characters those that it is written in.
  private static String characters(String expression) {
    return "CONVERT(" + expression + " USING utf8mb4)";
  }

  private static String bytes(String expression) {
    return "CAST(" + characters(expression) + " AS BINARY)";
  }

  @Override
  public String sameText(String column) {
    return bytes(quoted(column)) + " <=> " + bytes(PARAMETER);
  }

  @Override
  public String same(FieldRule rule, Optional<String> value) {
    String column = quoted(rule.column());
    return switch (rule.value()) {
      case ValueRule.Text _ -> sameText(rule.column());
      case ValueRule.Numeric _ ->
          value.stream().allMatch(MariaDialect::isDecimal)
              ? column + " <=> CAST(? AS DECIMAL(" + DIGITS + "," + DIGITS_BEHIND + "))"
              : characters(PARAMETER) + " = ''"; // no column holds such a number
      case ValueRule.Truth _ -> column + " <=> CAST(? AS UNSIGNED)";
      case ValueRule.Day _ -> column + " <=> CAST(? AS DATE)";
      case ValueRule.Moment _ -> column + " <=> CAST(? AS DATETIME(6))";
    };
  }

  private static boolean isDecimal(String number) {
    var decimal = new BigDecimal(number).stripTrailingZeros();
    return decimal.scale() <= DIGITS_BEHIND
        && decimal.precision() - decimal.scale() <= DIGITS - DIGITS_BEHIND;
  }

  @Override
  public String text(String column) {
    return "LEFT(" + characters(quoted(column)) + ", " + MOST_READ + ")";
  }

  @Override
  public String read(FieldRule rule) {
    String column = quoted(rule.column());
    return switch (rule.value()) {
      case ValueRule.Text _, ValueRule.Numeric _ -> text(rule.column());
      case ValueRule.Truth _ ->
          "CASE " + column + " WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE " + column + " END";
      case ValueRule.Day _ -> "DATE_FORMAT(" + column + ", '%Y-%m-%d')";
      case ValueRule.Moment _ -> "DATE_FORMAT(" + column + ", '%Y-%m-%dT%H:%i:%s.%fZ')";
    };
  }

  @Override
  public String written(FieldRule rule) {
    return rule.value() instanceof ValueRule.Truth ? "CAST(? AS UNSIGNED)" : PARAMETER;
  }

  /// It takes neither words for truths nor a zone in a time.
  @Override
  public Optional<String> bound(FieldRule rule, Optional<String> value) {
    return switch (rule.value()) {
      case ValueRule.Text _, ValueRule.Numeric _, ValueRule.Day _ -> value;
      case ValueRule.Truth _ -> value.map(truth -> Boolean.parseBoolean(truth) ? "1" : "0");
      case ValueRule.Moment _ -> value.map(moment -> moment.replace('T', ' ').replace("Z", ""));
    };
  }

  @Override
  public String now() {
    return "CURRENT_TIMESTAMP(6)";
  }

  @Override
  public String truth() {
    return "1";
  }

  /// A value that is cut or replaced is an error. MariaDB alone reads what stands between the signs
  /// of the comment: MySQL has no limit for what writes.
  @Override
  public List<Statement> begin(Duration patience) {
    long seconds = patience.plusMillis(999).toSeconds(); // they take whole ones, at least one
    return List.of(
        new Statement(
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
                + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00',"
                + " innodb_lock_wait_timeout = "
                + seconds
                + ", lock_wait_timeout = "
                + seconds
                + " /*M!100100 , max_statement_time = "
                + seconds
                + " */",
            List.of()));
  }

  @Override
  public List<Statement> readOnly() {
    return List.of(new Statement("SET SESSION TRANSACTION READ ONLY", List.of()));
  }

  @Override
  public Optional<Statement> settle() {
    return Optional.empty();
  }

  /// That the table is there at all is asked of the table itself, which keeps others from altering
  /// it until this transaction ends.
  @Override
  public Optional<Fit> fit(RecordTable table, Collection<FieldRule> fields) {
    var asked = new ArrayList<String>();
    var values = new ArrayList<Optional<String>>();
    var wants = new ArrayList<String>();
    Optional<String> schema = Optional.of(table.table().schema());
    Optional<String> name = Optional.of(table.table().table());
    asked.add(
        "NOT EXISTS (SELECT 1 FROM "
            + quoted(table.table())
            + " WHERE FALSE) AND EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA"
            + " = ? AND TABLE_NAME = ? AND TABLE_TYPE = 'BASE TABLE' AND ENGINE = 'InnoDB')");
    values.addAll(List.of(schema, name));
    wants.add("be a table of InnoDB, since others take nothing back");
    Stream.concat(
            Stream.of(new Wanted(table.key(), TEXTS)),
            Stream.concat(
                table.version().stream().map(it -> new Wanted(it, joined(TEXTS, MOMENTS))),
                fields.stream().map(rule -> new Wanted(rule.column(), types(rule.value())))))
        .forEach(wanted -> {
          asked.add(
              "EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND"
                  + " TABLE_NAME = ? AND COLUMN_NAME = ? AND DATA_TYPE IN "
                  + wanted.types().stream().collect(Collectors.joining("', '", "('", "')"))
                  + ")");
          values.addAll(List.of(schema, name, Optional.of(wanted.column())));
          wants.add("have " + wanted.column() + " as " + String.join(", ", wanted.types()));
        });
    return Optional.of(new Fit(new Statement("SELECT " + String.join(", ", asked), values), wants));
  }

  private record Wanted(String column, List<String> types) {}

  private static List<String> types(ValueRule value) {
    return switch (value) {
      case ValueRule.Text _ -> TEXTS;
      case ValueRule.Numeric _ -> NUMBERS;
      case ValueRule.Truth _ -> TRUTHS;
      case ValueRule.Day _ -> DAYS;
      case ValueRule.Moment _ -> MOMENTS;
    };
  }

  @Override
  public boolean suits(ValueRule value, String type) {
    return types(value).contains(type);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  @Override
  public boolean holdsByWriting() {
    return false;
  }

  @Override
  public Statement role() {
    return new Statement(
        "SELECT EXISTS (SELECT 1 FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = "
            + SIGNED_IN
            + " AND PRIVILEGE_TYPE IN ('SUPER', 'CREATE USER')), UNIX_TIMESTAMP()",
        List.of());
  }

  @Override
  public Statement reaches(RecordTable.Name table) {
    return new Statement(
        "SELECT EXISTS (SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?)",
        List.of(Optional.of(table.schema())));
  }

  @Override
  public Statement columns(RecordTable.Name table) {
    Optional<String> schema = Optional.of(table.schema());
    Optional<String> name = Optional.of(table.table());
    return new Statement(
        COLUMNS, List.of(schema, name, schema, schema, name, schema, name, schema, name));
  }
}
