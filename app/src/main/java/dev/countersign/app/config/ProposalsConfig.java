package dev.countersign.app.config;

import dev.countersign.intake.IntakeLimits;
import dev.countersign.ledger.AskBudget;
import dev.countersign.ledger.OpenBudget;
import java.time.Duration;

/// How much may be asked of people.
final class ProposalsConfig {
  private ProposalsConfig() {}

  static IntakeLimits read(SettingsSection proposals) {
    OpenBudget budget =
        new OpenBudget(
            proposals.integer("open_per_agent", OpenBudget.DEFAULT.perAgent(), 1, OpenBudget.MOST),
            proposals.integer(
                "open_per_channel", OpenBudget.DEFAULT.perChannel(), 1, OpenBudget.MOST));
    AskBudget asked =
        new AskBudget(
            proposals.integer("asked_per_agent", AskBudget.DEFAULT.perAgent(), 1, AskBudget.MOST),
            proposals.integer(
                "asked_per_channel", AskBudget.DEFAULT.perChannel(), 1, AskBudget.MOST),
            proposals.duration(
                "asked_window", AskBudget.DEFAULT.window(), AskBudget.SHORTEST, AskBudget.LONGEST));
    Duration least =
        proposals.duration(
            "least_time_to_decide",
            IntakeLimits.DEFAULT.leastTimeToDecide(),
            Duration.ZERO,
            IntakeLimits.LONGEST_LEAST_TIME);
    proposals.close();
    return new IntakeLimits(budget, asked, least);
  }
}
