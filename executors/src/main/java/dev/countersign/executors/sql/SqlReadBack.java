package dev.countersign.executors.sql;

import dev.countersign.execution.TargetLook;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sql.RecordStatements.Look;
import java.util.List;
import java.util.stream.IntStream;

/// Reads a record that was changed, and compares it with what people approved.
final class SqlReadBack {
  private SqlReadBack() {}

  static LookAttempt<TargetLook> of(SqlConnection connection, Look look, Outbound out) {
    return new SqlLook<>(
        connection,
        out,
        look.statement(),
        look.comparisons(),
        rows -> found(look, rows),
        TargetLook.NotRead::new,
        later -> new TargetLook.NotYet(later.pause()));
  }

  private static TargetLook found(Look look, SqlRows rows) {
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
}
