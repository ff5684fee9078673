package dev.countersign.executors.sql;

import dev.countersign.executors.connection.FieldRule;
import dev.countersign.executors.connection.RecordTable;
import dev.countersign.executors.connection.ValueRule;
import dev.countersign.executors.sql.RecordStatements.Statement;
import dev.countersign.proposal.RecordImage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// How one kind of database says what a change of a record needs. Texts alone: nothing in here
/// speaks to a server. Every name comes from the file and is quoted; a `?` is a value that is
/// bound.
sealed interface Dialect permits PostgresDialect, MariaDialect, H2Dialect {
  String PARAMETER = "?";

  /// Characters of a value that are read: one more than of one that is kept.
  int MOST_READ = RecordImage.LONGEST + 1;

  /// As the standard (ISO/IEC 9075) has it, where the database has no way of its own.
  default String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  default String quoted(RecordTable.Name table) {
    return quoted(table.schema()) + "." + quoted(table.table());
  }

  /// Whether the key of a row is this, by the column's own comparison, which finds it, and by its
  /// spelling: "7" is not "07", and no collation makes two keys one. Two parameters.
  String isKey(String column);

  /// Whether a column holds this text, character for character, or NULL as the parameter.
  String sameText(String column);

  /// As the type of the field has it: a number is the same however many zeros it has, a text only
  /// where each character is. One parameter.
  ///
  /// @param value of the parameter; empty for NULL
  String same(FieldRule rule, Optional<String> value);

  /// What a column holds, as a text of at most [#MOST_READ] characters.
  String text(String column);

  /// What the column of a field holds, as [dev.countersign.executors.connection.ValueRule#read]
  /// takes it.
  String read(FieldRule rule);

  /// What a column of the field is set to. One parameter.
  default String written(FieldRule rule) {
    return PARAMETER;
  }

  /// A value of a field as its parameter has it; empty for NULL.
  default Optional<String> bound(FieldRule rule, Optional<String> value) {
    return value;
  }

  /// The time of the database.
  String now();

  /// What a comparison that holds is read as.
  String truth();

  /// What is said when a transaction begins: how long each of its statements may take and wait, and
  /// that its times are in UTC.
  List<Statement> begin(Duration patience);

  /// Said first where nothing will be written.
  List<Statement> readOnly();

  /// Has what waits for the end of the transaction happen now.
  Optional<Statement> settle();

  /// Asks what has to be so of a table for a change of these fields to be made exactly, or not at
  /// all; empty where it is so of each.
  Optional<Fit> fit(RecordTable table, Collection<FieldRule> fields);

  /// @param statement each of its columns compares
  /// @param wants what each says that the table has to do
  record Fit(Statement statement, List<String> wants) {
    public Fit {
      wants = List.copyOf(wants);
    }
  }

  /// Whether a column of this type, as [#columns] names it, holds such values and no others.
  default boolean suits(ValueRule value, String type) {
    return switch (value) {
      case ValueRule.Text _ -> true; // each type is compared by its text
      case ValueRule.Numeric _ ->
          List.of(
                  "tinyint",
                  "smallint",
                  "integer",
                  "bigint",
                  "numeric",
                  "decfloat",
                  "real",
                  "double precision")
              .contains(type);
      case ValueRule.Truth _ -> type.equals("boolean");
      case ValueRule.Day _ -> type.equals("date");
      case ValueRule.Moment _ -> type.startsWith("timestamp");
    };
  }

  /// Whether a role that may write no column of a record cannot hold it.
  boolean holdsByWriting();

  /// Asks who is signed in: whether nothing holds the role back, and the seconds since 1970 of the
  /// database's clock.
  Statement role();

  /// Asks whether the role may use the schema of a table at all.
  Statement reaches(RecordTable.Name table);

  /// Asks for the columns of a table: name, whether it is not one of those that each table has,
  /// what the role may do (read, update and insert it, delete rows), whether it is unique by
  /// itself, whether a row has to say it, and its type. No rows of a table that is not there.
  Statement columns(RecordTable.Name table);
}
