package dev.countersign;

import dev.countersign.execution.KeptOutcome;
import dev.countersign.execution.KeptOutcomes;
import java.util.ArrayList;
import java.util.List;

/// Keeps outcomes in memory, until they are forgotten.
public final class RememberedOutcomes implements KeptOutcomes {
  private final List<KeptOutcome> kept = new ArrayList<>();
  private int everKept;

  @Override
  public synchronized boolean keep(KeptOutcome outcome) {
    everKept++;
    return kept.add(outcome);
  }

  @Override
  public synchronized void forget(KeptOutcome outcome) {
    kept.remove(outcome);
  }

  public synchronized List<KeptOutcome> kept() {
    return List.copyOf(kept);
  }

  /// How often something was kept, forgotten or not.
  public synchronized int everKept() {
    return everKept;
  }
}
