package dev.countersign.bench;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// So much of each kind; what cannot be known here is absent.
record Costs(Map<Cost, Long> known) {
  static final Costs NOTHING =
      new Costs(
          Arrays.stream(Cost.values()).collect(Collectors.toMap(Function.identity(), _ -> 0L)));

  Costs {
    known = Map.copyOf(known);
  }

  /// Of what both know.
  Costs plus(Costs other) {
    return combined(other, 1);
  }

  /// Never less than nothing: counters of the machine tick ten milliseconds at a time.
  Costs since(Costs earlier) {
    Map<Cost, Long> spent = new EnumMap<>(Cost.class);
    combined(earlier, -1).known.forEach((cost, value) -> spent.put(cost, Math.max(0, value)));
    return new Costs(spent);
  }

  private Costs combined(Costs other, int sign) {
    Map<Cost, Long> sum = new EnumMap<>(Cost.class);
    Set<Cost> both = new TreeSet<>(known.keySet());
    both.retainAll(other.known.keySet());
    both.forEach(cost -> sum.put(cost, value(cost) + sign * other.value(cost)));
    return new Costs(sum);
  }

  /// The callers' own part is the JVM's no more.
  Costs withCallers(long nanos) {
    Map<Cost, Long> parted = new EnumMap<>(known);
    parted.put(Cost.CALLERS, nanos);
    parted.computeIfPresent(Cost.JVM, (_, all) -> Math.max(0, all - nanos));
    return new Costs(parted);
  }

  OptionalDouble of(Cost cost) {
    return known.containsKey(cost)
        ? OptionalDouble.of((double) value(cost))
        : OptionalDouble.empty();
  }

  /// From 0 to 1; empty where either is not known, or there was nothing of the whole
  OptionalDouble share(Cost part, double whole) {
    return known.containsKey(part) && whole > 0
        ? OptionalDouble.of(Math.min(1, value(part) / whole))
        : OptionalDouble.empty();
  }

  private long value(Cost cost) {
    return known.getOrDefault(cost, 0L);
  }
}
