package dev.countersign.decision;

import dev.countersign.people.Surface;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.Decision;

/// Counts clicks by what became of them. The labels are closed sets: never ids, people or supplied
/// text.
public interface DecisionMetrics {
  void voted(Surface surface, Decision decision);

  /// An approval in less than [PressStep#FAST] after the card was first shown at that place.
  void approvedFast(RiskLevel risk);

  /// @param code of the answer, or of the token's refusal
  void notCounted(Surface surface, String code);
}
