package dev.countersign.executors.connection;

import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import java.util.regex.Pattern;

/// How types of record and their fields are named in the file, wherever the records are kept.
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
}
