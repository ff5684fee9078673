package dev.countersign.app.version;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The parts of a file that have names, of what is in force and of what is to be.
final class NamedParts {
  private NamedParts() {}

  static <T> Map<String, T> by(List<T> parts, Function<T, String> name) {
    return parts.stream()
        .collect(Collectors.toMap(name, Function.identity(), (first, _) -> first, TreeMap::new));
  }

  /// By name: what each removed one, each added one, and each that is in both comes to.
  static <T> Stream<Change> between(
      Map<String, T> before,
      Map<String, T> after,
      Function<T, Change> removed,
      Function<T, Change> added,
      BiFunction<T, T, Stream<Change>> both) {
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .flatMap(name -> {
          T old = before.get(name);
          T now = after.get(name);
          if (now == null) {
            return Stream.of(old).map(removed);
          }
          return old == null ? Stream.of(now).map(added) : both.apply(old, now);
        });
  }

  /// What is in the second set and not in the first, in order.
  static <T> Stream<String> added(Set<T> before, Set<T> after, Function<T, String> text) {
    return after.stream().filter(item -> !before.contains(item)).map(text).sorted();
  }
}
