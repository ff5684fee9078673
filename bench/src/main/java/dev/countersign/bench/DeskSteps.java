package dev.countersign.bench;

import dev.countersign.bench.ClosedLoop.Client;
import dev.countersign.ledger.OpenBudget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// Each step by itself, called at the desk that takes it, without HTTP: for profiles, and to see
/// where a lifecycle's costs come from. The partner's three steps stand beside, and gate and
/// partner take turns, the order reversed in every other round, so that whatever the machine does
/// meanwhile hits both.
final class DeskSteps {
  /// How many requests may be open at once before the gate's usual budgets refuse more.
  static final int MOST_OPEN =
      Math.min(
          Sample.AGENTS * OpenBudget.DEFAULT.perAgent(),
          Sample.CHANNELS * OpenBudget.DEFAULT.perChannel());

  private static final int STOCKERS = 16;
  private static final Duration LONGEST = BenchSettings.LONGEST_ROUND;

  /// Beyond what the last round decided, so that a faster one finds enough.
  private static final double STOCK = 1.4;

  private final BenchGate gate;
  private final PlainSqlPartner split;
  private final Grounds grounds;
  private double decisionsPerSecond = 100;

  /// @param split empty for a step that the partner does not have
  record Pair(StepKind kind, Measurement gate, Optional<Measurement> split) {}

  DeskSteps(BenchGate gate, PlainSqlPartner split, Grounds grounds) {
    this.gate = gate;
    this.split = split;
    this.grounds = grounds;
  }

  static Map<StepKind, Pair> fresh() {
    Map<StepKind, Pair> measured = new EnumMap<>(StepKind.class);
    for (StepKind kind : StepKind.values()) {
      boolean both = kind != StepKind.SHOW && kind != StepKind.UPDATE;
      measured.put(
          kind,
          new Pair(
              kind, new Measurement(), both ? Optional.of(new Measurement()) : Optional.empty()));
    }
    return measured;
  }

  void round(BenchTurn turn, boolean gateFirst, Map<StepKind, Pair> measured)
      throws InterruptedException, SQLException {
    gate.keepCards();
    AtomicInteger room = new AtomicInteger(MOST_OPEN);
    for (StepKind kind : StepKind.values()) {
      Pair pair = Optional.ofNullable(measured.get(kind)).orElseThrow();
      if (kind == StepKind.DECIDE) {
        stock(turn, room);
      }
      List<Side> sides = sides(pair, room);
      for (Side side : gateFirst ? sides : sides.reversed()) {
        turn.measure(side.into(), side.meter(), side.client());
      }
      if (kind == StepKind.DECIDE) {
        decisionsPerSecond = pair.gate().fastestRound();
      }
    }
    split.forget();
    grounds.forgetOpen();
  }

  private record Side(Measurement into, Meter meter, IntFunction<Client> client) {}

  private List<Side> sides(Pair pair, AtomicInteger room) {
    List<Side> sides = new ArrayList<>();
    sides.add(
        new Side(
            pair.gate(),
            grounds.gateMeter(),
            switch (pair.kind()) {
              case PROPOSE -> _ -> limited(room, gate.proposer());
              case SHOW, UPDATE -> _ -> gate.courier();
              case DECIDE -> gate::decider;
              case EXECUTE -> _ -> gate.executor();
            }));
    pair.split()
        .ifPresent(into ->
            sides.add(
                new Side(
                    into,
                    grounds.splitMeter(),
                    switch (pair.kind()) {
                      case PROPOSE -> _ -> split.proposer();
                      case DECIDE -> _ -> split.decider();
                      case EXECUTE -> _ -> split.executor();
                      case SHOW, UPDATE -> throw new IllegalStateException("shows no card");
                    })));
    return sides;
  }

  /// Requests that wait for a click, on both sides; not measured.
  private void stock(BenchTurn turn, AtomicInteger room) throws InterruptedException {
    int enough =
        (int) (decisionsPerSecond * turn.length().toMillis() / 1_000 * STOCK) + turn.callers();
    AtomicInteger more = new AtomicInteger(enough - split.waiting());
    unmeasured(limited(more, split.proposer()));
    AtomicInteger missing = new AtomicInteger(enough - gate.asked());
    unmeasured(limited(missing, limited(room, gate.proposer())));
    // Callers that claim their own cards of what is there.
    ClosedLoop.run(STOCKERS, LONGEST, gate::courier);
  }

  private static void unmeasured(Client client) throws InterruptedException {
    ClosedLoop.run(STOCKERS, LONGEST, () -> client);
  }

  private static Client limited(AtomicInteger left, Client client) {
    return () -> left.getAndDecrement() > 0 && client.step();
  }
}
