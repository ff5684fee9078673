package dev.countersign.app.metrics;

import dev.countersign.ledger.Retrospectives;
import dev.countersign.ledger.Retrospectives.Totals;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/// How often break-glass was used, and what became of the retrospectives of it, as last read: of
/// all replicas together.
public final class BreakGlassMetrics {
  private final Retrospectives retrospectives;
  private volatile Totals last = new Totals(0, 0, 0, 0, 0);

  public BreakGlassMetrics(MeterRegistry registry, Retrospectives retrospectives) {
    this.retrospectives = retrospectives;
    counter("countersign.break.glass", Totals::uses, registry);
    gauge("countersign.break.glass.open", Totals::open, registry);
    gauge("countersign.retrospectives.overdue", Totals::overdue, registry);
    counter("countersign.retrospectives.filed", Totals::filed, registry);
    counter("countersign.retrospectives.closed", Totals::closed, registry);
  }

  private void counter(String name, ToLongFunction<Totals> of, MeterRegistry registry) {
    FunctionCounter.builder(name, this, one -> of.applyAsLong(one.last)).register(registry);
  }

  private void gauge(String name, ToLongFunction<Totals> of, MeterRegistry registry) {
    Gauge.builder(name, () -> of.applyAsLong(last)).register(registry);
  }

  /// Reads anew; what the store throws is thrown on.
  public void look() {
    last = retrospectives.totals();
  }
}
