package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A whole run over few rows: that all is filled, asked and printed. How fast it was is nobody's
/// concern here.
class QueueBenchTest {
  @Test
  void everyQuestionIsAskedOfWhatWasFilled() throws Exception {
    List<String> progress = new ArrayList<>();
    QueueReport report;
    try (EmbeddedServer server = EmbeddedServer.start()) {
      report = QueueBench.run(server.server(), 7_000, 1_000, Duration.ofMillis(20), progress::add);
    }

    assertThat(progress).contains("filled 8,000 of 8,000", "measuring page, one group");
    assertThat(report.lines())
        .extracting(QueueReport.Line::what)
        .containsExactly(
            "page, one group",
            "page, 7 groups",
            "page 100, one group",
            "page of domain/billing",
            "page of blocks_customer",
            "page of domain/rare",
            "page of domain/none",
            "page 100 of domain/billing",
            "answer to queue",
            "due, none is",
            "related requests",
            "proposal, over budget",
            "proposal, opened");
    assertThat(report.lines())
        .allSatisfy(line -> assertThat(line.latencies().getTotalCount()).isPositive());
    assertThat(report.printed()).anyMatch(line -> line.startsWith("past "));
    JsonObject json =
        (JsonObject) CanonicalJson.parse(report.json().getBytes(StandardCharsets.UTF_8));
    assertThat(json.object("conditions").text("pending")).isEqualTo("7000");
    assertThat(json.items("lines")).hasSize(report.lines().size());
  }
}
