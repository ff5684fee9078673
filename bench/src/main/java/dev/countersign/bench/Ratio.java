package dev.countersign.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How a lifecycle of somebody stands beside the partner's, in the same rounds.
///
/// @param rate items per second; more is better
/// @param cpu processor time of an item, its own process and Postgres together; less is better
record Ratio(String what, int callers, OptionalDouble rate, OptionalDouble cpu) {
  private static final String HTTP = "http";
  private static final String DESK = "desk";
  private static final String SPLIT = "split";

  /// Of all lines that have a partner.
  static List<Ratio> of(List<Line> lines) {
    List<Ratio> ratios = new ArrayList<>();
    lines.stream()
        .map(Line::callers)
        .distinct()
        .forEach(callers -> {
          Map<String, Measurement> byName =
              lines.stream()
                  .filter(line -> line.callers() == callers)
                  .collect(Collectors.toMap(line -> name(line.work(), line.by()), Line::measured));
          ratios.addAll(of(callers, name -> Optional.ofNullable(byName.get(name))));
        });
    return ratios;
  }

  private static List<Ratio> of(int callers, Function<String, Optional<Measurement>> named) {
    Optional<Measurement> partner = named.apply(name(Line.LIFECYCLE, SPLIT));
    if (partner.isEmpty()) {
      return List.of();
    }
    Measurement split = partner.get();
    List<Ratio> ratios = new ArrayList<>();
    for (String by : List.of(HTTP, DESK, "rows", "peer")) {
      named
          .apply(name(Line.LIFECYCLE, by))
          .ifPresent(own ->
              ratios.add(
                  new Ratio(
                      "lifecycle " + by,
                      callers,
                      quotient(OptionalDouble.of(own.rate()), OptionalDouble.of(split.rate())),
                      quotient(own.nanosPerItem(), split.nanosPerItem()))));
    }
    withoutCards(named)
        .ifPresent(nanos ->
            ratios.add(
                new Ratio(
                    "propose, decide, execute http, without cards",
                    callers,
                    OptionalDouble.empty(),
                    quotient(OptionalDouble.of(nanos), split.nanosPerItem()))));
    return ratios;
  }

  /// The three steps by themselves, and what HTTP adds to a lifecycle.
  private static Optional<Double> withoutCards(Function<String, Optional<Measurement>> named) {
    double sum = 0;
    for (Term term :
        List.of(
            new Term(name("propose", DESK), 1),
            new Term(name("decide", DESK), 1),
            new Term(name("execute", DESK), 1),
            new Term(name(Line.LIFECYCLE, HTTP), 1),
            new Term(name(Line.LIFECYCLE, DESK), -1))) {
      Optional<Measurement> measured = named.apply(term.name());
      if (measured.isEmpty() || measured.get().nanosPerItem().isEmpty()) {
        return Optional.empty();
      }
      sum += term.sign() * measured.get().nanosPerItem().getAsDouble();
    }
    return Optional.of(sum);
  }

  private record Term(String name, int sign) {}

  private static OptionalDouble quotient(OptionalDouble own, OptionalDouble partner) {
    return own.isPresent() && partner.isPresent() && partner.getAsDouble() > 0
        ? OptionalDouble.of(own.getAsDouble() / partner.getAsDouble())
        : OptionalDouble.empty();
  }

  private static String name(String work, String by) {
    return work + " " + by;
  }
}
