package dev.countersign.executors.http;

import dev.countersign.execution.TargetLook;
import dev.countersign.execution.Turn;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordChange.Operation;
import java.io.IOException;
import java.util.List;
import org.apache.hc.core5.http.HttpException;

/// Gets a record once its service has confirmed a change of it, and compares it with what people
/// approved.
final class HttpRecordReadBack implements LookAttempt<TargetLook> {
  private final RecordTarget record;
  private final Departure departure = new Departure();
  private final HttpLine line;

  HttpRecordReadBack(RecordTarget record) {
    this.record = record;
    this.line = record.line(departure);
  }

  @Override
  public TargetLook run() {
    try {
      return found(record.get(line));
    } catch (NotSent e) {
      return e.outcome().code().equals("record_not_found") ? gone() : notBegun(e.outcome().code());
    } catch (IOException | HttpException | RuntimeException e) {
      departure.lost(record.target().name(), e, HttpLine.code(e), 0);
      return notBegun(HttpLine.code(e));
    }
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
}
