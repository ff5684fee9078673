package dev.countersign.app.config;

import dev.countersign.ledger.OpenBudget;

/// How much may be asked of people at once.
final class ProposalsConfig {
  private ProposalsConfig() {}

  static OpenBudget read(Section proposals) {
    OpenBudget budget =
        new OpenBudget(
            proposals.integer("open_per_agent", OpenBudget.DEFAULT.perAgent(), 1, OpenBudget.MOST),
            proposals.integer(
                "open_per_channel", OpenBudget.DEFAULT.perChannel(), 1, OpenBudget.MOST));
    proposals.close();
    return budget;
  }
}
