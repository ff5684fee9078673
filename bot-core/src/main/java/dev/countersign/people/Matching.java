package dev.countersign.people;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Bipartite matching by augmenting paths: exact, and quick for the few seats of a ruling.
final class Matching<S, T> {
  private final List<S> seats;
  private final Function<S, List<T>> candidates;
  private final Map<T, Integer> seatOf = new HashMap<>();

  private Matching(List<S> seats, Function<S, List<T>> candidates) {
    this.seats = seats;
    this.candidates = candidates;
  }

  /// Seats that together have fewer candidates than there are of them; empty when every seat can
  /// have a candidate of its own.
  static <S, T> Set<S> shortage(List<S> seats, Function<S, List<T>> candidates) {
    var matching = new Matching<>(seats, candidates);
    for (int seat = 0; seat < seats.size(); seat++) {
      Set<T> tried = new HashSet<>();
      if (!matching.place(seat, tried)) {
        // Whoever could sit here, or make room here, holds one of these seats.
        Set<S> crowded = new HashSet<>(Set.of(seats.get(seat)));
        tried.forEach(candidate -> crowded.add(seats.get(matching.holder(candidate))));
        return crowded;
      }
    }
    return Set.of();
  }

  /// A candidate of its own for every seat; empty when there is no such choice.
  ///
  /// @param seats each once
  static <S, T> Optional<Map<S, T>> of(List<S> seats, Function<S, List<T>> candidates) {
    var matching = new Matching<>(seats, candidates);
    if (!matching.fill()) {
      return Optional.empty();
    }
    Map<S, T> taken = new HashMap<>();
    matching.seatOf.forEach((candidate, seat) -> taken.put(seats.get(seat), candidate));
    return Optional.of(taken);
  }

  private int holder(T candidate) {
    return Objects.requireNonNull(seatOf.get(candidate), "a candidate that was tried holds a seat");
  }

  private boolean fill() {
    for (int seat = 0; seat < seats.size(); seat++) {
      if (!place(seat, new HashSet<>())) {
        return false;
      }
    }
    return true;
  }

  /// Recursion is as deep as there are seats at most: each step moves on to the holder of another
  /// seat.
  private boolean place(int seat, Set<T> tried) {
    List<T> able = candidates.apply(seats.get(seat));
    for (T candidate : able) {
      if (!seatOf.containsKey(candidate)) {
        seatOf.put(candidate, seat);
        return true;
      }
    }
    for (T candidate : able) {
      Integer holder = seatOf.get(candidate);
      if (holder != null && tried.add(candidate) && place(holder, tried)) {
        seatOf.put(candidate, seat);
        return true;
      }
    }
    return false;
  }
}
