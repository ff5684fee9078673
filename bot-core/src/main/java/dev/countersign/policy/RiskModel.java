package dev.countersign.policy;

import dev.countersign.proposal.RiskLevel;
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
    RiskTrace trace = new RiskTrace();
    for (RiskFactor factor : factors) {
      Verdict verdict = evaluation.test(factor.when());
      if (verdict != Verdict.Decided.NOT_MATCHED) {
        trace.raised(factor, verdict instanceof Verdict.Failed);
        findings.raised(factor, verdict);
      }
    }
    RiskAssessment assessment = trace.assessment(matrix, claimed);
    if (assessment.assessed() != trace.level(matrix)) {
      findings.claimRaised();
    }
    findings.ofTheWhole(trace.finding(matrix, claimed));
    return assessment;
  }
}
