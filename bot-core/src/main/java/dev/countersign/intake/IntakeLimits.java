package dev.countersign.intake;

import dev.countersign.ledger.AskBudget;
import dev.countersign.ledger.OpenBudget;
import java.time.Duration;

/// What keeps people from being asked more than they can answer.
///
/// @param open how many requests may wait for people at once
/// @param asked how many may be asked of people within a window
/// @param leastTimeToDecide no sooner than so long from now may an agent want its answer
public record IntakeLimits(OpenBudget open, AskBudget asked, Duration leastTimeToDecide) {
  public static final Duration LONGEST_LEAST_TIME = Duration.ofDays(1);

  public static final IntakeLimits DEFAULT =
      new IntakeLimits(OpenBudget.DEFAULT, AskBudget.DEFAULT, Duration.ofMinutes(1));

  public IntakeLimits {
    if (leastTimeToDecide.isNegative() || leastTimeToDecide.compareTo(LONGEST_LEAST_TIME) > 0) {
      throw new IllegalArgumentException("nobody has more time than " + LONGEST_LEAST_TIME);
    }
  }
}
