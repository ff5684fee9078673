package dev.countersign.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// What somebody may have meant who wrote a name that nobody knows.
final class NearestName {
  private NearestName() {}

  /// The known name that the fewest changed, missing, added or swapped characters lead to; empty
  /// where that would take more than half of them. Of several the first in the alphabet.
  static Optional<String> of(String written, Collection<String> known) {
    return known.stream()
        .filter(name -> 2 * steps(written, name) <= Math.max(written.length(), name.length()))
        .min(
            Comparator.comparingInt((String name) -> steps(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// The distance of Damerau and Levenshtein, each stretch being changed once; in any letter case.
  private static int steps(String written, String known) {
    String from = written.toLowerCase(Locale.ROOT);
    String to = known.toLowerCase(Locale.ROOT);
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : fewest(steps, from, to, i, j);
      }
    }
    return steps[from.length()][to.length()];
  }

  private static int fewest(int[][] steps, String from, String to, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int least =
        Math.min(
            steps[i - 1][j - 1] + (same ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
  }
}
