package dev.countersign.executors.http;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.connection.RecordResource;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sending.TrialOf;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The records that a service keeps behind one connection.
final class HttpRecords {
  private final HttpConnection connection;
  private final HttpRecordAdmission admission;
  private final CredentialResolver credentials;
  private final Dialler dialler;

  HttpRecords(HttpConnection connection, CredentialResolver credentials, Dialler dialler) {
    this.connection = connection;
    this.admission = new HttpRecordAdmission(connection);
    this.credentials = credentials;
    this.dialler = dialler;
  }

  Optional<Inadmissible> check(Action action, RecordChange change) {
    return admission.check(action, change);
  }

  boolean has(Action action) {
    return action.changes() instanceof RecordChange;
  }

  HttpRecordLook before(Action action) {
    return new HttpRecordLook(target(action));
  }

  Optional<HttpRecordReadBack> readBack(Action action) {
    return Optional.of(target(action))
        .filter(record -> record.type().verifies())
        .map(HttpRecordReadBack::new);
  }

  Optional<TrialOf> trial(Action action) {
    return Optional.of(target(action))
        .filter(record -> record.type().rehearses())
        .map(record -> new TrialOf(new HttpRecordAttempt(record, Optional.empty(), false)));
  }

  SendAttempt attempt(Order order) {
    return new HttpRecordAttempt(
        target(order.action()),
        connection.idempotencyHeader().map(header -> Map.entry(header, order.idempotencyKey())),
        true);
  }

  /// Of an action that [#check] has passed.
  private RecordTarget target(Action action) {
    RecordChange change = (RecordChange) action.changes();
    RecordResource type = Objects.requireNonNull(connection.records().get(change.recordType()));
    String id = action.targetId().orElseThrow();
    String path = type.url(connection.baseUrl(), id).orElseThrow().target();
    return new RecordTarget(
        HttpTarget.of(connection),
        type,
        action,
        change,
        connection.baseUrl() + path,
        credentials,
        dialler);
  }
}
