package dev.countersign.executors.sql;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.RecordTable;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.sending.BeforeWords;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sql.RecordStatements.Held;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Reads a record before people are asked about a change of it, in one statement of a read-only
/// transaction on a connection of its own, and compares it with what the agent says of it.
final class SqlRecordLook implements LookAttempt<RecordLook> {
  private final SqlConnection connection;
  private final RecordTable table;
  private final Action action;
  private final Held seen;
  private final Departure departure = new Departure();
  private final SqlSession session;

  /// @param seen of this action
  SqlRecordLook(
      SqlConnection connection, RecordTable table, Action action, Held seen, Outbound out) {
    this.connection = connection;
    this.table = table;
    this.action = action;
    this.seen = seen;
    this.session = new SqlSession(connection, out, departure);
  }

  @Override
  public RecordLook run() {
    Connection open = null;
    try {
      open = session.open();
      session.readOnly(open);
      session.begin(open);
      return found(SqlRows.read(open, session.dialect(), seen.statement(), seen.comparisons()));
    } catch (NotSent e) {
      return notBegun(e.outcome().code());
    } catch (SQLException e) {
      return notRead(session.ended(e));
    } catch (RuntimeException e) {
      return notRead(departure.lost(connection.name(), e, "internal_error", 0));
    } finally {
      SqlSession.close(open);
    }
  }

  private RecordLook found(SqlRows rows) {
    if (rows.count() != 1) {
      return rows.count() == 0 ? BeforeWords.notFound() : BeforeWords.ambiguous();
    }
    int compared = rows.holds().indexOf(false);
    if (compared >= 0) {
      return differs(compared);
    }
    return seen.image(table, rows)
        .<RecordLook>map(RecordLook.Held::new)
        .orElseGet(BeforeWords::notReadable);
  }

  /// @param comparison which one does not hold: the version stands before the fields, where one is
  ///   named
  private RecordLook differs(int comparison) {
    int first = action.preconditions().has("if_match") ? 1 : 0;
    if (comparison < first) {
      return BeforeWords.versionDiffers();
    }
    List<RecordChange.Field> fields = ((RecordChange) action.changes()).fields();
    int said = first;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).from().isPresent() && said++ == comparison) {
        return BeforeWords.fieldDiffers(i);
      }
    }
    throw new IllegalStateException("a comparison of nothing");
  }

  @Override
  public RecordLook giveUp(String code) {
    departure.recall(code, 0);
    return notBegun(code);
  }

  @Override
  public RecordLook notYet(Turn.Later later) {
    return new RecordLook.NotYet(later.pause());
  }

  @Override
  public RecordLook notBegun(String code) {
    return new RecordLook.NotRead(code);
  }

  /// Nothing departs here, so every end is one before that.
  private static RecordLook notRead(Outcome outcome) {
    return new RecordLook.NotRead(
        outcome instanceof Outcome.Failed(var code, _) ? code : "connection_lost");
  }
}
