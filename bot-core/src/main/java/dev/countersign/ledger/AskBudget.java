package dev.countersign.ledger;

import java.time.Duration;

/// How many requests may be asked of people within a window: by one agent, and at one place where
/// they are or will be shown. Whatever became of them since: a card that is superseded, withdrawn
/// or lapsed was a card, and people read it.
///
/// @param window counts back from now
public record AskBudget(int perAgent, int perChannel, Duration window) {
  public static final int MOST = 100_000;
  public static final Duration SHORTEST = Duration.ofSeconds(1);
  public static final Duration LONGEST = Duration.ofDays(7);

  public static final AskBudget DEFAULT = new AskBudget(200, 400, Duration.ofHours(1));

  public AskBudget {
    if (perAgent < 1 || perAgent > MOST || perChannel < 1 || perChannel > MOST) {
      throw new IllegalArgumentException("a budget is 1 to " + MOST + " requests");
    }
    if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a window is from " + SHORTEST + " to " + LONGEST);
    }
  }
}
