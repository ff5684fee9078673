package dev.countersign.policy;

import dev.countersign.json.WireName;
import dev.countersign.proposal.RiskLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a level of risk came about, step by step; serves one assessment.
final class RiskTrace {
  static final String SUBJECT = "risk";

  /// Factors named for one axis.
  private static final int MOST_NAMED = 5;

  private final Axis impact = new Axis("impact");
  private final Axis likelihood = new Axis("likelihood");
  private final List<String> raised = new ArrayList<>();
  private boolean irreversible;
  private boolean failed;

  /// @param unclear whether the condition of the factor could not be evaluated
  void raised(RiskFactor factor, boolean unclear) {
    impact.raise(unclear ? RiskFactor.MOST : factor.impact(), factor.id());
    likelihood.raise(unclear ? RiskFactor.MOST : factor.likelihood(), factor.id());
    irreversible |= factor.irreversible();
    failed |= unclear;
    raised.add(factor.id());
  }

  /// What cannot be undone is one level higher. A matrix of the file's own may be mild in its last
  /// corner; an unclear risk is critical all the same.
  RiskLevel level(RiskMatrix matrix) {
    RiskLevel found = matrix.level(impact.value, likelihood.value);
    found = irreversible ? found.raised() : found;
    return failed ? RiskLevel.CRITICAL : found;
  }

  RiskAssessment assessment(RiskMatrix matrix, Optional<RiskLevel> claimed) {
    RiskLevel level = level(matrix);
    return new RiskAssessment(
        claimed, claimed.map(level::atLeast).orElse(level), irreversible, raised);
  }

  Finding finding(RiskMatrix matrix, Optional<RiskLevel> claimed) {
    RiskLevel ofMatrix = matrix.level(impact.value, likelihood.value);
    RiskLevel level = level(matrix);
    StringBuilder because = new StringBuilder();
    because.append(impact).append(", ").append(likelihood);
    because.append(", the matrix says ").append(WireName.of(ofMatrix));
    if (irreversible) {
      because.append("; irreversible: ").append(WireName.of(ofMatrix.raised()));
    }
    if (failed) {
      because.append("; not all factors could be evaluated: critical");
    }
    claimed.ifPresent(claim -> {
      because.append("; the agent claimed ").append(WireName.of(claim));
      because.append(claim.compareTo(level) > 0 ? ", which is higher and holds" : "");
    });
    String text = because.append('.').toString();
    return Finding.of(
        SUBJECT, "assessed", Character.toUpperCase(text.charAt(0)) + text.substring(1));
  }

  /// An axis of the matrix, and the factors that raised it as far as it is.
  private static final class Axis {
    private final String name;
    private final List<String> factors = new ArrayList<>();
    private int value = RiskFactor.LEAST;

    Axis(String name) {
      this.name = name;
    }

    void raise(int to, String factor) {
      if (to > value) {
        value = to;
        factors.clear();
      }
      if (to == value && to > RiskFactor.LEAST) {
        factors.add(factor);
      }
    }

    @Override
    public String toString() {
      if (factors.isEmpty()) {
        return name + " " + value;
      }
      int more = factors.size() - MOST_NAMED;
      return factors.stream()
          .limit(MOST_NAMED)
          .collect(
              Collectors.joining(
                  ", ", name + " " + value + " (", more > 0 ? " and " + more + " more)" : ")"));
    }
  }
}
