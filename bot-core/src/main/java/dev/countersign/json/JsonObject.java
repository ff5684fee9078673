package dev.countersign.json;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A JSON object with distinct names. Insertion order is kept for reading; canonical bytes sort it.
///
/// The `text`, `number`, … accessors are for documents of our own making (rulings, audit entries):
/// a missing or mistyped member there is corruption and throws [JsonShapeException] with the
/// member's name.
public record JsonObject(Map<String, Json> members) implements Json {
  public static final JsonObject EMPTY = new JsonObject(Map.of());

  public JsonObject {
    members =
        Collections.unmodifiableMap(
            members instanceof FreshMembers ? members : new LinkedHashMap<>(members));
  }

  public static Builder builder() {
    return new Builder();
  }

  /// This object with `name` set to `value`, replaced in place when it was there.
  public JsonObject with(String name, Json value) {
    var changed = new LinkedHashMap<>(members);
    changed.put(name, value);
    return new JsonObject(changed);
  }

  /// The member, or null when absent; a JSON `null` literal is [JsonNull#NULL].
  public @Nullable Json get(String name) {
    return members.get(name);
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> new JsonShapeException(name, "a string"));
  }

  public Optional<String> optionalText(String name) {
    return switch (members.get(name)) {
      case JsonString text -> Optional.of(text.value());
      case null -> Optional.empty();
      default -> throw new JsonShapeException(name, "a string");
    };
  }

  public long number(String name) {
    if (members.get(name) instanceof JsonNumber number && number.isInteger()) {
      return number.longValue();
    }
    throw new JsonShapeException(name, "an integer");
  }

  public boolean bool(String name) {
    if (members.get(name) instanceof JsonBoolean bool) {
      return bool.value();
    }
    throw new JsonShapeException(name, "a boolean");
  }

  public Instant instant(String name) {
    return Instant.parse(text(name));
  }

  public JsonObject object(String name) {
    if (members.get(name) instanceof JsonObject object) {
      return object;
    }
    throw new JsonShapeException(name, "an object");
  }

  public Optional<JsonObject> optionalObject(String name) {
    return has(name) ? Optional.of(object(name)) : Optional.empty();
  }

  public List<Json> items(String name) {
    if (members.get(name) instanceof JsonArray array) {
      return array.items();
    }
    throw new JsonShapeException(name, "an array");
  }

  public <T> List<T> objects(String name, Function<JsonObject, T> read) {
    return items(name).stream()
        .map(item -> {
          if (item instanceof JsonObject object) {
            return read.apply(object);
          }
          throw new JsonShapeException(name, "an array of objects");
        })
        .toList();
  }

  public List<String> texts(String name) {
    return items(name).stream()
        .map(item -> {
          if (item instanceof JsonString text) {
            return text.value();
          }
          throw new JsonShapeException(name, "an array of strings");
        })
        .toList();
  }

  /// As [#objects], and no items where there is no such member.
  public <T> List<T> optionalObjects(String name, Function<JsonObject, T> read) {
    return has(name) ? objects(name, read) : List.of();
  }

  /// As [#texts], and no items where there is no such member.
  public List<String> optionalTexts(String name) {
    return has(name) ? texts(name) : List.of();
  }

  public Optional<Boolean> optionalBool(String name) {
    return has(name) ? Optional.of(bool(name)) : Optional.empty();
  }

  /// Collects members in order; a `null` value leaves the member out.
  public static final class Builder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    private Builder() {}

    public Builder put(String name, @Nullable Json value) {
      if (value != null) {
        members.put(name, value);
      }
      return this;
    }

    public Builder put(String name, @Nullable String value) {
      return put(name, value == null ? null : Json.of(value));
    }

    public Builder put(String name, @Nullable Instant value) {
      return put(name, value == null ? null : Json.of(value.toString()));
    }

    public Builder put(String name, long value) {
      return put(name, Json.of(value));
    }

    public Builder put(String name, boolean value) {
      return put(name, Json.of(value));
    }

    public JsonObject build() {
      return new JsonObject(members);
    }
  }
}
