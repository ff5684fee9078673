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
    Step step = Step.first(pointer);
    return switch (document) {
      case JsonObject object ->
          Optional.ofNullable(object.get(step.member())).flatMap(inner -> find(inner, step.rest()));
      case JsonArray array ->
          step.item() < array.items().size()
              ? find(array.items().get(step.item()), step.rest())
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
    Step step = Step.first(pointer);
    return switch (document) {
      case JsonObject object -> {
        Json inner = object.get(step.member());
        yield replaced(inner == null ? JsonNull.NULL : inner, step.rest(), value)
            .map(changed -> object.with(step.member(), changed));
      }
      case JsonArray array ->
          step.item() >= array.items().size()
              ? Optional.empty()
              : replaced(array.items().get(step.item()), step.rest(), value)
                  .map(changed -> {
                    List<Json> items = new ArrayList<>(array.items());
                    items.set(step.item(), changed);
                    return new JsonArray(items);
                  });
      default -> Optional.empty();
    };
  }

  /// What a pointer names first, and the pointer from there on.
  private record Step(String name, String rest) {
    static Step first(String pointer) {
      int end = pointer.indexOf('/', 1);
      return end < 0
          ? new Step(pointer.substring(1), "")
          : new Step(pointer.substring(1, end), pointer.substring(end));
    }

    String member() {
      return name.replace("~1", "/").replace("~0", "~");
    }

    /// Of an array; beyond every one for what is no number.
    int item() {
      return ITEM.matcher(name).matches() ? Integer.parseInt(name) : Integer.MAX_VALUE;
    }
  }
}
