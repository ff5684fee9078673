package dev.countersign.app.metrics;

import dev.countersign.ledger.Retrospectives;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// How often break-glass was used, and how many uses wait for their retrospective, as last read: of
/// all replicas together.
public final class BreakGlassMetrics {
  /// Beyond this many the number no longer matters.
  private static final int MOST_COUNTED = 1_000;

  private final Retrospectives retrospectives;
  private volatile long uses;
  private volatile int open;

  public BreakGlassMetrics(MeterRegistry registry, Retrospectives retrospectives) {
    this.retrospectives = retrospectives;
    FunctionCounter.builder("countersign.break.glass", this, one -> one.uses).register(registry);
    Gauge.builder("countersign.break.glass.open", () -> open).register(registry);
  }

  /// Reads anew; what the store throws is thrown on.
  public void look() {
    uses = retrospectives.uses();
    open = retrospectives.open(MOST_COUNTED).size();
  }
}
