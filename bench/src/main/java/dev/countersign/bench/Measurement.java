package dev.countersign.bench;

import dev.countersign.bench.ClosedLoop.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/// One line of the report: one kind of work with one number of callers, over all rounds.
final class Measurement {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private final List<Double> rates = new ArrayList<>();
  private final Histogram latencies = ClosedLoop.histogram();
  private Costs costs = Costs.NOTHING;

  void add(Round round, Costs spent) {
    rates.add(round.operations() * NANOS_PER_SECOND / round.nanos());
    latencies.add(round.latencies());
    costs = costs.plus(spent);
  }

  /// Items per second, the median of the rounds.
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

  long items() {
    return latencies.getTotalCount();
  }

  double millisAt(double percentile) {
    return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  Costs costs() {
    return costs;
  }

  /// Empty where it cannot be known, and where nothing was done.
  OptionalDouble perItem(Cost cost) {
    OptionalDouble all = costs.of(cost);
    return all.isPresent() && items() > 0
        ? OptionalDouble.of(all.getAsDouble() / items())
        : OptionalDouble.empty();
  }
}
