package dev.countersign.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import dev.countersign.slack.SlackMetrics;
import dev.countersign.teams.TeamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GateMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GateMetrics metrics = new GateMetrics(registry);

  @Test
  void everyCountHasItsPublishedName() {
    metrics.sent(Surface.SLACK, new Sent.Shown("1.2"));
    metrics.sent(Surface.SLACK, new Sent.Later(Duration.ofSeconds(1), "ratelimited"));
    metrics.voted(Surface.SLACK, Decision.APPROVE);
    metrics.notCounted(Surface.SLACK, "not_entitled");
    metrics.ended("billing", "succeeded", Duration.ofMillis(300));
    metrics.callback(SlackMetrics.CallbackResult.OK, Duration.ofMillis(20));
    metrics.privateReply(SlackMetrics.PrivateReply.SHOWN);
    metrics.teamsCallback(TeamsMetrics.Callback.NOT_ENTITLED, Duration.ofMillis(20));
    metrics.callerRefused("audience");
    metrics.teamsReply(TeamsMetrics.Reply.LOST);
    metrics.failed("execute");
    metrics.expired(3);
    assertThat(registry.scrape().lines())
        .contains(
            "countersign_card_updates_total{result=\"shown\",surface=\"slack\"} 1.0",
            "countersign_card_updates_total{result=\"later\",surface=\"slack\"} 1.0",
            "countersign_votes_total{decision=\"approve\",surface=\"slack\"} 1.0",
            "countersign_clicks_not_counted_total{code=\"not_entitled\",surface=\"slack\"} 1.0",
            "countersign_executions_total{connection=\"billing\",status=\"succeeded\"} 1.0",
            "countersign_execution_seconds_count{connection=\"billing\"} 1",
            "countersign_execution_seconds_bucket{connection=\"billing\",le=\"1.0\"} 1",
            "countersign_callbacks_total{result=\"ok\",surface=\"slack\"} 1.0",
            "countersign_callback_seconds_bucket{surface=\"slack\",le=\"0.05\"} 1",
            "countersign_private_replies_total{result=\"shown\",surface=\"slack\"} 1.0",
            "countersign_callbacks_total{result=\"not_entitled\",surface=\"teams\"} 1.0",
            "countersign_callback_seconds_bucket{surface=\"teams\",le=\"0.05\"} 1",
            "countersign_callers_refused_total{reason=\"audience\",surface=\"teams\"} 1.0",
            "countersign_private_replies_total{result=\"lost\",surface=\"teams\"} 1.0",
            "countersign_worker_failures_total{worker=\"execute\"} 1.0",
            "countersign_expired_total 3.0");
  }

  @Test
  void whatWasBarredTookNoTime() {
    metrics.ended("billing", "barred", Duration.ZERO);
    assertThat(registry.scrape())
        .contains("countersign_executions_total{connection=\"billing\",status=\"barred\"} 1.0")
        .doesNotContain("countersign_execution_seconds");
  }
}
