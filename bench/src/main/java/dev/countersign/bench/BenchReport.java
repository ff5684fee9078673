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
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/// What a run showed, for people and for machines.
public final class BenchReport {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final List<Double> PERCENTILES = List.of(50.0, 95.0, 99.0);

  private final Conditions conditions;
  private final List<Duel.Result> results;
  private final Optional<ClickStorm.Result> clicks;

  BenchReport(
      Conditions conditions, List<Duel.Result> results, Optional<ClickStorm.Result> clicks) {
    this.conditions = conditions;
    this.results = List.copyOf(results);
    this.clicks = clicks;
  }

  /// A table, then the conditions.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%-10s %7s | %9s %8s %8s %8s | %9s %8s %8s %8s | %5s"
            .formatted(
                "step", "clients", "gate/s", "p50 ms", "p95 ms", "p99 ms", "floor/s", "p50 ms",
                "p95 ms", "p99 ms", "ratio"));
    for (StepKind kind : StepKind.values()) {
      for (Duel.Result result : results) {
        Duel.Pair pair = pair(result, kind);
        lines.add(
            String.format(
                Locale.ROOT,
                "%-10s %7d | %s | %s | %5.2f",
                word(kind),
                result.clients(),
                side(pair.gate()),
                side(pair.floor()),
                pair.ratio()));
      }
    }
    clicks.ifPresent(storm -> lines.addAll(clickLines(storm)));
    lines.add("");
    conditions.facts().forEach((name, value) -> lines.add("%-28s %s".formatted(name, value)));
    List<String> off = conditions.notDurable();
    if (!off.isEmpty()) {
      lines.add("NOT DURABLE: " + String.join(", ", off) + " off; these figures mean nothing.");
    }
    return lines;
  }

  private static String side(Measurement side) {
    return String.format(
        Locale.ROOT,
        "%9.0f %8.2f %8.2f %8.2f",
        side.rate(),
        side.millisAt(PERCENTILES.get(0)),
        side.millisAt(PERCENTILES.get(1)),
        side.millisAt(PERCENTILES.get(2)));
  }

  private static List<String> clickLines(ClickStorm.Result storm) {
    Histogram latencies = storm.latencies();
    return List.of(
        "",
        "click to acknowledgement at %d clicks/s for %d s, ms from when each was to be sent:"
            .formatted(storm.perSecond(), storm.length().toSeconds()),
        String.format(
            Locale.ROOT,
            "  p50 %.1f   p95 %.1f   p99 %.1f   max %.1f   of %d, failed %d",
            millis(latencies.getValueAtPercentile(50)),
            millis(latencies.getValueAtPercentile(95)),
            millis(latencies.getValueAtPercentile(99)),
            millis(latencies.getMaxValue()),
            latencies.getTotalCount(),
            storm.failed()));
  }

  /// Canonical JSON on one line.
  public String json() {
    JsonObject.Builder facts = JsonObject.builder();
    conditions.facts().forEach(facts::put);
    JsonObject.Builder report =
        JsonObject.builder()
            .put("conditions", facts.build())
            .put("steps", JsonArray.of(results, BenchReport::toJson));
    clicks.ifPresent(storm -> report.put("clicks", toJson(storm)));
    return CanonicalJson.text(report.build());
  }

  private static JsonObject toJson(Duel.Result result) {
    JsonObject.Builder steps = JsonObject.builder().put("clients", result.clients());
    for (StepKind kind : StepKind.values()) {
      Duel.Pair pair = pair(result, kind);
      steps.put(
          word(kind),
          JsonObject.builder()
              .put("gate", toJson(pair.gate()))
              .put("floor", toJson(pair.floor()))
              .put("ratio", number(pair.ratio()))
              .build());
    }
    return steps.build();
  }

  private static JsonObject toJson(Measurement side) {
    return JsonObject.builder()
        .put("per_second", number(side.rate()))
        .put("slowest_round", number(side.slowestRound()))
        .put("fastest_round", number(side.fastestRound()))
        .put("operations", side.operations())
        .put("p50_ms", number(side.millisAt(50)))
        .put("p95_ms", number(side.millisAt(95)))
        .put("p99_ms", number(side.millisAt(99)))
        .build();
  }

  private static JsonObject toJson(ClickStorm.Result storm) {
    Histogram latencies = storm.latencies();
    return JsonObject.builder()
        .put("per_second", storm.perSecond())
        .put("seconds", storm.length().toSeconds())
        .put("clicks", latencies.getTotalCount())
        .put("failed", storm.failed())
        .put("p50_ms", number(millis(latencies.getValueAtPercentile(50))))
        .put("p95_ms", number(millis(latencies.getValueAtPercentile(95))))
        .put("p99_ms", number(millis(latencies.getValueAtPercentile(99))))
        .put("max_ms", number(millis(latencies.getMaxValue())))
        .build();
  }

  private static Json number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
    return new JsonNumber(rounded.stripTrailingZeros().toPlainString());
  }

  private static double millis(long nanos) {
    return nanos / NANOS_PER_MILLI;
  }

  private static Duel.Pair pair(Duel.Result result, StepKind kind) {
    Map<StepKind, Duel.Pair> measured = result.measured();
    return Optional.ofNullable(measured.get(kind)).orElseThrow();
  }

  private static String word(StepKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
