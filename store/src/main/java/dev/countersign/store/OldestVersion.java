package dev.countersign.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The version that has to be in force for all steps of one statement, and likewise how many steps
/// of freezes there may be. Numbers grow, and none is higher than that of what is in force: where
/// the lowest is in force, every one of them is.
final class OldestVersion {
  private OldestVersion() {}

  /// @param under what each step rests on; empty for a step that lands under any
  /// @return null where all land under any
  static @Nullable Integer of(Collection<Optional<Integer>> under) {
    return under.stream().flatMap(Optional::stream).min(Comparator.naturalOrder()).orElse(null);
  }
}
