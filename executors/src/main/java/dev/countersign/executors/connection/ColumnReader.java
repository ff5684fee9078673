package dev.countersign.executors.connection;

import dev.countersign.json.JsonForm;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the name of a column, which is quoted wherever it is said to a database.
final class ColumnReader {
  static final String NAME = "[A-Za-z_][A-Za-z0-9_$]{0,62}";

  private static final Pattern SHAPE = Pattern.compile(NAME);

  private ColumnReader() {}

  static boolean isColumn(String name) {
    return SHAPE.matcher(name).matches();
  }

  static Optional<String> read(JsonForm form, String member) {
    return form.parsed(
        member,
        text -> SoundText.required(text, ColumnReader::isColumn),
        "bad_name",
        "This must be a column, as the database spells it.");
  }
}
