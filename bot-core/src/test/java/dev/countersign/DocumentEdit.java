package dev.countersign;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A document with one key changed, by the name that a reference page has for it: `[]` stands for
/// every item of a list, `*` for every entry of a mapping.
public final class DocumentEdit {
  private DocumentEdit() {}

  /// The document with this value at the key, or without the key.
  ///
  /// @param key such as `rules[].stages[].group`
  /// @param value empty to leave the key out
  public static JsonObject of(JsonObject document, String key, Optional<Json> value) {
    return (JsonObject) at(document, key, value);
  }

  private static Json at(Json place, String key, Optional<Json> value) {
    return switch (place) {
      case JsonArray list ->
          new JsonArray(list.items().stream().map(item -> at(item, key, value)).toList());
      case JsonObject object -> in(object, key, value);
      default -> throw new IllegalArgumentException("nothing has a key here: " + key);
    };
  }

  private static JsonObject in(JsonObject object, String key, Optional<Json> value) {
    Map<String, Json> members = new LinkedHashMap<>(object.members());
    String[] steps = key.split("\\.", 2);
    String name = steps[0].replace("[]", "");
    if (name.equals("*")) {
      members.replaceAll((_, entry) -> at(entry, steps[1], value));
    } else if (steps.length == 2) {
      members.computeIfPresent(name, (_, inner) -> at(inner, steps[1], value));
    } else if (value.isPresent()) {
      members.put(name, value.get());
    } else {
      members.remove(name);
    }
    return new JsonObject(members);
  }
}
