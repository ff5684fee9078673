package dev.countersign.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Pages of a list of which some rows may not read: those take no places of others.
final class ReadableRows {
  /// How many that do not read a page looks past.
  private static final int MOST_DAMAGED = 1_000;

  private ReadableRows() {}

  /// A row, whether it reads or not.
  ///
  /// @param <P> where the next page goes on
  /// @param <L> what is read of it
  interface ReadRow<P, L> {
    P place();

    /// Empty when the row is not one that a gate wrote.
    Optional<L> line();
  }

  /// @param page the rows behind a place, at most `most`; fewer only where there are no more
  static <P, L, R extends ReadRow<P, L>> List<L> page(
      Optional<P> after, int most, Function<Optional<P>, List<R>> page) {
    List<L> found = new ArrayList<>();
    Optional<P> end = after;
    int damaged = 0;
    while (true) {
      List<R> rows = page.apply(end);
      int before = found.size();
      rows.forEach(row -> row.line().ifPresent(found::add));
      damaged += rows.size() - (found.size() - before);
      if (found.size() >= most || rows.size() < most || damaged > MOST_DAMAGED) {
        return found.stream().limit(most).toList();
      }
      end = Optional.of(rows.getLast().place());
    }
  }
}
