package dev.countersign.executors.connection;

import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import java.util.Optional;

/// One field of a record that agents may change.
///
/// @param column that holds it
/// @param nullable whether it may be `null`, which is SQL's NULL
public record FieldRule(String column, ValueRule value, boolean nullable) implements FieldValues {

  /// How the database is told; empty for NULL. Of a value that the field [#holds].
  public Optional<String> bound(Json json) {
    return json instanceof JsonNull ? Optional.empty() : value.text(json);
  }

  /// What the column holds.
  ///
  /// @param read as of [ValueRule#read]; empty for NULL
  public Optional<Json> read(Optional<String> read) {
    return read.isEmpty() ? Optional.of(JsonNull.NULL) : read.flatMap(value::read);
  }
}
