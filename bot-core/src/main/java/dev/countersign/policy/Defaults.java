package dev.countersign.policy;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What stands in for the optional members of one kind of object, so that a condition never meets a
/// missing documented member and never a null.
///
/// @param absent the value of each optional member when it is absent
/// @param within the same for members that are objects, or arrays of objects
record Defaults(Map<String, Object> absent, Map<String, Defaults> within) {
  static final Defaults NONE = new Defaults(Map.of(), Map.of());

  static Defaults of(Map<String, Object> absent) {
    return new Defaults(absent, Map.of());
  }

  /// The object as CEL reads it: [Map], [List], [String], [Long], [Double] and [Boolean], nothing
  /// else. A `null` inside a supplied value reads as the default of its member, or as empty text.
  Map<String, Object> fill(JsonObject given) {
    Map<String, Object> filled = HashMap.newHashMap(absent.size() + given.members().size());
    filled.putAll(absent);
    given
        .members()
        .forEach((name, value) -> {
          if (value == JsonNull.NULL) {
            filled.putIfAbsent(name, "");
          } else {
            filled.put(name, within.getOrDefault(name, NONE).plain(value));
          }
        });
    return filled;
  }

  private Object plain(Json value) {
    return switch (value) {
      case JsonString text -> text.value();
      // Long and double literals compare with either, but Java must not mix the boxes in one
      // expression.
      case JsonNumber number -> {
        if (number.isInteger()) {
          yield number.longValue();
        }
        yield number.doubleValue();
      }
      case JsonBoolean bool -> bool.value();
      case JsonNull _ -> "";
      case JsonArray array -> list(array);
      case JsonObject object -> fill(object);
    };
  }

  private List<Object> list(JsonArray array) {
    List<Object> items = new ArrayList<>(array.items().size());
    for (Json item : array.items()) {
      items.add(plain(item));
    }
    return items;
  }
}
