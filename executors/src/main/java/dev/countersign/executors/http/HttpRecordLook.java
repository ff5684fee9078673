package dev.countersign.executors.http;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.RecordLook;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordChange.Operation;
import java.io.IOException;
import java.util.List;
import org.apache.hc.core5.http.HttpException;

/// Gets a record before people are asked about a change of it, and compares it with what the agent
/// says of it, if it says anything.
final class HttpRecordLook implements LookAttempt<RecordLook> {
  private static final String TARGET = "/target_id";

  private final RecordTarget record;
  private final Departure departure = new Departure();
  private final HttpLine line;

  HttpRecordLook(RecordTarget record) {
    this.record = record;
    this.line = record.line(departure);
  }

  @Override
  public RecordLook run() {
    try {
      return found(record.get(line));
    } catch (NotSent e) {
      return unread(e.outcome().code(), e.outcome().status());
    } catch (IOException | HttpException | RuntimeException e) {
      departure.lost(record.target().name(), e, HttpLine.code(e), 0);
      return notBegun(HttpLine.code(e));
    }
  }

  private RecordLook found(HeldRecord held) {
    RecordChange change = record.change();
    if (!held.isGuarded(change)) {
      return not(
          "record_unversioned",
          TARGET,
          "the target says no version of this record by which it could be guarded: no strong ETag,"
              + " and nothing else that the connection names");
    }
    List<RecordChange.Field> fields = change.fields();
    for (int i = 0; i < fields.size(); i++) {
      RecordChange.Field field = fields.get(i);
      if (field.from().filter(said -> !held.holds(field, said)).isPresent()) {
        return differs("/proposed_changes/changes/" + i + "/from", "this field");
      }
    }
    boolean named = record.action().preconditions().has("if_match");
    if (named && !held.isAsNamed(record.action())) {
      return differs("/preconditions/if_match", "the record");
    }
    return held.image(change, named || change.operation() == Operation.DELETE)
        .<RecordLook>map(RecordLook.Held::new)
        .orElseGet(HttpRecordLook::notReadable);
  }

  private static RecordLook differs(String pointer, String what) {
    return not(
        "before_value_differs",
        pointer,
        what + " is another by now than the agent says: read it again, or leave this out");
  }

  private static RecordLook notReadable() {
    return not(
        "record_not_readable",
        TARGET,
        "what the target shows at this key is no JSON of which each field has a value of its type,"
            + " or is too long");
  }

  private static RecordLook unread(String code, int status) {
    return switch (code) {
      case "record_not_found" -> not(code, TARGET, "the target has no record of this key");
      case "record_mismatched" ->
          not(code, TARGET, "the target shows another record at this key, or no key at all");
      case "record_not_readable" ->
          status == 200
              ? notReadable()
              : new RecordLook.NotRead(status / 100 == 5 ? "target_error" : "target_refused");
      default -> new RecordLook.NotRead(code);
    };
  }

  private static RecordLook not(String code, String pointer, String detail) {
    return new RecordLook.Not(new Inadmissible(code, pointer, detail));
  }

  @Override
  public RecordLook giveUp(String code) {
    departure.recall(code, 0);
    return notBegun(code);
  }

  @Override
  public RecordLook notBegun(String code) {
    return new RecordLook.NotRead(code);
  }
}
