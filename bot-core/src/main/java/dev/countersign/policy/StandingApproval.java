package dev.countersign.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far a rule that allows goes: a permission given in advance that ends, and that is bounded.
/// Where it does not reach, the rule asks its stages, and refuses if it has none.
///
/// @param until from this moment on the rule does not allow
/// @param limits all of them hold; at most [#MOST_LIMITS]
public record StandingApproval(Optional<Instant> until, List<UseLimit> limits) {
  public static final int MOST_LIMITS = 5;

  public StandingApproval {
    limits = List.copyOf(limits);
    if (until.isEmpty() && limits.isEmpty()) {
      throw new IllegalArgumentException("a standing approval ends or is limited");
    }
  }

  boolean hasEnded(Instant now) {
    return until.filter(end -> !now.isBefore(end)).isPresent();
  }
}
