package dev.countersign.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where two documents differ, leaf by leaf: members in the order of their names, items in the
/// order of the lists.
///
/// What two lists have in common at their beginning and at their end is left alone; what is between
/// is compared item by item, so that one more recipient is one more leaf and not a list of other
/// ones.
public final class JsonDifference {
  private final List<Leaf> leaves = new ArrayList<>();

  private JsonDifference() {}

  /// One value that is not the same in both. An empty object or list is a leaf, too.
  ///
  /// @param pointer in the later document; in the earlier one for what is gone
  /// @param before empty for what is new
  /// @param after empty for what is gone
  public record Leaf(String pointer, Optional<Json> before, Optional<Json> after) {}

  public static List<Leaf> between(Json before, Json after) {
    JsonDifference difference = new JsonDifference();
    difference.compare("", before, after);
    return List.copyOf(difference.leaves);
  }

  private void compare(String pointer, @Nullable Json before, @Nullable Json after) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (isObject(before) && isObject(after)) {
      objects(pointer, members(before), members(after));
    } else if (isList(before) && isList(after)) {
      lists(pointer, items(before), items(after));
    } else {
      // Another kind of value is one change; the parts of what it was would say nothing.
      leaves.add(new Leaf(pointer, Optional.ofNullable(before), Optional.ofNullable(after)));
    }
  }

  private void objects(String pointer, JsonObject before, JsonObject after) {
    Stream.concat(before.members().keySet().stream(), after.members().keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new))
        .forEach(
            name -> compare(JsonPointer.below(pointer, name), before.get(name), after.get(name)));
  }

  private void lists(String pointer, List<Json> before, List<Json> after) {
    int same = 0;
    int shorter = Math.min(before.size(), after.size());
    while (same < shorter && before.get(same).equals(after.get(same))) {
      same++;
    }
    int tail = 0;
    while (tail < shorter - same
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    int left = before.size() - tail;
    int right = after.size() - tail;
    for (int i = same; i < Math.max(left, right); i++) {
      compare(
          JsonPointer.below(pointer, Integer.toString(i)),
          i < left ? before.get(i) : null,
          i < right ? after.get(i) : null);
    }
  }

  private static boolean isObject(@Nullable Json value) {
    return value instanceof JsonObject object && !object.members().isEmpty();
  }

  private static boolean isList(@Nullable Json value) {
    return value instanceof JsonArray array && !array.items().isEmpty();
  }

  private static JsonObject members(@Nullable Json value) {
    return value instanceof JsonObject object ? object : JsonObject.EMPTY;
  }

  private static List<Json> items(@Nullable Json value) {
    return value instanceof JsonArray array ? array.items() : List.of();
  }
}
