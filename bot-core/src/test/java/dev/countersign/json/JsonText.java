package dev.countersign.json;

import java.util.Map;
import java.util.stream.Collectors;

/// JSON for people to read: every name and every value, indented, in the order of the canonical
/// bytes.
public final class JsonText {
  private static final String STEP = "  ";

  private JsonText() {}

  /// Several lines; a scalar or an empty object or array is one.
  public static String indented(Json value) {
    return indented(value, "");
  }

  private static String indented(Json value, String margin) {
    return switch (value) {
      case JsonObject object when !object.members().isEmpty() ->
          object.members().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(member ->
                  margin
                      + STEP
                      + CanonicalJson.text(Json.of(member.getKey()))
                      + ": "
                      + indented(member.getValue(), margin + STEP))
              .collect(Collectors.joining(",\n", "{\n", "\n" + margin + "}"));
      case JsonArray array when !array.items().isEmpty() ->
          array.items().stream()
              .map(item -> margin + STEP + indented(item, margin + STEP))
              .collect(Collectors.joining(",\n", "[\n", "\n" + margin + "]"));
      case JsonObject _, JsonArray _, JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ ->
          CanonicalJson.text(value);
    };
  }
}
