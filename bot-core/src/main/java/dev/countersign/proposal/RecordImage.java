package dev.countersign.proposal;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the gate itself read of a record, in the transaction in which it changed it or did not.
///
/// Shape: `{"fields":{"/status":"active"},"version":"7"}`; `version` is left out where the action
/// names none.
///
/// @param fields the values of the fields that the action is about, by their paths
/// @param version of `if_match`
public record RecordImage(SortedMap<String, Json> fields, Optional<String> version) {
  /// UTF-16 units of the canonical text; an image that is longer is not kept.
  public static final int LONGEST = 16_000;

  public RecordImage(Map<String, Json> fields, Optional<String> version) {
    this(new TreeMap<>(fields), version);
  }

  public boolean isKept() {
    return CanonicalJson.text(toJson()).length() <= LONGEST;
  }

  public JsonObject toJson() {
    JsonObject.Builder values = JsonObject.builder();
    fields.forEach(values::put);
    JsonObject.Builder json = JsonObject.builder().put("fields", values.build());
    version.ifPresent(text -> json.put("version", text));
    return json.build();
  }

  public static RecordImage read(JsonObject json) {
    return new RecordImage(json.object("fields").members(), json.optionalText("version"));
  }

  /// Without the values: they are those of a foreign system.
  @Override
  public String toString() {
    return "RecordImage" + fields.keySet();
  }
}
