package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A whole run over few rows: that each page is shown. How fast it was is nobody's concern here.
class PagesBenchTest {
  @Test
  void everyPageIsAskedForOfWhatWasFilled() throws Exception {
    List<String> progress = new ArrayList<>();
    QueueReport report;
    try (EmbeddedServer server = EmbeddedServer.start()) {
      report = PagesBench.run(server.server(), 200, 100, Duration.ofMillis(20), progress::add);
    }

    assertThat(progress).contains("filling", "measuring queue, 8 groups");
    assertThat(report.lines())
        .extracting(QueueReport.Line::what)
        .containsExactly(
            "queue, one group",
            "queue, 8 groups",
            "queue, narrowed",
            "queue, all that waits",
            "search, what all have",
            "search, what none has",
            "metrics, counted anew",
            "sign-in");
    assertThat(report.lines())
        .allSatisfy(line -> assertThat(line.latencies().getTotalCount()).isPositive());
  }
}
