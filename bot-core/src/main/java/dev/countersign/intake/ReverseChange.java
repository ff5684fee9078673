package dev.countersign.intake;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordImage;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The change that sets back what an executed one did: from what was written, to what was there.
/// What was there is what the gate compared or read in the transaction of the change.
sealed interface ReverseChange {

  /// @param changes `proposed_changes` of the reverse
  record Of(JsonObject changes) implements ReverseChange {}

  /// @param code stable
  /// @param why for the person or the agent who asked
  record None(String code, String why) implements ReverseChange {}

  /// @param chain of the record, proved
  static ReverseChange of(RequestRecord record, List<AuditEntry> chain) {
    if (!(record.proposal().action().changes() instanceof RecordChange change)
        || record.ruling().circumstances().executor().isPresent()) {
      return new None(
          "not_undoable", "The gate undoes only changes of records that it made itself.");
    }
    if (!isDone(record)) {
      return new None(
          "not_done", "This was not done, as far as anybody knows, so there is nothing to undo.");
    }
    if (change.operation() != RecordChange.Operation.UPDATE) {
      return new None(
          "not_undoable",
          "Only changed values can be set back: what was created, archived or deleted cannot.");
    }
    return back(change, RecordImages.last(chain, EntryType.EXECUTION_SUCCEEDED, "before"));
  }

  private static boolean isDone(RequestRecord record) {
    return record.request().state() instanceof Approved(_, _, var execution)
        && (execution instanceof Execution.Succeeded
            || (execution instanceof Execution.Reconciled end && end.happened()));
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
        : new Of(
            JsonObject.builder()
                .put("class", "record_change")
                .put("operation", WireName.of(RecordChange.Operation.UPDATE))
                .put("record_type", change.recordType())
                .put("changes", new JsonArray(changes))
                .build());
  }
}
