package dev.countersign.sandbox.wire;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// One condition on a JSON value. What is wrong is added to `found` with the pointer of the value.
@FunctionalInterface
public interface JsonRule {
  void check(Json value, String pointer, List<Violation> found);

  /// This rule, and where it found nothing, the next: later rules may rely on the shape.
  default JsonRule then(JsonRule next) {
    return (value, pointer, found) -> {
      int before = found.size();
      check(value, pointer, found);
      if (found.size() == before) {
        next.check(value, pointer, found);
      }
    };
  }

  /// The platforms say "characters" and no more. UTF-16 code units are the larger count, so what
  /// passes here passes there.
  static JsonRule text(int min, int max) {
    return (value, pointer, found) -> {
      if (!(value instanceof JsonString(String text))) {
        found.add(new Violation("must provide a string", pointer));
      } else if (text.length() < min) {
        found.add(new Violation("must be more than " + (min - 1) + " characters", pointer));
      } else if (text.length() > max) {
        found.add(new Violation("must be less than " + (max + 1) + " characters", pointer));
      }
    };
  }

  static JsonRule matching(int max, Pattern pattern, String otherwise) {
    return text(1, max)
        .then((value, pointer, found) -> {
          if (!pattern.matcher(((JsonString) value).value()).matches()) {
            found.add(new Violation(otherwise, pointer));
          }
        });
  }

  static JsonRule oneOf(String... allowed) {
    var names = Set.of(allowed);
    return (value, pointer, found) -> {
      if (!(value instanceof JsonString(String text)) || !names.contains(text)) {
        String expected = String.join(", ", new TreeSet<>(names));
        found.add(new Violation("must be one of: " + expected, pointer));
      }
    };
  }

  static JsonRule integer(long min, long max) {
    return (value, pointer, found) -> {
      if (!(value instanceof JsonNumber number) || !number.isInteger()) {
        found.add(new Violation("must provide an integer", pointer));
      } else if (number.longValue() < min || number.longValue() > max) {
        found.add(new Violation("must be from " + min + " to " + max, pointer));
      }
    };
  }

  static JsonRule bool() {
    return (value, pointer, found) -> {
      if (!(value instanceof JsonBoolean)) {
        found.add(new Violation("must provide a boolean", pointer));
      }
    };
  }

  static JsonRule list(int min, int max, JsonRule item) {
    return (value, pointer, found) -> {
      if (!(value instanceof JsonArray(List<Json> items))) {
        found.add(new Violation("must provide an array", pointer));
        return;
      }
      if (items.size() < min) {
        found.add(new Violation("no less than " + min + " items allowed", pointer));
      }
      if (items.size() > max) {
        found.add(new Violation("no more than " + max + " items allowed", pointer));
      }
      for (int i = 0; i < items.size(); i++) {
        item.check(items.get(i), pointer + "/" + i, found);
      }
    };
  }

  /// Any JSON object.
  static JsonRule anyObject() {
    return (value, pointer, found) -> {
      if (!(value instanceof JsonObject)) {
        found.add(new Violation("must provide an object", pointer));
      }
    };
  }

  /// An object whose `type` chooses its shape.
  static JsonRule byType(Map<String, ? extends JsonRule> shapes) {
    return anyObject()
        .then((value, pointer, found) -> chosen(shapes, (JsonObject) value, pointer, found));
  }

  private static void chosen(
      Map<String, ? extends JsonRule> shapes,
      JsonObject value,
      String pointer,
      List<Violation> found) {
    if (!value.has("type")) {
      found.add(new Violation("missing required field: type", pointer));
    } else if (!(value.get("type") instanceof JsonString(String type))) {
      found.add(new Violation("must provide a string", pointer + "/type"));
    } else {
      JsonRule shape = shapes.get(type);
      if (shape == null) {
        found.add(new Violation("unsupported type: " + type, pointer + "/type"));
      } else {
        shape.check(value, pointer, found);
      }
    }
  }
}
