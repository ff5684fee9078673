package dev.countersign.executors.http;

import dev.countersign.execution.RecordLook;
import dev.countersign.executors.sending.BeforeWords;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordChange.Operation;
import java.util.List;

/// Gets a record before people are asked about a change of it, and compares it with what the agent
/// says of it, if it says anything.
record HttpRecordLook(RecordTarget record) {
  private static final String TARGET = "/target_id";

  LookAttempt<RecordLook> attempt() {
    return record.look(
        service -> found(record.standing(service)),
        failed -> unread(failed.code(), failed.status()),
        RecordLook.NotRead::new,
        later -> new RecordLook.NotYet(later.pause()));
  }

  private RecordLook found(HeldRecord held) {
    RecordChange change = record.change();
    if (!held.isGuarded(change)) {
      return BeforeWords.not(
          "record_unversioned",
          TARGET,
          "the target says no version of this record by which it could be guarded: no strong ETag,"
              + " and nothing else that the connection names");
    }
    List<RecordChange.Field> fields = change.fields();
    for (int i = 0; i < fields.size(); i++) {
      RecordChange.Field field = fields.get(i);
      if (field.from().filter(said -> !held.holds(field, said)).isPresent()) {
        return BeforeWords.fieldDiffers(i);
      }
    }
    boolean named = record.action().preconditions().has("if_match");
    if (named && !held.isAsNamed(record.action())) {
      return BeforeWords.versionDiffers();
    }
    return held.image(change, named || withVersion(held))
        .<RecordLook>map(RecordLook.Held::new)
        .orElseGet(BeforeWords::notReadable);
  }

  /// Whoever lets it go, or come back, has seen the last one, where there is one; nothing is
  /// deleted without.
  private boolean withVersion(HeldRecord held) {
    Operation operation = record.change().operation();
    return operation == Operation.DELETE
        || (operation != Operation.UPDATE && held.version().isPresent());
  }

  private static RecordLook unread(String code, int status) {
    return switch (code) {
      case "record_not_found" -> BeforeWords.notFound();
      case "record_mismatched" ->
          BeforeWords.not(
              code, TARGET, "the target shows another record at this key, or no key at all");
      case "record_not_readable" ->
          status == 200
              ? BeforeWords.notReadable()
              : new RecordLook.NotRead(status / 100 == 5 ? "target_error" : "target_refused");
      default -> new RecordLook.NotRead(code);
    };
  }
}
