package dev.countersign.policy;

import java.time.Duration;
import java.util.Optional;

/// A bound on what a standing approval lets through.
///
/// @param per over what is counted together
/// @param sum what each request counts, an amount of its action; empty where each counts one
/// @param most of the count within the time, 1 to [#MOST]
/// @param within counted back from the moment of a use
public record UseLimit(Per per, Optional<Amount> sum, long most, Duration within) {
  /// Of requests that one limit counts within its time, also where it bounds their sum.
  public static final int MOST_USES = 10_000;

  public static final Duration LONGEST = Sla.LONGEST;

  /// Of a sum, and of a single amount: what no reader of JSON takes for another number.
  public static final long MOST = 1_000_000_000_000_000L;

  /// Over what requests are counted together.
  public enum Per {
    /// Those of one agent.
    AGENT,
    /// Those on one target, by whichever agent.
    TARGET,
    /// All that the rule allows.
    RULE
  }
}
