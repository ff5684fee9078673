package dev.countersign.bench;

import dev.countersign.bench.ClosedLoop.Round;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /// A rate that somebody else has measured, who tells nothing more.
  void add(double perSecond) {
    rates.add(perSecond);
    costs = new Costs(Map.of());
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

  /// Empty where nobody measured any.
  OptionalDouble millisAt(double percentile) {
    return items() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI);
  }

  /// Processor time of gate or partner and of Postgres together.
  OptionalDouble nanosPerItem() {
    OptionalDouble own = perItem(Cost.JVM);
    OptionalDouble server = perItem(Cost.POSTGRES);
    return own.isPresent() && server.isPresent()
        ? OptionalDouble.of(own.getAsDouble() + server.getAsDouble())
        : OptionalDouble.empty();
  }

  Costs costs() {
    return costs;
  }

  /// How many openings, decisions and steps the gate wrote in one transaction.
  OptionalDouble meanBatch() {
    OptionalDouble steps = costs.of(Cost.STEPS);
    OptionalDouble batches = costs.of(Cost.BATCHES);
    return steps.isPresent() && batches.isPresent() && batches.getAsDouble() > 0
        ? OptionalDouble.of(steps.getAsDouble() / batches.getAsDouble())
        : OptionalDouble.empty();
  }

  /// Empty where it cannot be known, and where nothing was done.
  OptionalDouble perItem(Cost cost) {
    OptionalDouble all = costs.of(cost);
    return all.isPresent() && items() > 0
        ? OptionalDouble.of(all.getAsDouble() / items())
        : OptionalDouble.empty();
  }
}
