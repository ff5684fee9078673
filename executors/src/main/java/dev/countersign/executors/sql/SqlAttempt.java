package dev.countersign.executors.sql;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.RecordTable;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sql.RecordStatements.Held;
import dev.countersign.executors.sql.RecordStatements.Statement;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.proposal.RecordImage;
import dev.countersign.request.Execution;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// One change in one transaction, on a connection of its own. There is no second try in here.
///
/// It departs right before COMMIT: a transaction of which the server never heard that is rolled
/// back, and has changed nothing.
final class SqlAttempt implements SendAttempt {
  private static final String LIMITS =
      "SELECT set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true),"
          + " set_config('TimeZone', 'UTC', true)";

  /// Every column compares.
  private static final int ALL = Integer.MAX_VALUE;

  /// One is expected, and one more tells that there are several.
  private static final int MOST_ROWS = 2;

  private final SqlConnection connection;
  private final RecordTable table;
  private final RecordStatements statements;
  private final Digest digest;

  private final Departure departure = new Departure();
  private final SqlSession session;

  SqlAttempt(
      SqlConnection connection,
      RecordTable table,
      RecordStatements statements,
      CredentialResolver credentials,
      Dialler dialler) {
    this.connection = connection;
    this.table = table;
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
    read(open, new Statement(LIMITS, List.of(Optional.of(patience), Optional.of(patience))), ALL);
    Optional<RecordImage> image = Optional.empty();
    if (statements.before().isPresent()) {
      Held held = statements.before().get();
      Rows rows = read(open, held.statement(), held.comparisons());
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
    write(open, new Statement("SET CONSTRAINTS ALL IMMEDIATE", List.of()));
    if (statements.after().isPresent()) {
      need(read(open, statements.after().get(), ALL), "value_not_kept");
    }
    departure.depart();
    open.commit();
    return new Outcome.Succeeded(0, digest, Digest.of("1 row"), image);
  }

  /// Empty where a value is too long, or none that the file's type can say.
  private Optional<RecordImage> image(Held held, Rows rows) {
    if (rows.count() != 1) {
      return Optional.empty();
    }
    var fields = new TreeMap<String, Json>();
    for (int i = 0; i < held.fields().size(); i++) {
      String path = held.fields().get(i).path();
      Optional<Json> value = table.field(path).orElseThrow().read(rows.read().get(i));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      fields.put(path, value.get());
    }
    if (held.withVersion() && rows.read().getLast().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
            new RecordImage(fields, held.withVersion() ? rows.read().getLast() : Optional.empty()))
        .filter(RecordImage::isKept);
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
  /// @param allHold whether every column of the first that compares is true
  /// @param read its other columns; empty for NULL
  private record Rows(int count, boolean allHold, List<Optional<String>> read) {}

  private static ResultSet rows(PreparedStatement prepared) throws SQLException {
    prepared.setMaxRows(MOST_ROWS);
    return prepared.executeQuery();
  }

  /// @param comparisons how many columns compare
  private static Rows read(Connection open, Statement statement, int comparisons)
      throws SQLException {
    try (PreparedStatement prepared = SqlSession.prepared(open, statement);
        ResultSet rows = rows(prepared)) {
      int count = 0;
      boolean allHold = true;
      var read = new ArrayList<Optional<String>>();
      while (count < MOST_ROWS && rows.next()) {
        count++;
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          if (column <= comparisons) {
            allHold &= "t".equals(rows.getString(column));
          } else if (count == 1) {
            read.add(Optional.ofNullable(rows.getString(column)));
          }
        }
      }
      return new Rows(count, allHold, read);
    }
  }

  private static int write(Connection open, Statement statement) throws SQLException {
    try (PreparedStatement prepared = SqlSession.prepared(open, statement)) {
      return prepared.executeUpdate();
    }
  }
}
