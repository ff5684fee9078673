package dev.countersign.ledger;

import java.time.Instant;
import java.util.Map;

/// The port to who and what is in use, for people who look. It is no evidence, and nothing rests on
/// it.
public interface Usage {
  /// Of the latest executions, how many are looked at.
  int MOST = 2_000;

  /// When an action was last begun to be executed on each connection, among the latest [#MOST].
  Map<String, Instant> lastExecuted();

  /// How many requests of each agent wait for people; agents of which none does are left out.
  Map<String, Integer> open();
}
