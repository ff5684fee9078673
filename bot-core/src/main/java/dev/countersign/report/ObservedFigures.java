package dev.countersign.report;

import dev.countersign.policy.Gate;
import dev.countersign.policy.Observed;
import dev.countersign.policy.Stage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The requests outside the pilot, by what they would have been inside.
public final class ObservedFigures {
  private final Map<Gate, Long> gates = new EnumMap<>(Gate.class);
  private final SortedMap<String, Long> groups = new TreeMap<>();

  void add(Observed request) {
    gates.merge(request.gate(), 1L, Long::sum);
    request.stages().stream()
        .map(Stage::group)
        .distinct()
        .map(group ->
            groups.containsKey(group.value()) || groups.size() < QualityReport.MOST_NAMES
                ? group.value()
                : QualityReport.OTHERS)
        .forEach(group -> groups.merge(group, 1L, Long::sum));
  }

  public long wouldHave(Gate gate) {
    return gates.getOrDefault(gate, 0L);
  }

  /// How many requests each group would have been asked; one of several stages counts for each.
  public SortedMap<String, Long> groups() {
    return Collections.unmodifiableSortedMap(groups);
  }
}
