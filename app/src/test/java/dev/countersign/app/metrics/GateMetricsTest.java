package dev.countersign.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.CallbackMetrics.PrivateReply;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.clockwork.DueSweep.Swept;
import dev.countersign.execution.ExecutionEnd;
import dev.countersign.passkey.Bound;
import dev.countersign.passkey.StrongerRefusal;
import dev.countersign.people.Surface;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.request.Decision;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    metrics.approvedFast(RiskLevel.HIGH);
    metrics.notCounted(Surface.SLACK, "not_entitled");
    metrics.ended("billing", ExecutionEnd.SUCCEEDED, Duration.ofMillis(300));
    metrics.callback(Surface.SLACK, CallbackResult.OK, Duration.ofMillis(20));
    metrics.privateReply(Surface.SLACK, PrivateReply.SHOWN);
    metrics.callback(Surface.TEAMS, CallbackResult.NOT_ENTITLED, Duration.ofMillis(20));
    metrics.callerRefused(Surface.TEAMS, "audience");
    metrics.privateReply(Surface.TEAMS, PrivateReply.LOST);
    metrics.glassRefused(GlassRefusal.NO_RIGHT);
    metrics.passkeyRefused(Bound.Purpose.BREAK_GLASS, StrongerRefusal.OTHER_PERSON);
    metrics.failed("execute");
    metrics.swept(new Swept(3, 2, 1));
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
            "countersign_break_glass_refused_total{reason=\"no_right\"} 1.0",
            "countersign_passkeys_refused_total{purpose=\"break_glass\",reason=\"other_person\"}"
                + " 1.0",
            "countersign_worker_failures_total{worker=\"execute\"} 1.0",
            "countersign_expired_total 3.0",
            "countersign_fast_approvals_total{risk=\"high\"} 1.0",
            "countersign_reminded_total 2.0",
            "countersign_escalated_total 1.0");
  }

  @Test
  void aClockThatIsBehindCountsAsNoTimeAtAll() {
    metrics.ended("billing", ExecutionEnd.SUCCEEDED, Duration.ofMillis(-40));
    metrics.callback(Surface.SLACK, CallbackResult.OK, Duration.ofMillis(-40));
    assertThat(registry.scrape().lines())
        .contains(
            "countersign_execution_seconds_count{connection=\"billing\"} 1",
            "countersign_execution_seconds_sum{connection=\"billing\"} 0.0",
            "countersign_callback_seconds_count{surface=\"slack\"} 1",
            "countersign_callback_seconds_sum{surface=\"slack\"} 0.0");
  }

  @Test
  void whatWasBarredTookNoTime() {
    metrics.ended("billing", ExecutionEnd.BARRED, Duration.ZERO);
    assertThat(registry.scrape())
        .contains("countersign_executions_total{connection=\"billing\",status=\"barred\"} 1.0")
        .doesNotContain("countersign_execution_seconds");
  }

  @Test
  void whatMustAlarmIsThereBeforeItHappens() {
    assertThat(registry.scrape().lines())
        .contains(
            "countersign_requests_unreached_total 0.0",
            "countersign_expired_total 0.0",
            "countersign_fast_approvals_total{risk=\"high\"} 0.0",
            "countersign_reminded_total 0.0",
            "countersign_escalated_total 0.0",
            "countersign_break_glass_refused_total{reason=\"conflicted\"} 0.0",
            "countersign_passkeys_refused_total{purpose=\"sign_in\",reason=\"count_fell\"} 0.0",
            "countersign_card_updates_total{result=\"refused\",surface=\"slack\"} 0.0",
            "countersign_card_updates_total{result=\"refused\",surface=\"teams\"} 0.0",
            "countersign_clicks_not_counted_total{code=\"unavailable\",surface=\"teams\"} 0.0");
  }

  @Test
  void howAnExecutionMayEndBadlyAndWhoMayFailIsThereBeforeItHappens() {
    metrics.connections(Set.of("billing", "crm"));
    metrics.joins("execute");
    assertThat(registry.scrape().lines())
        .contains(
            "countersign_executions_total{connection=\"billing\",status=\"unknown\"} 0.0",
            "countersign_executions_total{connection=\"crm\",status=\"barred\"} 0.0",
            "countersign_executions_total{connection=\"crm\",status=\"failed\"} 0.0",
            "countersign_executions_put_off_total{code=\"credential_unavailable\",connection=\"crm\"}"
                + " 0.0",
            "countersign_worker_failures_total{worker=\"execute\"} 0.0");
  }

  @Test
  void theManualNamesEveryMetricAndNoOther() throws Exception {
    String text = Files.readString(Path.of("../docs/operations.md"));
    String table = text.substring(text.indexOf("\n## Metrics\n") + 1);
    Pattern name = Pattern.compile("`(countersign_[a-z_]+?)(?:_total|_seconds)?(?:\\{[^}]*})?`");
    Set<String> named =
        table
            .substring(0, table.indexOf("\n## "))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> name.matcher(line.split("\\|", 3)[1]).results())
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named)
        .isEqualTo(
            MetricDescriptions.OF.keySet().stream()
                .map(described -> described.replace('.', '_'))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /// Read from the sources, so that a new metric is found wherever it is counted.
  @Test
  void everyMetricSaysWhatItMeans() throws Exception {
    Pattern name = Pattern.compile("\"(countersign(?:\\.[a-z]+)+)\"");
    Set<String> counted = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : (Iterable<Path>) sources.filter(Files::isRegularFile)::iterator) {
        if (!source.endsWith("MetricDescriptions.java")) {
          name.matcher(Files.readString(source)).results().forEach(it -> counted.add(it.group(1)));
        }
      }
    }
    counted.remove("countersign.yaml");
    assertThat(counted).hasSizeGreaterThan(15);
    assertThat(MetricDescriptions.OF.keySet()).isEqualTo(counted);

    registry.counter("countersign.votes", "surface", "slack", "decision", "approve").increment();
    assertThat(registry.scrape()).contains("# HELP countersign_votes_total Votes that counted");
  }
}
