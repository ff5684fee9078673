package dev.countersign.app.policy;

import dev.countersign.people.People;
import dev.countersign.policy.Rule;
import dev.countersign.policy.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Functions that stages list and no person has: a name that is misspelt on one side narrows a
/// stage without a word.
final class UnknownFunctions {
  private UnknownFunctions() {}

  /// @return by the place of each stage below `stages`, as `0` or `0/together/1`; none where all
  ///   are known
  static Map<String, SortedSet<String>> of(Rule rule, People people) {
    Set<String> known =
        people.persons().stream()
            .flatMap(person -> person.functions().stream())
            .collect(Collectors.toSet());
    Map<String, SortedSet<String>> unknown = new LinkedHashMap<>();
    List<List<Integer>> steps = Stage.steps(rule.stages());
    for (int step = 0; step < steps.size(); step++) {
      List<Integer> together = steps.get(step);
      for (int at = 0; at < together.size(); at++) {
        SortedSet<String> names = new TreeSet<>(rule.stages().get(together.get(at)).functions());
        names.removeAll(known);
        if (!names.isEmpty()) {
          unknown.put(together.size() == 1 ? "" + step : step + "/together/" + at, names);
        }
      }
    }
    return unknown;
  }
}
