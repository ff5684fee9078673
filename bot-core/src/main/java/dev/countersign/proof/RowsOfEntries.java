package dev.countersign.proof;

import dev.countersign.proof.Damage.Kind;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Whether a row stands for each genuine entry, and a genuine entry for each row.
final class RowsOfEntries {
  private RowsOfEntries() {}

  /// @param stored the rows that are there
  /// @param expected those that the entries tell of
  /// @param place of a row, for a person
  static <R> Stream<DeploymentDamage> damages(
      Set<R> stored, Set<R> expected, Function<R, String> place) {
    Stream<DeploymentDamage> missing =
        expected.stream()
            .filter(row -> !stored.contains(row))
            .map(row ->
                new DeploymentDamage(
                    place.apply(row),
                    Kind.INCOMPLETE,
                    "an entry tells of it, the row is missing or altered"));
    Stream<DeploymentDamage> untold =
        stored.stream()
            .filter(row -> !expected.contains(row))
            .map(row ->
                new DeploymentDamage(
                    place.apply(row), Kind.CONTRADICTION, "no genuine entry tells of it"));
    return Stream.concat(missing, untold);
  }
}
