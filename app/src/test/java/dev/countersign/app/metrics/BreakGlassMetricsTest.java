package dev.countersign.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Retrospectives;
import dev.countersign.proposal.PersonId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakGlassMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private static final class Counted implements Retrospectives {
    @Override
    public Totals totals() {
      return new Totals(5, 2, 1, 3, 1);
    }

    @Override
    public Standing of(PersonId person) {
      throw new UnsupportedOperationException("nobody is asked about");
    }

    @Override
    public List<Listed> unclosed(int most) {
      throw new UnsupportedOperationException("nothing is listed");
    }

    @Override
    public List<Listed> list(int most) {
      throw new UnsupportedOperationException("nothing is listed");
    }
  }

  @Test
  void whatBecameOfUsesIsThereFromTheStartAndAsLastRead() {
    BreakGlassMetrics metrics = new BreakGlassMetrics(registry, new Counted());
    assertThat(registry.scrape().lines()).contains("countersign_retrospectives_overdue 0.0");
    metrics.look();
    assertThat(registry.scrape().lines())
        .contains(
            "countersign_break_glass_total 5.0",
            "countersign_break_glass_open 2.0",
            "countersign_retrospectives_overdue 1.0",
            "countersign_retrospectives_filed_total 3.0",
            "countersign_retrospectives_closed_total 1.0");
  }
}
