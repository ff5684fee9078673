package dev.countersign.proposal;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.List;
import java.util.Optional;

/// A change to one record of a system.
///
/// @param fields the changed ones; empty where the operation is about the record as a whole
/// @param reversible what the agent says about undoing it
public record RecordChange(
    Operation operation, String recordType, List<Field> fields, Optional<Boolean> reversible)
    implements ProposedChanges {

  public RecordChange {
    fields = List.copyOf(fields);
  }

  public enum Operation {
    CREATE,
    UPDATE,
    ARCHIVE,
    DELETE
  }

  /// @param path a JSON pointer into the record
  /// @param from what the agent says that it holds now
  /// @param to what it is to hold; empty to remove it
  public record Field(String path, Optional<Json> from, Optional<Json> to) {}

  static RecordChange read(JsonObject document) {
    return new RecordChange(
        WireName.require(Operation.class, document.text("operation")),
        document.text("record_type"),
        document.optionalObjects("changes", RecordChange::field),
        document.optionalBool("reversible"));
  }

  private static Field field(JsonObject change) {
    return new Field(
        change.text("path"),
        Optional.ofNullable(change.get("from")),
        Optional.ofNullable(change.get("to")));
  }
}
