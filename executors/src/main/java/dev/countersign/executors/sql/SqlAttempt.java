package dev.countersign.executors.sql;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sql.RecordStatements.Statement;
import dev.countersign.json.Digest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// One change in one transaction, on a connection of its own. There is no second try in here.
///
/// It departs right before COMMIT: a transaction of which the server never heard that is rolled
/// back, and has changed nothing.
final class SqlAttempt implements SendAttempt {
  private static final String LIMITS =
      "SELECT set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true),"
          + " set_config('TimeZone', 'UTC', true)";

  private final SqlConnection connection;
  private final RecordStatements statements;
  private final Digest digest;

  private final Departure departure = new Departure();
  private final SqlSession session;

  SqlAttempt(
      SqlConnection connection,
      RecordStatements statements,
      CredentialResolver credentials,
      Dialler dialler) {
    this.connection = connection;
    this.statements = statements;
    this.digest = statements.digest(); // here, where it can still fail without harm
    this.session = new SqlSession(connection, credentials, dialler, departure);
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
    open.setAutoCommit(false);
    String patience = Long.toString(connection.limits().timeout().toMillis());
    read(open, new Statement(LIMITS, List.of(Optional.of(patience), Optional.of(patience))));
    if (statements.before().isPresent()) {
      need(read(open, statements.before().get()), "record_changed");
    }
    int rows = write(open, statements.change());
    if (rows != 1) {
      throw new NotSent(rows == 0 ? "record_not_found" : "record_ambiguous");
    }
    // What waits for the end happens now, before it is looked whether the values are kept.
    write(open, new Statement("SET CONSTRAINTS ALL IMMEDIATE", List.of()));
    if (statements.after().isPresent()) {
      need(read(open, statements.after().get()), "value_not_kept");
    }
    departure.depart();
    open.commit();
    return new Outcome.Succeeded(0, digest, Digest.of("1 row"));
  }

  /// @param code where one value is not what it has to be
  private static void need(Rows rows, String code) throws NotSent {
    if (rows.count() != 1) {
      throw new NotSent(rows.count() == 0 ? "record_not_found" : "record_ambiguous");
    }
    if (!rows.allHold()) {
      throw new NotSent(code);
    }
  }

  /// @param count how many, at most two
  /// @param allHold whether every column of the first is true
  private record Rows(int count, boolean allHold) {}

  private static Rows read(Connection open, Statement statement) throws SQLException {
    try (PreparedStatement prepared = SqlSession.prepared(open, statement);
        ResultSet rows = prepared.executeQuery()) {
      int count = 0;
      boolean allHold = true;
      while (count < 2 && rows.next()) {
        count++;
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          allHold &= "t".equals(rows.getString(column));
        }
      }
      return new Rows(count, allHold);
    }
  }

  private static int write(Connection open, Statement statement) throws SQLException {
    try (PreparedStatement prepared = SqlSession.prepared(open, statement)) {
      return prepared.executeUpdate();
    }
  }
}
