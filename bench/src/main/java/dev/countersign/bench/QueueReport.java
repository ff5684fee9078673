package dev.countersign.bench;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/// What a run over the queue showed, for people and for machines.
///
/// @param conditions under which it holds
record QueueReport(Conditions conditions, List<Line> lines) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int HALF = 50;
  private static final int NEARLY_ALL = 99;

  QueueReport {
    lines = List.copyOf(lines);
  }

  /// @param latencies of one question after the other, round trips included
  record Line(String what, Histogram latencies) {
    double millisAt(double percentile) {
      return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
  }

  List<String> printed() {
    List<String> printed = new ArrayList<>();
    printed.add("%-28s %8s %8s %8s".formatted("question", "asked", "p50 ms", "p99 ms"));
    lines.forEach(line ->
        printed.add(
            String.format(
                Locale.ROOT,
                "%-28s %8d %8.3f %8.3f",
                line.what(),
                line.latencies().getTotalCount(),
                line.millisAt(HALF),
                line.millisAt(NEARLY_ALL))));
    printed.add("");
    conditions.facts().forEach((name, value) -> printed.add("%-28s %s".formatted(name, value)));
    return printed;
  }

  /// Canonical JSON on one line.
  String json() {
    JsonObject.Builder facts = JsonObject.builder();
    conditions.facts().forEach(facts::put);
    return CanonicalJson.text(
        JsonObject.builder()
            .put("conditions", facts.build())
            .put(
                "lines",
                JsonArray.of(
                    lines,
                    line ->
                        JsonObject.builder()
                            .put("question", line.what())
                            .put("asked", line.latencies().getTotalCount())
                            .put("p50_ms", number(line.millisAt(HALF)))
                            .put("p99_ms", number(line.millisAt(NEARLY_ALL)))
                            .build()))
            .build());
  }

  private static Json number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
    return new JsonNumber(rounded.stripTrailingZeros().toPlainString());
  }
}
