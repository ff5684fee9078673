package dev.countersign.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// What might come in place of an object that a chat sends.
public final class OddObjects {
  private static final List<Json> ODD =
      List.of(
          JsonNull.NULL,
          Json.of(7),
          Json.of(true),
          Json.of(""),
          Json.of("x".repeat(3_000)),
          new JsonArray(List.of()),
          new JsonArray(List.of(JsonNull.NULL)),
          JsonObject.builder().build());

  private OddObjects() {}

  /// The object without each of its members, and with each in every odd form, one at a time and at
  /// every depth.
  ///
  /// @param closed names of members inside of which nothing is changed
  public static List<JsonObject> of(JsonObject object, Set<String> closed) {
    var variants = new ArrayList<JsonObject>();
    object
        .members()
        .forEach((name, value) -> {
          var fewer = new LinkedHashMap<>(object.members());
          fewer.remove(name);
          variants.add(new JsonObject(fewer));
          ODD.forEach(odd -> variants.add(object.with(name, odd)));
          if (value instanceof JsonObject inner && !closed.contains(name)) {
            of(inner, closed).forEach(changed -> variants.add(object.with(name, changed)));
          }
        });
    return variants;
  }
}
