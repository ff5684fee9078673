package dev.countersign.executors.sql;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.RecordTable;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sql.RecordStatements.Held;
import dev.countersign.executors.sql.RecordStatements.Statement;
import dev.countersign.json.Digest;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Execution;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/// One change in one transaction, on a connection of its own. There is no second try in here.
///
/// It departs right before COMMIT: a transaction of which the server never heard that is rolled
/// back, and has changed nothing.
final class SqlAttempt implements SendAttempt {
  private final SqlConnection connection;
  private final RecordTable table;
  private final RecordStatements statements;
  private final Digest digest;
  private final boolean keeps;

  private final Departure departure = new Departure();
  private final SqlSession session;

  /// @param keeps whether the change is kept: otherwise the transaction is rolled back where it
  ///   would have been committed
  SqlAttempt(
      SqlConnection connection,
      RecordTable table,
      RecordStatements statements,
      boolean keeps,
      Outbound out) {
    this.connection = connection;
    this.table = table;
    this.statements = statements;
    this.keeps = keeps;
    this.digest = statements.digest(); // here, where it can still fail without harm
    this.session = new SqlSession(connection, out, departure);
  }

  @Override
  public Outcome run() {
    Connection open = null;
    try {
      open = session.open();
      return change(open);
    } catch (NotSent e) {
      return e.outcome();
    } catch (SQLException e) {
      return session.ended(e);
    } catch (RuntimeException e) {
      return departure.lost(connection.name(), e, "internal_error", 0);
    } finally {
      SqlSession.close(open);
    }
  }

  @Override
  public Outcome abandon(String code) {
    return departure.recall(code, 0);
  }

  private Outcome change(Connection open) throws SQLException, NotSent {
    open.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    session.begin(open);
    Dialect dialect = session.dialect();
    if (statements.fit().isPresent()) {
      need(SqlRows.read(open, dialect, statements.fit().get()), "table_unfit");
    }
    Optional<RecordImage> image = Optional.empty();
    if (statements.before().isPresent()) {
      Held held = statements.before().get();
      SqlRows rows = SqlRows.read(open, dialect, held.statement(), held.comparisons());
      image = image(held, rows);
      if (rows.count() == 1 && !rows.allHold() && image.isPresent()) {
        return new Outcome.RecordChanged(image.get()); // the transaction ends with its connection
      }
      need(rows, Execution.RECORD_CHANGED);
    }
    int rows = write(open, statements.change());
    if (rows != 1) {
      throw new NotSent(rows == 0 ? "record_not_found" : "record_ambiguous");
    }
    // What waits for the end happens now, before it is looked whether the values are kept.
    if (dialect.settle().isPresent()) {
      SqlSession.run(open, dialect.settle().get());
    }
    Optional<String> left = Optional.empty();
    if (statements.after().isPresent()) {
      Held after = statements.after().get();
      SqlRows kept = SqlRows.read(open, dialect, after.statement(), after.comparisons());
      need(kept, "value_not_kept");
      left = after.version(kept);
    }
    if (keeps) {
      departure.depart();
      open.commit();
    } else {
      open.rollback();
    }
    return new Outcome.Succeeded(
        0, digest, Digest.of("1 row"), image, RecordMark.of(Optional.empty(), left));
  }

  /// Empty where it cannot be said, or a version is wanted and there is none.
  private Optional<RecordImage> image(Held held, SqlRows rows) {
    return rows.count() == 1
        ? held.image(table, rows).filter(image -> image.version().isPresent() == held.withVersion())
        : Optional.empty();
  }

  /// @param code where one value is not what it has to be
  private static void need(SqlRows rows, String code) throws NotSent {
    if (rows.count() != 1) {
      throw new NotSent(rows.count() == 0 ? "record_not_found" : "record_ambiguous");
    }
    if (!rows.allHold()) {
      throw new NotSent(code);
    }
  }

  private static int write(Connection open, Statement statement) throws SQLException {
    try (PreparedStatement prepared = SqlSession.prepared(open, statement)) {
      return prepared.executeUpdate();
    }
  }
}
