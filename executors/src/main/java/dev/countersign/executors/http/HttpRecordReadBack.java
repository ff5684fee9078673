package dev.countersign.executors.http;

import dev.countersign.execution.TargetLook;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordChange.Operation;
import java.util.List;

/// Gets a record once its service has confirmed a change of it, and compares it with what people
/// approved.
record HttpRecordReadBack(RecordTarget record) {

  LookAttempt<TargetLook> attempt() {
    return record.look(
        service -> found(record.get(service)),
        failed ->
            failed.code().equals("record_not_found")
                ? gone()
                : new TargetLook.NotRead(failed.code()),
        TargetLook.NotRead::new,
        later -> new TargetLook.NotYet(later.pause()));
  }

  private TargetLook found(HeldRecord held) {
    Operation operation = record.change().operation();
    if (removes()) {
      return new TargetLook.Differs(List.of());
    }
    if (operation == Operation.ARCHIVE || operation == Operation.RESTORE) {
      return record
              .type()
              .mark()
              .flatMap(mark -> mark.isArchived(held.document()))
              .filter(archived -> archived == (operation == Operation.ARCHIVE))
              .isPresent()
          ? new TargetLook.AsApproved()
          : new TargetLook.Differs(List.of());
    }
    List<String> where =
        record.change().fields().stream()
            .filter(field -> !held.holds(field, field.to().orElseThrow()))
            .map(RecordChange.Field::path)
            .toList();
    return where.isEmpty() ? new TargetLook.AsApproved() : new TargetLook.Differs(where);
  }

  private TargetLook gone() {
    return removes() ? new TargetLook.AsApproved() : new TargetLook.Differs(List.of());
  }

  private boolean removes() {
    return record.type().removes(record.change().operation());
  }
}
