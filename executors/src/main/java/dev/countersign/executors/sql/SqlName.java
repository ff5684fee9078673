package dev.countersign.executors.sql;

import dev.countersign.executors.connection.RecordTable;

/// A name of the file as a statement has it: quoted, so that it means nothing else.
final class SqlName {
  private SqlName() {}

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String quoted(RecordTable.Name table) {
    return quoted(table.schema()) + "." + quoted(table.table());
  }
}
