package dev.countersign.slack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/// An object that Slack sent, read member by member: what is absent, `null` or of another type than
/// asked for is not there. So no callback, however odd, is an exception; and as it is not turned
/// into classes of a library, nothing in it is logged by one.
final class Payload {
  private final JsonObject json;

  private Payload(JsonObject json) {
    this.json = json;
  }

  /// Empty when the text is not one JSON object.
  static Optional<Payload> parse(String text) {
    try {
      return of(JsonParser.parseString(text));
    } catch (JsonParseException | StackOverflowError _) {
      return Optional.empty();
    }
  }

  private static Optional<Payload> of(JsonElement element) {
    return element instanceof JsonObject object
        ? Optional.of(new Payload(object))
        : Optional.empty();
  }

  Optional<Payload> object(String name) {
    return json.has(name) ? of(json.get(name)) : Optional.empty();
  }

  Optional<String> text(String name) {
    return json.get(name) instanceof JsonPrimitive value && value.isString()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }

  /// A text inside an object of this one.
  Optional<String> text(String object, String name) {
    return object(object).flatMap(inner -> inner.text(name));
  }

  boolean isTrue(String name) {
    return json.get(name) instanceof JsonPrimitive value
        && value.isBoolean()
        && value.getAsBoolean();
  }

  /// `true` or `false` where that is the value; empty for anything else.
  String word(String name) {
    return json.get(name) instanceof JsonPrimitive value && value.isBoolean()
        ? value.getAsString()
        : "";
  }

  Set<String> names() {
    return json.keySet();
  }

  boolean has(String name) {
    return json.has(name) && !json.get(name).isJsonNull();
  }

  /// The objects of a list; empty when there is none, or when one of its items is no object.
  List<Payload> objects(String name) {
    if (!(json.get(name) instanceof JsonArray array)) {
      return List.of();
    }
    List<Payload> objects =
        StreamSupport.stream(array.spliterator(), false)
            .flatMap(item -> of(item).stream())
            .toList();
    return objects.size() == array.size() ? objects : List.of();
  }

  /// Says nothing of what is in it.
  @Override
  public String toString() {
    return "Payload[]";
  }
}
