package dev.countersign.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.json.Digest;
import dev.countersign.ledger.LedgerUnavailableException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class VersionMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicBoolean away = new AtomicBoolean();
  private final AtomicBoolean outdated = new AtomicBoolean();
  private String policy = "policy";
  private Optional<Digest> people = Optional.of(Digest.of("people"));

  private final VersionMetrics metrics =
      new VersionMetrics(
          registry,
          "1.2.3",
          () -> Map.of("policy", Digest.of(policy), "connections", Digest.of("connections")),
          () -> {
            if (away.get()) {
              throw new LedgerUnavailableException("away", new IllegalStateException());
            }
            return people;
          },
          outdated::get);

  private List<String> files() {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith("countersign_file_info"))
        .toList();
  }

  private static String version(String content) {
    return HexFormat.of().formatHex(Digest.of(content).hash()).substring(0, 12);
  }

  private static String line(String file, String content) {
    return "countersign_file_info{file=\"%s\",version=\"%s\"} 1".formatted(file, version(content));
  }

  @Test
  void theBuildAndTheFilesInForceAreNamed() {
    metrics.look();
    assertThat(registry.scrape().lines()).contains("countersign_build_info{version=\"1.2.3\"} 1");
    assertThat(files())
        .containsExactlyInAnyOrder(
            line("policy", "policy"), line("connections", "connections"), line("people", "people"));
  }

  @Test
  void peopleWhoWereReplacedLeaveNoSeriesBehind() {
    metrics.look();
    people = Optional.of(Digest.of("others"));
    metrics.look();
    assertThat(files()).hasSize(3).contains(line("people", "others"));
    metrics.look();
    assertThat(files()).as("the same again").hasSize(3);
  }

  @Test
  void peopleOfWhomNothingIsKnownAreNotShown() {
    metrics.look();
    away.set(true);
    assertThatThrownBy(metrics::look).isInstanceOf(LedgerUnavailableException.class);
    assertThat(files()).hasSize(2).noneMatch(line -> line.contains("people"));
    away.set(false);
    people = Optional.empty();
    metrics.look();
    assertThat(files()).hasSize(2);
  }

  @Test
  void aReplicaThatWasLeftBehindSaysSo() {
    assertThat(registry.scrape()).contains("countersign_replica_outdated 0.0");
    outdated.set(true);
    assertThat(registry.scrape()).contains("countersign_replica_outdated 1.0");
  }
}
