package dev.countersign.json;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Reads one object of a configuration document as a form: every member has a known name and type,
/// and whatever is wrong is reported with its pointer instead of stopping at the first mistake.
///
/// An accessor answers empty both for an absent member and for one that it has reported. Call
/// [#close] last: it reports the members that nobody asked for.
///
/// Codes: `required`, `wrong_type`, `out_of_range`, `too_many`, `unknown_key`, and the caller's
/// own.
public final class JsonForm {
  private final JsonObject object;
  private final String pointer;
  private final ProblemSink problems;
  private final Set<String> asked = new HashSet<>();

  public JsonForm(JsonObject object, String pointer, ProblemSink problems) {
    this.object = object;
    this.pointer = pointer;
    this.problems = problems;
  }

  /// One element of an array or one named entry of an object, with the place where it stands.
  public record Item<T>(String name, String pointer, T value) {}

  public String pointer() {
    return pointer;
  }

  public String pointer(String name) {
    return JsonPointer.below(pointer, name);
  }

  public boolean has(String name) {
    return object.has(name);
  }

  public void problem(String name, String code, String detail) {
    problems.add(pointer(name), code, detail);
  }

  /// About an element of an array or an entry of an object.
  public void problemAt(String pointer, String code, String detail) {
    problems.add(pointer, code, detail);
  }

  /// Whether there is an array of this name with nothing in it.
  public boolean isEmptyArray(String name) {
    return object.get(name) instanceof JsonArray array && array.items().isEmpty();
  }

  public void require(String name) {
    asked.add(name);
    if (!object.has(name)) {
      problem(name, "required", "This member is required.");
    }
  }

  /// A member of any type.
  public Optional<Json> value(String name) {
    asked.add(name);
    return Optional.ofNullable(object.get(name));
  }

  public Optional<String> text(String name) {
    return member(name, JsonString.class, "a string").map(JsonString::value);
  }

  /// A text that `parse` understands; where it throws [IllegalArgumentException], `code` and
  /// `detail` are reported.
  public <T> Optional<T> parsed(
      String name, Function<String, T> parse, String code, String detail) {
    return text(name).flatMap(text -> parsed(pointer(name), text, parse, code, detail));
  }

  public Optional<Boolean> bool(String name) {
    return member(name, JsonBoolean.class, "true or false").map(JsonBoolean::value);
  }

  public Optional<Integer> integer(String name, int least, int most) {
    return whole(name, least, most).map(Math::toIntExact);
  }

  public Optional<Long> whole(String name, long least, long most) {
    Optional<JsonNumber> number = member(name, JsonNumber.class, "a whole number");
    if (number.isPresent() && !isBetween(number.get(), least, most)) {
      problem(
          name, "out_of_range", "A whole number from " + least + " to " + most + " is expected.");
      return Optional.empty();
    }
    return number.map(JsonNumber::longValue);
  }

  public Optional<JsonForm> object(String name) {
    return member(name, JsonObject.class, "an object")
        .map(value -> new JsonForm(value, pointer(name), problems));
  }

  /// The elements of an array of objects; none when the member is absent.
  public List<JsonForm> objects(String name, int most) {
    return elements(name, JsonObject.class, "an object", most).stream()
        .map(item -> new JsonForm(item.value(), item.pointer(), problems))
        .toList();
  }

  /// The elements of an array of strings; none when the member is absent.
  public List<Item<String>> texts(String name, int most) {
    return elements(name, JsonString.class, "a string", most).stream()
        .map(item -> new Item<>(item.name(), item.pointer(), item.value().value()))
        .toList();
  }

  /// The elements of an array of strings that `parse` understands; the others are reported, in the
  /// order of the array.
  public <T> List<Item<T>> parsedTexts(
      String name, int most, Function<String, T> parse, String code, String detail) {
    return items(
        array(name, most),
        pointer(name),
        (at, json) ->
            typed(at, json, JsonString.class, "a string")
                .flatMap(text -> parsed(at, text.value(), parse, code, detail)));
  }

  /// The arrays inside an array, each at most `most` long.
  public List<List<Item<String>>> rowsOfTexts(String name, int most) {
    return elements(name, JsonArray.class, "an array", most).stream()
        .map(row -> items(row.value().items(), row.pointer(), JsonString.class, "a string"))
        .map(row ->
            row.stream().map(c -> new Item<>(c.name(), c.pointer(), c.value().value())).toList())
        .toList();
  }

  /// The entries of an object whose names are chosen by its author, in the order of the file.
  public <T extends Json> List<Item<T>> entries(
      String name, Class<T> type, String expected, int most) {
    Map<String, Json> members =
        member(name, JsonObject.class, "an object").map(JsonObject::members).orElse(Map.of());
    if (tooMany(name, members.size(), most)) {
      return List.of();
    }
    var typed = new LinkedHashMap<String, Item<T>>();
    members.forEach((key, value) -> {
      String at = JsonPointer.below(pointer(name), key);
      typed(at, value, type, expected)
          .ifPresent(right -> typed.put(key, new Item<>(key, at, right)));
    });
    return List.copyOf(typed.values());
  }

  public JsonForm form(Item<JsonObject> item) {
    return new JsonForm(item.value(), item.pointer(), problems);
  }

  /// Reports every member that was never asked for, with those that were.
  public void close() {
    String known = asked.stream().sorted().collect(Collectors.joining(", "));
    object.members().keySet().stream()
        .filter(name -> !asked.contains(name))
        .forEach(name ->
            problem(
                name, "unknown_key", "There is no such member here; there are: " + known + "."));
  }

  private <T> Optional<T> parsed(
      String at, String text, Function<String, T> parse, String code, String detail) {
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      problems.add(at, code, detail);
      return Optional.empty();
    }
  }

  private <T extends Json> List<Item<T>> elements(
      String name, Class<T> type, String expected, int most) {
    return items(array(name, most), pointer(name), type, expected);
  }

  private List<Json> array(String name, int most) {
    List<Json> items =
        member(name, JsonArray.class, "an array").map(JsonArray::items).orElse(List.of());
    return tooMany(name, items.size(), most) ? List.of() : items;
  }

  private <T extends Json> List<Item<T>> items(
      List<Json> items, String at, Class<T> type, String expected) {
    return items(items, at, (place, json) -> typed(place, json, type, expected));
  }

  private static <T> List<Item<T>> items(
      List<Json> items, String at, BiFunction<String, Json, Optional<T>> read) {
    return IntStream.range(0, items.size())
        .boxed()
        .flatMap(i ->
            read
                .apply(at + "/" + i, items.get(i))
                .map(value -> new Item<>(Integer.toString(i), at + "/" + i, value))
                .stream())
        .toList();
  }

  private <T extends Json> Optional<T> member(String name, Class<T> type, String expected) {
    asked.add(name);
    return Optional.ofNullable(object.get(name))
        .flatMap(value -> typed(pointer(name), value, type, expected));
  }

  private <T extends Json> Optional<T> typed(
      String at, Json value, Class<T> type, String expected) {
    if (type.isInstance(value)) {
      return Optional.of(type.cast(value));
    }
    problems.add(at, "wrong_type", "This must be " + expected + ".");
    return Optional.empty();
  }

  private boolean tooMany(String name, int size, int most) {
    if (size > most) {
      problem(name, "too_many", "At most " + most + " are accepted here.");
    }
    return size > most;
  }

  private static boolean isBetween(JsonNumber number, long least, long most) {
    return number.isInteger() && number.longValue() >= least && number.longValue() <= most;
  }
}
