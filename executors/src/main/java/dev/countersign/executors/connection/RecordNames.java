package dev.countersign.executors.connection;

import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.RecordChange.Operation;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How types of record, their fields and what may be done to them are named in the file, wherever
/// the records are kept.
final class RecordNames {
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

  private RecordNames() {}

  static void checkType(JsonForm form, JsonForm.Item<JsonObject> entry) {
    if (!TYPE.matcher(entry.name()).matches()) {
      form.problemAt(
          entry.pointer(),
          "bad_name",
          "A type of record is named in lower-case letters, digits, _, - and ., at most 64.");
    }
  }

  static void checkField(JsonForm form, JsonForm.Item<JsonObject> entry) {
    if (!FIELD.matcher(entry.name()).matches()) {
      form.problemAt(
          entry.pointer(), "bad_name", "A field is named in letters, digits, _ and -, at most 64.");
    }
  }

  /// What may be done to the records of a type, as `allow` has it.
  static Set<Operation> operations(JsonForm form) {
    return form
        .parsedTexts(
            "allow",
            Operation.values().length,
            text -> WireName.require(Operation.class, text),
            "unknown_operation",
            "What may be done: create, update, archive, restore or delete is expected.")
        .stream()
        .map(JsonForm.Item::value)
        .collect(Collectors.toSet());
  }
}
