package dev.countersign.executors.sql;

import dev.countersign.execution.RecordLook;
import dev.countersign.executors.connection.RecordTable;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.sending.BeforeWords;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sql.RecordStatements.Held;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import java.util.List;

/// Reads a record before people are asked about a change of it, and compares it with what the agent
/// says of it.
///
/// @param seen of this action
record SqlRecordLook(RecordTable table, Action action, Held seen) {

  LookAttempt<RecordLook> on(SqlConnection connection, Outbound out) {
    return new SqlLook<>(
        connection,
        out,
        seen.statement(),
        seen.comparisons(),
        this::found,
        RecordLook.NotRead::new,
        later -> new RecordLook.NotYet(later.pause()));
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
}
