package dev.countersign.decision;

import dev.countersign.people.Surface;
import dev.countersign.request.Decision;

/// Counts clicks by what became of them. The labels are closed sets: never ids, people or supplied
/// text.
public interface DecisionMetrics {
  void voted(Surface surface, Decision decision);

  /// @param code of the answer, or of the token's refusal
  void notCounted(Surface surface, String code);
}
