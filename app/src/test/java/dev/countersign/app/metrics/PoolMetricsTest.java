package dev.countersign.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.store.PostgresStore.PoolUse;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PoolMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final PoolMetrics pools = new PoolMetrics(registry);

  @Test
  void aPoolIsReadWhenItIsLookedAt() {
    AtomicReference<PoolUse> use = new AtomicReference<>(new PoolUse(8, 0, 0, 0));
    pools.database("agents", use::get);
    use.set(new PoolUse(8, 5, 3, 4));
    assertThat(registry.scrape().lines())
        .contains(
            "countersign_database_connections{lane=\"agents\",state=\"active\"} 5.0",
            "countersign_database_connections{lane=\"agents\",state=\"idle\"} 3.0",
            "countersign_database_connections_most{lane=\"agents\"} 8.0",
            "countersign_database_waiting{lane=\"agents\"} 4.0");
  }

  @Test
  void theSlotsOfAWorkerAreToldWithTheirMost() {
    AtomicReference<Number> running = new AtomicReference<>(0);
    pools.worker("execute", running::get, 8);
    running.set(6);
    assertThat(registry.scrape().lines())
        .contains(
            "countersign_worker_running{worker=\"execute\"} 6.0",
            "countersign_worker_running_most{worker=\"execute\"} 8.0");
  }
}
