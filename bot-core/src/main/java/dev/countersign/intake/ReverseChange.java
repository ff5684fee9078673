package dev.countersign.intake;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordChange.Operation;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The change that sets back what an executed one did. Of values from what was written, to what was
/// there, as the gate compared or read it in the transaction of the change. Of a record that was
/// made or restored, archiving it, and of one that was archived, restoring it: as that change left
/// it, and only while nobody wrote since.
sealed interface ReverseChange {

  /// @param changes `proposed_changes` of the reverse
  /// @param key of the record, where the action did not name it
  /// @param version that the record has to have; empty where the target did not say what it left
  record Of(JsonObject changes, Optional<String> key, Optional<String> version)
      implements ReverseChange {}

  /// @param code stable
  /// @param why for the person or the agent who asked
  record None(String code, String why) implements ReverseChange {}

  /// @param chain of the record, proved
  /// @param allowed what its connection lets be done to records of its type now
  static ReverseChange of(RequestRecord record, List<AuditEntry> chain, Set<Operation> allowed) {
    if (!(record.proposal().action().changes() instanceof RecordChange change)
        || record.ruling().circumstances().executor().isPresent()) {
      return not("The gate undoes only changes of records that it made itself.");
    }
    if (!isDone(record)) {
      return new None(
          "not_done", "This was not done, as far as anybody knows, so there is nothing to undo.");
    }
    return switch (change.operation()) {
      case UPDATE ->
          back(change, RecordImages.last(chain, EntryType.EXECUTION_SUCCEEDED, "before"));
      case DELETE ->
          not(
              "It was deleted for good: Countersign never had all that it held, so nothing here can"
                  + " bring it back.");
      case ARCHIVE ->
          allowed.contains(Operation.RESTORE)
              ? whole(record, change, Operation.RESTORE)
              : not("Its connection restores no archived records of this type.");
      case RESTORE, CREATE ->
          allowed.contains(Operation.ARCHIVE)
              ? whole(record, change, Operation.ARCHIVE)
              : not(
                  "Its connection archives no records of this type, and Countersign proposes no"
                      + " deletion to undo something.");
    };
  }

  private static None not(String why) {
    return new None("not_undoable", why);
  }

  private static boolean isDone(RequestRecord record) {
    return record.request().state() instanceof Approved(_, _, var execution)
        && (execution instanceof Execution.Succeeded
            || (execution instanceof Execution.Reconciled end && end.happened()));
  }

  /// Of a record that goes or comes back as a whole. What the change wrote or compared is what it
  /// holds, as long as nobody wrote since.
  private static ReverseChange whole(RequestRecord record, RecordChange change, Operation reverse) {
    Optional<RecordMark> left = left(record);
    Optional<String> key = left.flatMap(RecordMark::key);
    if (record.proposal().action().targetId().isEmpty() && key.isEmpty()) {
      return not("The target did not say which record it made, so Countersign cannot name it.");
    }
    List<Json> changes = new ArrayList<>();
    for (RecordChange.Field field : change.fields()) {
      (change.operation() == Operation.CREATE ? field.to() : field.from())
          .ifPresent(held ->
              changes.add(
                  JsonObject.builder().put("path", field.path()).put("from", held).build()));
    }
    return new Of(document(change, reverse, changes), key, left.flatMap(RecordMark::version));
  }

  private static Optional<RecordMark> left(RequestRecord record) {
    return record.request().state() instanceof Approved(_, _, Execution.Succeeded end)
        ? end.left()
        : Optional.empty();
  }

  private static ReverseChange back(RecordChange change, Optional<RecordImage> image) {
    List<Json> changes = new ArrayList<>();
    for (RecordChange.Field field : change.fields()) {
      Optional<Json> before = field.from().or(() -> image.map(it -> it.fields().get(field.path())));
      if (before.isEmpty()) {
        return new None("nothing_before", "It is not known what the record held before.");
      }
      if (!before.equals(field.to())) {
        changes.add(
            JsonObject.builder()
                .put("path", field.path())
                .put("from", field.to().orElseThrow())
                .put("to", before.get())
                .build());
      }
    }
    return changes.isEmpty()
        ? new None("nothing_changed", "It changed nothing, so there is nothing to undo.")
        : new Of(document(change, Operation.UPDATE, changes), Optional.empty(), Optional.empty());
  }

  private static JsonObject document(RecordChange change, Operation operation, List<Json> changes) {
    return JsonObject.builder()
        .put("class", "record_change")
        .put("operation", WireName.of(operation))
        .put("record_type", change.recordType())
        .put("changes", new JsonArray(changes))
        .build();
  }
}
