package dev.countersign.json;

import java.util.List;
import java.util.function.Function;

/// An ordered list of JSON values.
public record JsonArray(List<Json> items) implements Json {
  public static final JsonArray EMPTY = new JsonArray(List.of());

  public JsonArray {
    items = List.copyOf(items);
  }

  public static JsonArray ofStrings(Iterable<String> values) {
    var items = new java.util.ArrayList<Json>();
    for (String value : values) {
      items.add(Json.of(value));
    }
    return new JsonArray(items);
  }

  public static <T> JsonArray of(Iterable<T> values, Function<T, ? extends Json> toJson) {
    var items = new java.util.ArrayList<Json>();
    for (T value : values) {
      items.add(toJson.apply(value));
    }
    return new JsonArray(items);
  }
}
