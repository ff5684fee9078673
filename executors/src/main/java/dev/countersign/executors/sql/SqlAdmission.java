package dev.countersign.executors.sql;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.sending.BodyLimit;
import dev.countersign.executors.sending.RecordRules;
import dev.countersign.json.CanonicalJson;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import java.util.Optional;

/// Whether a change of a record may be made over a connection at all, found without touching the
/// network.
final class SqlAdmission {
  private final SqlConnection connection;

  SqlAdmission(SqlConnection connection) {
    this.connection = connection;
  }

  /// Answers empty only when every line holds; the order is part of the contract. 1 a change of a
  /// record · 2 to 5 as [RecordRules] has them; what people saw before the gate reads by itself · 6
  /// small enough
  Optional<Inadmissible> check(Action action) {
    if (!(action.changes() instanceof RecordChange change)) { // 1
      return Optional.of(
          new Inadmissible(
              "class_not_executable",
              "/proposed_changes/class",
              "this connection makes actions of class record_change only"));
    }
    return RecordRules.checkWithoutBefore(
            action, change, connection.name(), connection.records()) // 2 to 5
        .or(() ->
            BodyLimit.check(
                CanonicalJson.bytes(action.changesDocument()), connection.limits())); // 6
  }

  /// The same of what is to be made now: somebody has read what it changes.
  Optional<Inadmissible> checkRead(Action action) {
    return check(action)
        .or(() ->
            RecordRules.check(
                action, (RecordChange) action.changes(), connection.name(), connection.records()));
  }
}
