package dev.countersign.proposal;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonDifference;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.util.Optional;

/// One value of an action that a revision changed.
public sealed interface ActionChange {
  /// UTF-16 units of a value that is shown, before and after each.
  int LONGEST = 4_000;

  /// Where it is in the frozen action; the place before for what is gone.
  String pointer();

  /// @param before empty for what is new
  /// @param after empty for what is gone
  /// @param skipped UTF-16 units at the beginning of both texts, which are the same and left out
  /// @param rest the same at their end
  record Shown(String pointer, Optional<Json> before, Optional<Json> after, int skipped, int rest)
      implements ActionChange {
    /// UTF-16 units of both values.
    int size() {
      return length(before) + length(after);
    }
  }

  /// @param before UTF-16 units of the canonical text
  /// @param after likewise
  record TooLong(String pointer, int before, int after) implements ActionChange {}

  /// @param room UTF-16 units that are left for it, before and after together
  static ActionChange of(JsonDifference.Leaf leaf, int room) {
    Shown shown =
        leaf.before().isPresent()
                && leaf.before().get() instanceof JsonString(var before)
                && leaf.after().isPresent()
                && leaf.after().get() instanceof JsonString(var after)
            ? shown(leaf.pointer(), CommonEnds.cut(before, after))
            : new Shown(leaf.pointer(), leaf.before(), leaf.after(), 0, 0);
    return length(shown.before()) <= LONGEST
            && length(shown.after()) <= LONGEST
            && shown.size() <= room
        ? shown
        : new TooLong(leaf.pointer(), length(leaf.before()), length(leaf.after()));
  }

  private static Shown shown(String pointer, CommonEnds cut) {
    return new Shown(
        pointer,
        Optional.of(Json.of(cut.before())),
        Optional.of(Json.of(cut.after())),
        cut.skipped(),
        cut.rest());
  }

  private static int length(Optional<Json> value) {
    return value.map(it -> CanonicalJson.text(it).length()).orElse(0);
  }

  /// Members are left out as long as they say nothing.
  default JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("at", pointer());
    switch (this) {
      case Shown(_, var before, var after, int skipped, int rest) -> {
        before.ifPresent(value -> json.put("old", value));
        after.ifPresent(value -> json.put("new", value));
        if (skipped > 0) {
          json.put("skipped", skipped);
        }
        if (rest > 0) {
          json.put("rest", rest);
        }
      }
      case TooLong(_, int before, int after) ->
          json.put("old_characters", before).put("new_characters", after);
    }
    return json.build();
  }

  static ActionChange read(JsonObject json) {
    String at = json.text("at");
    return json.has("old_characters")
        ? new TooLong(at, number(json, "old_characters"), number(json, "new_characters"))
        : new Shown(
            at,
            Optional.ofNullable(json.get("old")),
            Optional.ofNullable(json.get("new")),
            number(json, "skipped"),
            number(json, "rest"));
  }

  private static int number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number ? Math.toIntExact(number.longValue()) : 0;
  }
}
