package dev.countersign.executors.sql;

import dev.countersign.executors.connection.FieldRule;
import dev.countersign.executors.connection.RecordTable;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordChange.Operation;
import dev.countersign.proposal.RecordImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one change says to a database: a pure function of the frozen action, its table and the
/// dialect.
///
/// Names come from the file alone and are quoted; every value of an action is a bound parameter.
///
/// @param fit says of what has to be so of the table whether it is; empty where nothing has to
/// @param before finds the record, holds it, and says for each value that people saw whether it is
///   still there, and then what it holds; of a record that is to be created, empty
/// @param change what changes one row
/// @param after says for each value that people approved whether it stands there now, and which
///   version was left where that is kept; empty where the record is gone
record RecordStatements(
    Optional<Statement> fit, Optional<Held> before, Statement change, Optional<Held> after) {

  /// @param values of its parameters, in their order; empty for NULL
  record Statement(String sql, List<Optional<String>> values) {
    Statement {
      values = List.copyOf(values);
    }

    private Json json() {
      return new JsonArray(
          List.of(
              Json.of(sql),
              new JsonArray(
                  values.stream()
                      .map(value -> value.<Json>map(Json::of).orElse(JsonNull.NULL))
                      .toList())));
    }
  }

  /// @param statement its first columns compare, the others read: each field in its order, then the
  ///   version where there is one
  /// @param comparisons how many compare
  /// @param fields that are read
  /// @param withVersion whether the version is read, too
  record Held(
      Statement statement, int comparisons, List<RecordChange.Field> fields, boolean withVersion) {

    /// Which version it is; empty where none is read. Of rows that are one.
    Optional<String> version(SqlRows rows) {
      return withVersion ? rows.read().getLast() : Optional.empty();
    }

    /// What the record holds of it; empty where a value is too long, or none that the file's type
    /// can say. Of rows that are one.
    Optional<RecordImage> image(RecordTable table, SqlRows rows) {
      var values = new TreeMap<String, Json>();
      for (int i = 0; i < fields.size(); i++) {
        String path = fields.get(i).path();
        Optional<Json> value = table.field(path).orElseThrow().read(rows.read().get(i));
        if (value.isEmpty()) {
          return Optional.empty();
        }
        values.put(path, value.get());
      }
      return Optional.of(new RecordImage(values, version(rows))).filter(RecordImage::isKept);
    }
  }

  /// Looks at a record before people are asked: compares what the agent says of it, and reads what
  /// it does not say. The version is read of what goes, too, so that whoever lets it go has seen
  /// the last one. Of an action that [SqlAdmission] has passed, and that creates nothing.
  static Held seen(Action action, RecordTable table, Dialect dialect) {
    RecordChange change = (RecordChange) action.changes();
    return new Target(dialect, table, action.targetId().orElseThrow())
        .held(
            action,
            change.fields().stream().filter(field -> field.from().isEmpty()).toList(),
            action.preconditions().has("if_match") || change.operation() != Operation.UPDATE,
            "");
  }

  /// Of an action that [SqlAdmission] has passed.
  static RecordStatements of(Action action, RecordTable table, Dialect dialect) {
    RecordChange change = (RecordChange) action.changes();
    var target = new Target(dialect, table, action.targetId().orElseThrow());
    Optional<Statement> fit =
        dialect
            .fit(table, change.fields().stream().map(target::rule).toList())
            .map(Dialect.Fit::statement);
    return switch (change.operation()) {
      case CREATE ->
          new RecordStatements(
              fit,
              Optional.empty(),
              target.insert(change.fields()),
              Optional.of(target.standing(change)));
      case UPDATE ->
          new RecordStatements(
              fit,
              Optional.of(target.held(action, change)),
              target.update(change.fields()),
              Optional.of(target.standing(change)));
      case ARCHIVE ->
          new RecordStatements(
              fit,
              Optional.of(target.held(action, change)),
              target.archive(),
              Optional.of(target.archived(change)));
      case RESTORE ->
          new RecordStatements(
              fit,
              Optional.of(target.held(action, change)),
              target.restore(),
              Optional.of(target.restored(change)));
      case DELETE ->
          new RecordStatements(
              fit, Optional.of(target.held(action, change)), target.delete(), Optional.empty());
    };
  }

  /// Looks, once a change was made, whether it stands there.
  ///
  /// @param statement compares each of the fields, in their order; of a record that is gone it
  ///   finds none
  /// @param comparisons how many of its columns compare
  /// @param fields the paths that it compares
  /// @param gone whether no record may be there
  record Look(Statement statement, int comparisons, List<String> fields, boolean gone) {
    Look {
      fields = List.copyOf(fields);
    }

    private static Look at(Held held, List<String> fields) {
      return new Look(held.statement(), held.comparisons(), fields, false);
    }
  }

  /// Of an action that was carried out.
  static Look look(Action action, RecordTable table, Dialect dialect) {
    RecordChange change = (RecordChange) action.changes();
    var target = new Target(dialect, table, action.targetId().orElseThrow());
    return switch (change.operation()) {
      case CREATE, UPDATE ->
          Look.at(
              target.standing(change),
              change.fields().stream().map(RecordChange.Field::path).toList());
      case ARCHIVE -> Look.at(target.archived(change), List.of());
      case RESTORE -> Look.at(target.restored(change), List.of());
      case DELETE -> new Look(target.there(), 1, List.of(), true);
    };
  }

  /// Over everything that is said to the database.
  Digest digest() {
    return Digest.of(
        CanonicalJson.bytes(
            new JsonArray(
                Stream.of(
                        fit.stream(),
                        before.map(Held::statement).stream(),
                        Stream.of(change),
                        after.map(Held::statement).stream())
                    .flatMap(each -> each)
                    .map(Statement::json)
                    .toList())));
  }

  /// Whether a column has a value, and that value.
  private record Comparison(String expression, Optional<String> value) {}

  /// One record of a table.
  private record Target(Dialect dialect, RecordTable table, String id) {
    /// An archived record is there to be restored, and for nothing else.
    private String where(Operation operation) {
      String archived = operation == Operation.RESTORE ? " IS NOT NULL" : " IS NULL";
      return isKey()
          + table.archive().map(column -> " AND " + dialect.quoted(column) + archived).orElse("");
    }

    private String isKey() {
      return dialect.isKey(table.key());
    }

    private List<Optional<String>> key() {
      return List.of(Optional.of(id), Optional.of(id));
    }

    private String name() {
      return dialect.quoted(table.table());
    }

    /// Held until the transaction ends.
    Held held(Action action, RecordChange change) {
      return held(action, change.fields(), action.preconditions().has("if_match"), " FOR UPDATE");
    }

    /// @param fields that are read
    /// @param withVersion whether the version is read, where the table has one
    /// @param hold what follows the statement
    Held held(Action action, List<RecordChange.Field> fields, boolean withVersion, String hold) {
      RecordChange change = (RecordChange) action.changes();
      Optional<String> version = table.compared(change.operation());
      List<RecordChange.Field> seen =
          change.fields().stream().filter(field -> field.from().isPresent()).toList();
      List<Comparison> all = new ArrayList<>();
      action
          .preconditions()
          .optionalText("if_match")
          .ifPresent(named ->
              all.add(new Comparison(dialect.sameText(version.orElseThrow()), Optional.of(named))));
      all.addAll(comparisons(seen, RecordChange.Field::from));
      boolean readsVersion = withVersion && version.isPresent();
      List<String> read =
          Stream.concat(
                  fields.stream().map(field -> dialect.read(rule(field))),
                  version.filter(_ -> readsVersion).stream().map(dialect::text))
              .toList();
      return new Held(
          select(all, read, where(change.operation()) + " LIMIT 2" + hold),
          all.size(),
          fields,
          readsVersion);
    }

    /// What an update leaves is compared by its values when it is set back.
    Held standing(RecordChange change) {
      return left(
          comparisons(change.fields(), RecordChange.Field::to),
          change.operation() == Operation.UPDATE
              ? Optional.empty()
              : table.left(change.operation()),
          where(change.operation()));
    }

    private Held left(List<Comparison> comparisons, Optional<String> version, String where) {
      List<String> read = version.stream().map(dialect::text).toList();
      return new Held(
          select(comparisons, read, where), comparisons.size(), List.of(), version.isPresent());
    }

    Held archived(RecordChange change) {
      return isThereAs(" IS NOT NULL", change);
    }

    Held restored(RecordChange change) {
      return isThereAs(" IS NULL", change);
    }

    private Held isThereAs(String archived, RecordChange change) {
      Optional<String> version = table.left(change.operation());
      String columns =
          Stream.concat(
                  Stream.of(dialect.quoted(table.archive().orElseThrow()) + archived),
                  version.stream().map(dialect::text))
              .collect(Collectors.joining(", "));
      return new Held(
          new Statement("SELECT " + columns + " FROM " + name() + " WHERE " + isKey(), key()),
          1,
          List.of(),
          version.isPresent());
    }

    Statement there() {
      return new Statement("SELECT true FROM " + name() + " WHERE " + isKey(), key());
    }

    private List<Comparison> comparisons(
        List<RecordChange.Field> fields, Function<RecordChange.Field, Optional<Json>> side) {
      return fields.stream()
          .map(field -> {
            Optional<String> value = bound(field, side.apply(field).orElseThrow());
            return new Comparison(dialect.same(rule(field), value), value);
          })
          .toList();
    }

    private Statement select(List<Comparison> comparisons, List<String> read, String where) {
      String columns =
          Stream.concat(comparisons.stream().map(Comparison::expression), read.stream())
              .collect(Collectors.joining(", "));
      return new Statement(
          "SELECT "
              + (columns.isEmpty() ? "true" : columns)
              + " FROM "
              + name()
              + " WHERE "
              + where,
          joined(comparisons.stream().map(Comparison::value).toList(), key()));
    }

    Statement insert(List<RecordChange.Field> fields) {
      String columns =
          Stream.concat(Stream.of(table.key()), fields.stream().map(field -> rule(field).column()))
              .map(dialect::quoted)
              .collect(Collectors.joining(", "));
      String parameters =
          Stream.concat(
                  Stream.of(Dialect.PARAMETER),
                  fields.stream().map(field -> dialect.written(rule(field))))
              .collect(Collectors.joining(", "));
      return new Statement(
          "INSERT INTO " + name() + " (" + columns + ") VALUES (" + parameters + ")",
          joined(List.of(Optional.of(id)), written(fields)));
    }

    Statement update(List<RecordChange.Field> fields) {
      String set =
          Stream.concat(
                  fields.stream()
                      .map(field ->
                          dialect.quoted(rule(field).column())
                              + " = "
                              + dialect.written(rule(field))),
                  raised().stream())
              .collect(Collectors.joining(", "));
      return new Statement(
          "UPDATE " + name() + " SET " + set + " WHERE " + where(Operation.UPDATE),
          joined(written(fields), key()));
    }

    private Optional<String> raised() {
      return table
          .version()
          .filter(_ -> table.raisesVersion())
          .map(column -> dialect.quoted(column) + " = " + dialect.quoted(column) + " + 1");
    }

    Statement archive() {
      return archiving(dialect.now(), Operation.ARCHIVE);
    }

    Statement restore() {
      return archiving("NULL", Operation.RESTORE);
    }

    private Statement archiving(String when, Operation operation) {
      String set =
          Stream.concat(
                  Stream.of(dialect.quoted(table.archive().orElseThrow()) + " = " + when),
                  raised().stream())
              .collect(Collectors.joining(", "));
      return new Statement(
          "UPDATE " + name() + " SET " + set + " WHERE " + where(operation), key());
    }

    Statement delete() {
      return new Statement("DELETE FROM " + name() + " WHERE " + where(Operation.DELETE), key());
    }

    private List<Optional<String>> written(List<RecordChange.Field> fields) {
      return fields.stream().map(field -> bound(field, field.to().orElseThrow())).toList();
    }

    private Optional<String> bound(RecordChange.Field field, Json value) {
      return dialect.bound(rule(field), rule(field).bound(value));
    }

    private FieldRule rule(RecordChange.Field field) {
      return table.field(field.path()).orElseThrow();
    }

    private static <T> List<T> joined(List<? extends T> first, List<? extends T> second) {
      var all = new ArrayList<T>(first);
      all.addAll(second);
      return all;
    }
  }
}
