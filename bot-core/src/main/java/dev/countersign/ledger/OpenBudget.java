package dev.countersign.ledger;

/// How many requests may wait for people at once: of one agent, and at one place where they are
/// shown. What nobody can read any more nobody decides well.
public record OpenBudget(int perAgent, int perChannel) {
  /// Beyond it a budget is none.
  public static final int MOST = 10_000;

  public static final OpenBudget DEFAULT = new OpenBudget(50, 100);

  public OpenBudget {
    if (perAgent < 1 || perAgent > MOST || perChannel < 1 || perChannel > MOST) {
      throw new IllegalArgumentException("a budget is 1 to " + MOST + " open requests");
    }
  }

  /// Which of the two is spent.
  public enum Of {
    AGENT,
    CHANNEL
  }
}
