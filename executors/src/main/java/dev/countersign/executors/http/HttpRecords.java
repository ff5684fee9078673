package dev.countersign.executors.http;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.TargetLook;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.connection.RecordResource;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sending.TrialOf;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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

  Set<RecordChange.Operation> operations(Action action) {
    return action.changes() instanceof RecordChange change
        ? Optional.ofNullable(connection.records().get(change.recordType()))
            .map(RecordResource::allow)
            .orElse(Set.of())
        : Set.of();
  }

  /// Whether it makes one: nobody knows its key before, so there is nothing to look at.
  boolean creates(Action action) {
    return action.changes() instanceof RecordChange change
        && change.operation() == RecordChange.Operation.CREATE;
  }

  LookAttempt<RecordLook> before(Action action) {
    return new HttpRecordLook(target(action)).attempt();
  }

  Optional<LookAttempt<TargetLook>> readBack(Action action) {
    return existing(action)
        .filter(record -> record.type().verifies())
        .map(record -> new HttpRecordReadBack(record).attempt());
  }

  Optional<TrialOf> trial(Action action) {
    return existing(action)
        .filter(record -> record.type().rehearses())
        .map(record -> new TrialOf(new HttpRecordAttempt(record, Optional.empty(), false)));
  }

  SendAttempt attempt(Order order) {
    Optional<Map.Entry<String, String>> key =
        connection.idempotencyHeader().map(header -> Map.entry(header, order.idempotencyKey()));
    return creates(order.action())
        ? creating((RecordChange) order.action().changes(), key)
        : new HttpRecordAttempt(target(order.action()), key, true);
  }

  private SendAttempt creating(RecordChange change, Optional<Map.Entry<String, String>> key) {
    RecordResource type = Objects.requireNonNull(connection.records().get(change.recordType()));
    return new HttpAttempt(
        HttpTarget.of(connection),
        RecordPatch.creating(change, type, type.collection(connection.baseUrl()), key),
        credentials,
        dialler,
        new CreatedAnswer(type, connection.baseUrl(), key.isPresent()),
        HttpAttempt.Condition.NONE);
  }

  private Optional<RecordTarget> existing(Action action) {
    return creates(action) ? Optional.empty() : Optional.of(target(action));
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
