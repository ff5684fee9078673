package dev.countersign.executors.sql;

import dev.countersign.executors.sending.NotSent;
import dev.countersign.secret.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The driver of one kind of database: how a connection is opened, and what its faults say. It
/// takes nothing from a URL that somebody wrote: what it is told is composed here. One for each
/// connection that is opened.
sealed interface SqlDriver permits PostgresDriver, MariaDriver, H2Driver {

  /// @param password empty where there is none
  Connection open(Optional<Secret> password) throws SQLException, NotSent;

  /// Empty where the database has not answered: it is lost, or was never reached.
  Optional<Answer> answer(SQLException fault);

  /// Empty where it is not about signing in that ended before the database had answered.
  Optional<String> notSignedIn(SQLException fault);

  /// What a database answered instead of doing what it was asked.
  ///
  /// @param said for the log: in the database's own short code, none of its words
  /// @param code as `docs/connections.md` has it
  /// @param undoes whether such an answer at COMMIT says that nothing was kept; otherwise nobody
  ///   knows
  record Answer(String said, String code, boolean undoes) {}
}
