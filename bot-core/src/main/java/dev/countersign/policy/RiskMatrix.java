package dev.countersign.policy;

import static dev.countersign.proposal.RiskLevel.CRITICAL;
import static dev.countersign.proposal.RiskLevel.HIGH;
import static dev.countersign.proposal.RiskLevel.LOW;
import static dev.countersign.proposal.RiskLevel.MEDIUM;

import dev.countersign.proposal.RiskLevel;
import java.util.List;

/// The level for every impact and likelihood, each 1..4. More of either never lowers the level.
///
/// @param rows one row per impact, from 1 to 4; in a row one level per likelihood, from 1 to 4
public record RiskMatrix(List<List<RiskLevel>> rows) {

  /// | impact \ likelihood | 1 | 2 | 3 | 4 |
  /// |---|---|---|---|---|
  /// | 1 | low | low | medium | medium |
  /// | 2 | low | medium | medium | high |
  /// | 3 | medium | medium | high | critical |
  /// | 4 | medium | high | critical | critical |
  public static final RiskMatrix DEFAULT =
      new RiskMatrix(
          List.of(
              List.of(LOW, LOW, MEDIUM, MEDIUM),
              List.of(LOW, MEDIUM, MEDIUM, HIGH),
              List.of(MEDIUM, MEDIUM, HIGH, CRITICAL),
              List.of(MEDIUM, HIGH, CRITICAL, CRITICAL)));

  public RiskMatrix {
    rows = rows.stream().map(List::copyOf).toList();
    if (rows.size() != RiskFactor.MOST
        || rows.stream().anyMatch(row -> row.size() != RiskFactor.MOST)) {
      throw new IllegalArgumentException("a risk matrix has 4 rows of 4 levels");
    }
    for (int impact = 0; impact < RiskFactor.MOST; impact++) {
      for (int likelihood = 0; likelihood < RiskFactor.MOST; likelihood++) {
        RiskLevel level = rows.get(impact).get(likelihood);
        if ((impact > 0 && level.compareTo(rows.get(impact - 1).get(likelihood)) < 0)
            || (likelihood > 0 && level.compareTo(rows.get(impact).get(likelihood - 1)) < 0)) {
          throw new IllegalArgumentException("more impact or likelihood never lowers the level");
        }
      }
    }
  }

  public RiskLevel level(int impact, int likelihood) {
    return rows.get(impact - 1).get(likelihood - 1);
  }
}
