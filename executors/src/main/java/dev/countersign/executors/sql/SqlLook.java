package dev.countersign.executors.sql;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sql.RecordStatements.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/// One statement that reads, in a read-only transaction on a connection of its own.
///
/// @param <F> what somebody makes of its rows
final class SqlLook<F> implements LookAttempt<F> {
  private final String connection;
  private final Statement statement;
  private final int comparisons;
  private final Function<SqlRows, F> found;
  private final Function<String, F> unread;
  private final Function<Turn.Later, F> later;
  private final Departure departure = new Departure();
  private final SqlSession session;

  /// @param comparisons how many columns of the statement compare
  /// @param unread what is found where a code says why nothing is
  /// @param later what is found where it has to wait for others
  SqlLook(
      SqlConnection connection,
      Outbound out,
      Statement statement,
      int comparisons,
      Function<SqlRows, F> found,
      Function<String, F> unread,
      Function<Turn.Later, F> later) {
    this.connection = connection.name();
    this.statement = statement;
    this.comparisons = comparisons;
    this.found = found;
    this.unread = unread;
    this.later = later;
    this.session = new SqlSession(connection, out, departure);
  }

  @Override
  public F run() {
    Connection open = null;
    try {
      open = session.open();
      session.readOnly(open);
      session.begin(open);
      return found.apply(SqlRows.read(open, session.dialect(), statement, comparisons));
    } catch (NotSent e) {
      return notBegun(e.outcome().code());
    } catch (SQLException e) {
      return notRead(session.ended(e));
    } catch (RuntimeException e) {
      return notRead(departure.lost(connection, e, "internal_error", 0));
    } finally {
      SqlSession.close(open);
    }
  }

  @Override
  public F giveUp(String code) {
    departure.recall(code, 0);
    return notBegun(code);
  }

  @Override
  public F notYet(Turn.Later waiting) {
    return later.apply(waiting);
  }

  @Override
  public F notBegun(String code) {
    return unread.apply(code);
  }

  /// Nothing departs here, so every end is one before that.
  private F notRead(Outcome outcome) {
    return unread.apply(outcome instanceof Outcome.Failed(var code, _) ? code : "connection_lost");
  }
}
