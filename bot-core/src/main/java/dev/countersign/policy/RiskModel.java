package dev.countersign.policy;

import dev.countersign.proposal.RiskLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a policy assesses risk: each factor that matches raises an axis, the matrix gives the level,
/// and what cannot be undone raises it by one. A factor that cannot be evaluated makes the risk
/// critical.
public record RiskModel(List<RiskFactor> factors, RiskMatrix matrix) {
  public RiskModel {
    factors = List.copyOf(factors);
  }

  RiskAssessment assess(
      Evaluation evaluation, Optional<RiskLevel> claimed, RulingFindings findings) {
    int impact = RiskFactor.LEAST;
    int likelihood = RiskFactor.LEAST;
    boolean irreversible = false;
    boolean failed = false;
    List<String> raised = new ArrayList<>();
    for (RiskFactor factor : factors) {
      Verdict verdict = evaluation.test(factor.when());
      if (verdict == Verdict.Decided.NOT_MATCHED) {
        continue;
      }
      boolean unclear = verdict instanceof Verdict.Failed;
      impact = Math.max(impact, unclear ? RiskFactor.MOST : factor.impact());
      likelihood = Math.max(likelihood, unclear ? RiskFactor.MOST : factor.likelihood());
      irreversible |= factor.irreversible();
      failed |= unclear;
      raised.add(factor.id());
      findings.raised(factor, verdict);
    }
    RiskLevel level = matrix.level(impact, likelihood);
    level = irreversible ? level.raised() : level;
    // A matrix of the file's own may be mild in its last corner; an unclear risk is critical all
    // the same.
    level = failed ? RiskLevel.CRITICAL : level;
    RiskLevel assessed = claimed.map(level::atLeast).orElse(level);
    if (assessed != level) {
      findings.claimRaised();
    }
    return new RiskAssessment(claimed, assessed, irreversible, raised);
  }
}
