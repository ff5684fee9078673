package dev.countersign.store;

import java.sql.Connection;
import java.sql.SQLException;

/// What a batch does about rows that somebody else holds.
enum LockWait {
  /// Waits for them, as long as the session may: for an item by itself.
  PATIENT("", ""),

  /// Leaves out what is held, and waits only a moment where it cannot tell beforehand: one row that
  /// is held elsewhere must not keep a whole batch.
  BRIEF(
      "skip locked",
      """
      brief as materialized (
        select set_config('lock_timeout', '100ms', true)),
      """);

  static final Sql SHORTEN = Sql.of("select set_config('lock_timeout', '100ms', true)");

  /// After `for update`.
  final String clause;

  /// A first part of the statement, which the batch looks at before it takes any lock.
  final String first;

  LockWait(String clause, String first) {
    this.clause = clause;
    this.first = first;
  }

  /// For what follows in this transaction.
  static void shorten(Connection connection) throws SQLException {
    SHORTEN.ask(connection, query -> query.one(row -> row.getString(1)));
  }
}
