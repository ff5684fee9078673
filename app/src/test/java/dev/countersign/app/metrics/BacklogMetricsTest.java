package dev.countersign.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.Backlog;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.LedgerUnavailableException;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BacklogMetricsTest {
  private static final Backlog.Reading BUSY =
      new Backlog.Reading(
          Map.of(
              DeliveryKind.SHOW_CARD, new Backlog.Line(1, 7, Duration.ofMillis(1500)),
              DeliveryKind.EXECUTE, new Backlog.Line(0, 0, Duration.ZERO)),
          12,
          2,
          3,
          4,
          true);

  private final MockClock clock = new MockClock();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
  private final AtomicBoolean away = new AtomicBoolean();
  private int freezes;
  private final BacklogMetrics metrics = new BacklogMetrics(registry, this::read, () -> freezes);

  private Backlog.Reading read(int most) {
    assertThat(most).isEqualTo(BacklogMetrics.MOST_COUNTED);
    if (away.get()) {
      throw new LedgerUnavailableException("away", new IllegalStateException());
    }
    return BUSY;
  }

  private void assertUnknown() {
    assertThat(registry.scrape().lines())
        .contains(
            "countersign_deliveries_held{kind=\"show_card\"} NaN",
            "countersign_deliveries_due{kind=\"execute\"} NaN",
            "countersign_deliveries_oldest_due_seconds{kind=\"execute\"} NaN",
            "countersign_requests_pending NaN",
            "countersign_requests_overdue NaN",
            "countersign_executions_withheld NaN",
            "countersign_freezes NaN",
            "countersign_executions_unknown NaN",
            "countersign_on_hold NaN");
  }

  @Test
  void everyNumberHasItsPublishedName() {
    freezes = 2;
    metrics.look();
    assertThat(registry.scrape().lines())
        .contains(
            "countersign_freezes 2.0",
            "countersign_deliveries_held{kind=\"show_card\"} 1.0",
            "countersign_deliveries_held{kind=\"execute\"} 0.0",
            "countersign_deliveries_due{kind=\"show_card\"} 7.0",
            "countersign_deliveries_due{kind=\"execute\"} 0.0",
            "countersign_deliveries_oldest_due_seconds{kind=\"show_card\"} 1.5",
            "countersign_deliveries_oldest_due_seconds{kind=\"execute\"} 0.0",
            "countersign_requests_pending 12.0",
            "countersign_requests_overdue 2.0",
            "countersign_executions_withheld 3.0",
            "countersign_executions_unknown 4.0",
            "countersign_on_hold 1.0",
            "countersign_backlog_age_seconds 0.0");
  }

  @Test
  void nothingIsKnownBeforeItWasRead() {
    assertUnknown();
  }

  @Test
  void whatALedgerThatIsAwayOnceSaidIsNotShownAsIfItStillHeld() {
    metrics.look();
    away.set(true);
    clock.add(Duration.ofSeconds(15));
    assertThatThrownBy(metrics::look).isInstanceOf(LedgerUnavailableException.class);
    assertUnknown();
    assertThat(registry.scrape()).contains("countersign_backlog_age_seconds 15.0");

    away.set(false);
    metrics.look();
    assertThat(registry.scrape())
        .contains("countersign_requests_pending 12.0", "countersign_backlog_age_seconds 0.0");
  }

  @Test
  void aReadingThatNobodyRenewsIsNotKnownForLong() {
    metrics.look();
    clock.add(BacklogMetrics.KNOWN_FOR);
    assertThat(registry.scrape()).contains("countersign_requests_pending 12.0");
    clock.add(Duration.ofMillis(1));
    assertUnknown();
    assertThat(registry.scrape()).contains("countersign_backlog_age_seconds 60.001");
  }
}
