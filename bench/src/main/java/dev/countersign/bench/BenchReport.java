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
import java.util.Optional;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What a run showed, for people and for machines.
public final class BenchReport {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final int PERCENT = 100;

  private final Conditions conditions;
  private final List<Line> lines;
  private final Optional<OpenLoop.Result> clicks;

  BenchReport(Conditions conditions, List<Line> lines, Optional<OpenLoop.Result> clicks) {
    this.conditions = conditions;
    this.lines = List.copyOf(lines);
    this.clicks = clicks;
  }

  /// A table, then the conditions; no line is longer than 100 characters.
  public List<String> lines() {
    List<String> printed = new ArrayList<>();
    printed.add(
        "%-16s %4s %7s %8s %8s %7s %7s %6s %6s %7s %7s %6s"
            .formatted(
                "item", "call", "items/s", "p50 ms", "p99 ms", "jvm us", "pg us", "trips", "batch",
                "wal B", "disk B", "other"));
    lines.forEach(line -> printed.add(printed(line)));
    List<Ratio> ratios = Ratio.of(lines);
    if (!ratios.isEmpty()) {
      printed.add("");
      printed.add("%-58s %9s %9s".formatted("beside split, in the same rounds", "items/s", "cpu"));
      ratios.forEach(ratio -> printed.add(printed(ratio)));
    }
    clicks.ifPresent(result -> printed.addAll(printed(result)));
    printed.add("");
    conditions.facts().forEach((name, value) -> printed.add("%-28s %s".formatted(name, value)));
    List<String> off = conditions.notDurable();
    if (!off.isEmpty()) {
      printed.add("NOT DURABLE: " + String.join(", ", off) + " off; these figures mean nothing.");
    }
    return printed;
  }

  private static String printed(Line line) {
    Measurement measured = line.measured();
    return String.format(
        Locale.ROOT,
        "%-16s %4d %7.0f %s %s %s %s %s %s %s %s %s",
        line.work() + " " + line.by(),
        line.callers(),
        measured.rate(),
        cell("%8.2f", measured.millisAt(50), 8),
        cell("%8.2f", measured.millisAt(99), 8),
        cell("%7.0f", micros(measured, Cost.JVM), 7),
        cell("%7.0f", micros(measured, Cost.POSTGRES), 7),
        cell("%6.2f", measured.perItem(Cost.TRIPS), 6),
        cell("%6.2f", measured.meanBatch(), 6),
        cell("%7.0f", measured.perItem(Cost.WAL), 7),
        cell("%7.0f", measured.perItem(Cost.DISK), 7),
        cell("%5.1f%%", percent(others(measured)), 6));
  }

  private static String printed(Ratio ratio) {
    return "%-58s %s %s"
        .formatted(
            ratio.what() + ", " + ratio.callers() + " callers",
            cell("%8.2fx", ratio.rate(), 9),
            cell("%8.2fx", ratio.cpu(), 9));
  }

  private static List<String> printed(OpenLoop.Result result) {
    Histogram latencies = result.latencies();
    return List.of(
        "",
        String.format(
            Locale.ROOT,
            "click to acknowledgement, %d clicks/s for %.1f s, ms from when each was due:",
            result.perSecond(),
            result.length().toMillis() / MILLIS_PER_SECOND),
        String.format(
            Locale.ROOT,
            "  p50 %.1f   p95 %.1f   p99 %.1f   max %.1f   of %d; failed %d, without a card %d",
            millis(latencies.getValueAtPercentile(50)),
            millis(latencies.getValueAtPercentile(95)),
            millis(latencies.getValueAtPercentile(99)),
            millis(latencies.getMaxValue()),
            latencies.getTotalCount(),
            result.failed(),
            result.late()));
  }

  private static double millis(long nanos) {
    return nanos / NANOS_PER_MILLI;
  }

  private static String cell(String format, OptionalDouble value, int width) {
    return value.isPresent()
        ? String.format(Locale.ROOT, format, value.getAsDouble())
        : " ".repeat(width - 1) + "-";
  }

  private static OptionalDouble micros(Measurement measured, Cost cost) {
    OptionalDouble nanos = measured.perItem(cost);
    return nanos.isPresent()
        ? OptionalDouble.of(nanos.getAsDouble() / NANOS_PER_MICRO)
        : OptionalDouble.empty();
  }

  private static OptionalDouble others(Measurement measured) {
    return measured.costs().share(Cost.OTHERS, measured.costs().of(Cost.MACHINE).orElse(0));
  }

  private static OptionalDouble percent(OptionalDouble share) {
    return share.isPresent()
        ? OptionalDouble.of(share.getAsDouble() * PERCENT)
        : OptionalDouble.empty();
  }

  /// Canonical JSON on one line.
  public String json() {
    JsonObject.Builder facts = JsonObject.builder();
    conditions.facts().forEach(facts::put);
    JsonObject.Builder report =
        JsonObject.builder()
            .put("conditions", facts.build())
            .put("lines", JsonArray.of(lines, BenchReport::toJson))
            .put("beside_split", JsonArray.of(Ratio.of(lines), BenchReport::toJson));
    clicks.ifPresent(result -> report.put("clicks", toJson(result)));
    return CanonicalJson.text(report.build());
  }

  private static JsonObject toJson(Ratio ratio) {
    return JsonObject.builder()
        .put("what", ratio.what())
        .put("callers", ratio.callers())
        .put("items_per_second", number(ratio.rate()))
        .put("cpu", number(ratio.cpu()))
        .build();
  }

  private static JsonObject toJson(OpenLoop.Result result) {
    Histogram latencies = result.latencies();
    return JsonObject.builder()
        .put("per_second", result.perSecond())
        .put("seconds", number(result.length().toMillis() / MILLIS_PER_SECOND))
        .put("clicks", latencies.getTotalCount())
        .put("failed", result.failed())
        .put("without_a_card", result.late())
        .put("p50_ms", number(millis(latencies.getValueAtPercentile(50))))
        .put("p95_ms", number(millis(latencies.getValueAtPercentile(95))))
        .put("p99_ms", number(millis(latencies.getValueAtPercentile(99))))
        .put("max_ms", number(millis(latencies.getMaxValue())))
        .build();
  }

  private static JsonObject toJson(Line line) {
    Measurement measured = line.measured();
    return JsonObject.builder()
        .put("work", line.work())
        .put("by", line.by())
        .put("callers", line.callers())
        .put("items", measured.items())
        .put("per_second", number(measured.rate()))
        .put("slowest_round", number(measured.slowestRound()))
        .put("fastest_round", number(measured.fastestRound()))
        .put("p50_ms", number(measured.millisAt(50)))
        .put("p99_ms", number(measured.millisAt(99)))
        .put("jvm_us", number(micros(measured, Cost.JVM)))
        .put("jit_us", number(micros(measured, Cost.COMPILERS)))
        .put("gc_us", number(micros(measured, Cost.COLLECTORS)))
        .put("callers_us", number(micros(measured, Cost.CALLERS)))
        .put("postgres_us", number(micros(measured, Cost.POSTGRES)))
        .put("round_trips", number(measured.perItem(Cost.TRIPS)))
        .put("mean_batch", number(measured.meanBatch()))
        .put("wal_bytes", number(measured.perItem(Cost.WAL)))
        .put("disk_bytes", number(measured.perItem(Cost.DISK)))
        .put("others_share", number(others(measured)))
        .build();
  }

  /// Nothing where there is nothing.
  private static @Nullable Json number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : null;
  }

  private static Json number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
    return new JsonNumber(rounded.stripTrailingZeros().toPlainString());
  }
}
