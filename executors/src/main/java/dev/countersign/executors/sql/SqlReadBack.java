package dev.countersign.executors.sql;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sql.RecordStatements.Look;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/// Reads a record that was changed, in a read-only transaction on a connection of its own, and
/// compares it with what people approved.
final class SqlReadBack implements LookAttempt<TargetLook> {
  private final SqlConnection connection;
  private final Look look;
  private final Departure departure = new Departure();
  private final SqlSession session;

  SqlReadBack(SqlConnection connection, Look look, Outbound out) {
    this.connection = connection;
    this.look = look;
    this.session = new SqlSession(connection, out, departure);
  }

  @Override
  public TargetLook run() {
    Connection open = null;
    try {
      open = session.open();
      session.readOnly(open);
      session.begin(open);
      return found(SqlRows.read(open, session.dialect(), look.statement(), look.comparisons()));
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

  private TargetLook found(SqlRows rows) {
    if (look.gone()) {
      return rows.count() == 0 ? new TargetLook.AsApproved() : new TargetLook.Differs(List.of());
    }
    if (rows.count() == 1 && rows.allHold()) {
      return new TargetLook.AsApproved();
    }
    return new TargetLook.Differs(
        rows.count() == 1
            ? IntStream.range(0, look.fields().size())
                .filter(i -> !rows.holds().get(i))
                .mapToObj(look.fields()::get)
                .toList()
            : List.of());
  }

  @Override
  public TargetLook giveUp(String code) {
    departure.recall(code, 0);
    return notBegun(code);
  }

  @Override
  public TargetLook notYet(Turn.Later later) {
    return new TargetLook.NotYet(later.pause());
  }

  @Override
  public TargetLook notBegun(String code) {
    return new TargetLook.NotRead(code);
  }

  /// Nothing departs here, so every end is one before that.
  private static TargetLook notRead(Outcome outcome) {
    return new TargetLook.NotRead(
        outcome instanceof Outcome.Failed(var code, _) ? code : "connection_lost");
  }
}
