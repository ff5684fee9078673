package dev.countersign.bench;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/// One kind of step on one side with one number of clients, over all rounds.
final class Measurement {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<Double> rates = new ArrayList<>();
  private final Histogram latencies = ClosedLoop.histogram();

  void add(long operations, long nanos, Histogram round) {
    rates.add(operations * NANOS_PER_SECOND / nanos);
    latencies.add(round);
  }

  /// Steps per second, the median of the rounds.
  double rate() {
    List<Double> sorted = rates.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double slowestRound() {
    return rates.stream().min(Double::compare).orElseThrow();
  }

  double fastestRound() {
    return rates.stream().max(Double::compare).orElseThrow();
  }

  long operations() {
    return latencies.getTotalCount();
  }

  double millisAt(double percentile) {
    return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }
}
