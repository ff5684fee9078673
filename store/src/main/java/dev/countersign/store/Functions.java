package dev.countersign.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The functions of a voter in one text: separated by commas, which none has in its name. Rows of
/// earlier versions hold the one function that the vote was held to, or null.
final class Functions {
  private static final String SEPARATOR = ",";

  private Functions() {}

  static Optional<String> toText(Collection<String> functions) {
    return functions.isEmpty()
        ? Optional.empty()
        : Optional.of(functions.stream().sorted().collect(Collectors.joining(SEPARATOR)));
  }

  static SortedSet<String> ofText(Optional<String> text) {
    return text.map(all -> new TreeSet<>(Arrays.asList(all.split(SEPARATOR, -1))))
        .orElseGet(TreeSet::new);
  }
}
