package dev.countersign.proposal;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.util.ArrayList;
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
    /// Of an archived record: it is there again.
    RESTORE,
    DELETE;

    /// What sets it back; empty where nothing does.
    public Optional<Operation> reverse() {
      return switch (this) {
        case CREATE, RESTORE -> Optional.of(ARCHIVE);
        case UPDATE -> Optional.of(UPDATE);
        case ARCHIVE -> Optional.of(RESTORE);
        case DELETE -> Optional.empty();
      };
    }
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

  /// The same `proposed_changes`, from what the gate read that the fields hold. One that was not
  /// read stays as it is.
  public static JsonObject from(RecordImage held, JsonObject document) {
    if (!document.has("changes")) {
      return document;
    }
    List<Json> changes = new ArrayList<>();
    for (Json each : document.items("changes")) {
      JsonObject change = (JsonObject) each;
      Json value = held.fields().get(change.text("path"));
      changes.add(value == null ? change : change.with("from", value));
    }
    return document.with("changes", new JsonArray(changes));
  }

  private static Field field(JsonObject change) {
    return new Field(
        change.text("path"),
        Optional.ofNullable(change.get("from")),
        Optional.ofNullable(change.get("to")));
  }
}
