package dev.countersign.policy;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Says in words what a request uses of standing approvals: a sentence for each limit, of a limit
/// per target for the target that is nearest to it.
final class UseFindings {
  private UseFindings() {}

  static List<Finding> after(List<Finding> findings, List<Allowance> allowances) {
    return Stream.concat(findings.stream(), allowances.stream().flatMap(UseFindings::of)).toList();
  }

  private static Stream<Finding> of(Allowance allowance) {
    Map<List<Object>, Charge> nearest = new LinkedHashMap<>();
    for (Charge charge : allowance.charges()) {
      nearest.merge(limit(charge), charge, UseFindings::fuller);
    }
    return nearest.values().stream()
        .map(charge -> Finding.of(allowance.rule(), "used", use(allowance, charge)));
  }

  private static List<Object> limit(Charge charge) {
    return List.of(charge.per(), charge.sum(), charge.most(), charge.within());
  }

  private static Charge fuller(Charge one, Charge other) {
    return Stream.of(one, other).max(Comparator.comparingLong(Charge::used)).orElseThrow();
  }

  private static String use(Allowance allowance, Charge charge) {
    Optional<String> sum = charge.sum();
    return sum.isEmpty()
        ? "%s: use %s.".formatted(allowance.rule(), charge.text(charge.used()))
        : "%s: %d more makes %s."
            .formatted(allowance.rule(), charge.amount(), charge.text(charge.used()));
  }
}
