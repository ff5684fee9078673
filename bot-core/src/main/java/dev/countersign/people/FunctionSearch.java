package dev.countersign.people;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Looks for persons and functions that fill every seat: a seat of a stage with distinct functions
/// needs a function that no other approval has. Persons, seats and functions at once have no quick
/// exact method, so this is a search; persons who are alike count as one kind, which keeps it short
/// for real groups.
final class FunctionSearch {

  /// Beyond this the answer is "possible": the check may miss a hopeless request, never stop one
  /// that could be decided.
  static final int MOST_STEPS = 100_000;

  /// Persons who may sit in the same stages with the same functions are interchangeable.
  private record Kind(Set<Integer> stages, SortedSet<String> functions) {}

  private record Seat(int stage, boolean distinct) {}

  private final Map<Kind, Integer> free = new LinkedHashMap<>();
  private final List<Seat> seats;
  private final Set<String> exclusive = new HashSet<>();
  private int steps;

  FunctionSearch(List<Seats> stages) {
    var eligible = new LinkedHashMap<Person, Set<Integer>>();
    for (int stage = 0; stage < stages.size(); stage++) {
      for (Person person : stages.get(stage).able()) {
        eligible.computeIfAbsent(person, _ -> new HashSet<>()).add(stage);
      }
    }
    eligible.forEach(
        (person, where) -> free.merge(new Kind(where, person.functions()), 1, Integer::sum));
    // Distinct seats first: what they take is what the ordinary ones must leave alone.
    this.seats =
        IntStream.range(0, stages.size())
            .boxed()
            .flatMap(stage ->
                IntStream.range(0, stages.get(stage).number())
                    .mapToObj(_ -> new Seat(stage, stages.get(stage).distinct())))
            .sorted(Comparator.comparing(seat -> !seat.distinct()))
            .collect(Collectors.toCollection(ArrayList::new));
  }

  boolean isPossible() {
    return fill(0);
  }

  private boolean fill(int index) {
    if (index == seats.size() || ++steps > MOST_STEPS) {
      return true;
    }
    Seat seat = seats.get(index);
    for (Kind kind : List.copyOf(free.keySet())) {
      if (free.getOrDefault(kind, 0) > 0 && kind.stages().contains(seat.stage())) {
        free.merge(kind, -1, Integer::sum);
        boolean filled = seat.distinct() ? distinct(index, kind) : ordinary(index, kind);
        free.merge(kind, 1, Integer::sum);
        if (filled) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean distinct(int index, Kind kind) {
    for (String function : kind.functions()) {
      if (exclusive.add(function)) {
        boolean filled = fill(index + 1);
        exclusive.remove(function);
        if (filled) {
          return true;
        }
      }
    }
    return false;
  }

  /// Needs a function that no distinct seat has taken, or none at all; two ordinary approvals may
  /// share one.
  private boolean ordinary(int index, Kind kind) {
    return (kind.functions().isEmpty() || !exclusive.containsAll(kind.functions()))
        && fill(index + 1);
  }
}
