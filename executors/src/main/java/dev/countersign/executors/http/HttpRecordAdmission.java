package dev.countersign.executors.http;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.sending.BodyLimit;
import dev.countersign.executors.sending.RecordRules;
import dev.countersign.json.CanonicalJson;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import java.util.Objects;
import java.util.Optional;

/// Whether a change of a record may be made over a connection at all, found without touching the
/// network.
final class HttpRecordAdmission {
  private final HttpConnection connection;

  HttpRecordAdmission(HttpConnection connection) {
    this.connection = connection;
  }

  /// Answers empty only when every line holds; the order is part of the contract. 1 a connection
  /// that has records · 2 to 5 as [RecordRules] has them; what people saw before the gate reads by
  /// itself · 6 a key that is one segment of a path, and of its type · 7 small enough
  Optional<Inadmissible> check(Action action, RecordChange change) {
    if (connection.records().isEmpty()) { // 1
      return Optional.of(
          new Inadmissible(
              "class_not_executable",
              "/proposed_changes/class",
              "this connection sends actions of class api_call only: it lists no records"));
    }
    return RecordRules.checkWithoutBefore(
            action, change, connection.name(), connection.records()) // 2 to 5
        .or(() -> key(action, change)) // 6
        .or(() ->
            BodyLimit.check(
                CanonicalJson.bytes(action.changesDocument()), connection.limits())); // 7
  }

  private Optional<Inadmissible> key(Action action, RecordChange change) {
    if (change.operation() == RecordChange.Operation.CREATE) {
      return Optional.empty(); // the service gives it one
    }
    return Objects.requireNonNull(connection.records().get(change.recordType()))
            .url(connection.baseUrl(), action.targetId().orElseThrow())
            .isPresent()
        ? Optional.empty()
        : Optional.of(
            new Inadmissible(
                "key_not_allowed",
                "/target_id",
                "no record of this type has such a key, or it is no single segment of a path"));
  }
}
