package dev.countersign.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// JSON Pointers (RFC 6901), which name a place in a document; the empty one names the whole.
public final class JsonPointer {
  private static final Pattern ITEM = Pattern.compile("0|[1-9][0-9]{0,8}");

  private JsonPointer() {}

  /// The member of this name, or the item of this number, of what stands at `pointer`.
  public static String below(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  /// What stands at that place; empty where nothing does, and for what is no pointer.
  public static Optional<Json> find(Json document, String pointer) {
    if (pointer.isEmpty()) {
      return Optional.of(document);
    }
    if (!pointer.startsWith("/")) {
      return Optional.empty();
    }
    int end = pointer.indexOf('/', 1);
    String name = pointer.substring(1, end < 0 ? pointer.length() : end);
    String rest = end < 0 ? "" : pointer.substring(end);
    return switch (document) {
      case JsonObject object ->
          Optional.ofNullable(object.get(name.replace("~1", "/").replace("~0", "~")))
              .flatMap(inner -> find(inner, rest));
      case JsonArray array ->
          ITEM.matcher(name).matches() && Integer.parseInt(name) < array.items().size()
              ? find(array.items().get(Integer.parseInt(name)), rest)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /// The document with `value` at that place: in place of what stands there, or as a further member
  /// of an object. Empty where the place has nothing around it, where an array has no such item,
  /// and for what is no pointer.
  public static Optional<Json> replaced(Json document, String pointer, Json value) {
    if (pointer.isEmpty()) {
      return Optional.of(value);
    }
    if (!pointer.startsWith("/")) {
      return Optional.empty();
    }
    int end = pointer.indexOf('/', 1);
    String name = pointer.substring(1, end < 0 ? pointer.length() : end);
    String rest = end < 0 ? "" : pointer.substring(end);
    return switch (document) {
      case JsonObject object -> {
        String member = name.replace("~1", "/").replace("~0", "~");
        Json inner = object.get(member);
        yield replaced(inner == null ? JsonNull.NULL : inner, rest, value)
            .map(changed -> object.with(member, changed));
      }
      case JsonArray array -> {
        int item = ITEM.matcher(name).matches() ? Integer.parseInt(name) : array.items().size();
        yield item >= array.items().size()
            ? Optional.empty()
            : replaced(array.items().get(item), rest, value)
                .map(changed -> {
                  List<Json> items = new ArrayList<>(array.items());
                  items.set(item, changed);
                  return new JsonArray(items);
                });
      }
      default -> Optional.empty();
    };
  }
}
