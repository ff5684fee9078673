package dev.countersign.app.metrics;

import dev.countersign.store.PostgresStore.PoolUse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/// How full the pools of this process are, read when they are looked at. What may be taken at most
/// stands beside what is taken, so that an alarm needs no knowledge of the settings.
public final class PoolMetrics {
  private static final String CONNECTIONS = "countersign.database.connections";
  private static final String LANE = "lane";
  private static final String WORKER = "worker";

  private final MeterRegistry registry;

  public PoolMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /// @param lane whose connections these are: `decisions`, `agents` or `workers`
  public void database(String lane, Supplier<PoolUse> use) {
    Gauge.builder(CONNECTIONS, () -> use.get().active())
        .tags(LANE, lane, "state", "active")
        .register(registry);
    Gauge.builder(CONNECTIONS, () -> use.get().idle())
        .tags(LANE, lane, "state", "idle")
        .register(registry);
    Gauge.builder("countersign.database.connections.most", () -> use.get().most())
        .tag(LANE, lane)
        .register(registry);
    Gauge.builder("countersign.database.waiting", () -> use.get().waiting())
        .tag(LANE, lane)
        .register(registry);
  }

  /// @param worker `show_card` or `execute`
  /// @param running how many deliveries it works on now
  /// @param most how many it may at once
  public void worker(String worker, Supplier<Number> running, int most) {
    Gauge.builder("countersign.worker.running", running).tag(WORKER, worker).register(registry);
    Gauge.builder("countersign.worker.running.most", () -> most)
        .tag(WORKER, worker)
        .register(registry);
  }
}
