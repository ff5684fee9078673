package dev.countersign.executors.connection;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One object of a configuration document while it is read: notes each mistake with its JSON
/// pointer, and remembers which members were asked for, so that the others can be refused.
final class Members {
  private final JsonObject object;
  private final String pointer;
  private final List<ConnectionError> errors;
  private final Set<String> known = new HashSet<>();

  Members(JsonObject object, String pointer, List<ConnectionError> errors) {
    this.object = object;
    this.pointer = pointer;
    this.errors = errors;
  }

  Optional<String> text(String name) {
    return member(name, JsonString.class, "a string").map(JsonString::value);
  }

  Optional<Boolean> bool(String name) {
    return member(name, JsonBoolean.class, "true or false").map(JsonBoolean::value);
  }

  Optional<Long> integer(String name) {
    return member(name, JsonNumber.class, "an integer")
        .filter(number -> number.isInteger() || refuse(name, "must be an integer"))
        .map(JsonNumber::longValue);
  }

  Optional<Members> object(String name) {
    return member(name, JsonObject.class, "an object")
        .map(inner -> new Members(inner, at(name), errors));
  }

  /// The objects of an array; an item that is none is an error of its own.
  Optional<List<Members>> objects(String name) {
    return member(name, JsonArray.class, "a list").map(array -> objects(at(name), array.items()));
  }

  /// The texts of an array; empty when there is none.
  Set<String> texts(String name, int most, Predicate<String> sound, String complaint) {
    List<Json> items =
        member(name, JsonArray.class, "a list").map(JsonArray::items).orElse(List.of());
    if (items.size() > most) {
      refuse(name, "has more than " + most + " entries");
    }
    var texts = new LinkedHashSet<String>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof JsonString(String text) && sound.test(text)) {
        texts.add(text);
      } else {
        errors.add(new ConnectionError(at(name) + "/" + i, complaint));
      }
    }
    return texts;
  }

  /// A text in a spelling of its own; `expected` completes the sentence "must be …".
  <T> Optional<T> parsed(String name, Function<String, Optional<T>> parse, String expected) {
    return text(name)
        .flatMap(text -> {
          Optional<T> value = parse.apply(text);
          if (value.isEmpty()) {
            refuse(name, "must be " + expected);
          }
          return value;
        });
  }

  boolean has(String name) {
    return object.has(name);
  }

  void refuseMissing(String name) {
    if (!has(name)) {
      refuse(name, "is missing");
    }
  }

  void refuse(String detail) {
    errors.add(new ConnectionError(pointer, detail));
  }

  /// Notes the error; false, so that it can end a filter.
  boolean refuse(String name, String detail) {
    errors.add(new ConnectionError(at(name), detail));
    return false;
  }

  /// Called last: members that nobody asked for are typing mistakes or wishes that would go
  /// unheard.
  void refuseOthers() {
    String those = known.stream().sorted().collect(Collectors.joining(", "));
    for (String name : object.members().keySet()) {
      if (!known.contains(name)) {
        refuse(name, "is not a known key here; there are: " + those);
      }
    }
  }

  private <T extends Json> Optional<T> member(String name, Class<T> type, String expected) {
    known.add(name);
    Json value = object.get(name);
    if (value != null && !type.isInstance(value)) {
      refuse(name, "must be " + expected);
    }
    return Optional.ofNullable(value).filter(type::isInstance).map(type::cast);
  }

  private List<Members> objects(String array, List<Json> items) {
    var members = new ArrayList<Members>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof JsonObject item) {
        members.add(new Members(item, array + "/" + i, errors));
      } else {
        errors.add(new ConnectionError(array + "/" + i, "must be an object"));
      }
    }
    return members;
  }

  private String at(String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
