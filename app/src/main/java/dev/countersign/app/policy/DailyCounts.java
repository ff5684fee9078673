package dev.countersign.app.policy;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How much came on which day.
final class DailyCounts {
  private final Map<LocalDate, Integer> days = new TreeMap<>();
  private int total;

  void add(LocalDate day) {
    days.merge(day, 1, Integer::sum);
    total++;
  }

  int total() {
    return total;
  }

  /// The day with the most, of several the first.
  Optional<Map.Entry<LocalDate, Integer>> busiest() {
    return days.entrySet().stream()
        .max(
            Map.Entry.<LocalDate, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())));
  }
}
