package dev.countersign.bench;

import dev.countersign.bench.ClosedLoop.Client;
import dev.countersign.bench.ClosedLoop.Round;
import dev.countersign.bench.FloorPlan.Snapshot;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// Gate and floor, taking turns: kind by kind, first one then the other, and the other way round in
/// the next round, so that whatever the machine does meanwhile hits both.
final class Duel implements AutoCloseable {
  /// The gate has more code to compile than the floor.
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private static final int WARM_UP_CLIENTS = 8;

  /// Beyond what the last round decided, so that a faster one finds enough.
  private static final double STOCK = 1.4;

  private final BenchDatabase gateDatabase;
  private final BenchDatabase floorDatabase;
  private final BenchGate gate;
  private final Floor floor;
  private final int actionBytes;
  private final Consumer<String> progress;
  private double decisionsPerSecond = 100;

  /// @param measured by kind of step
  record Result(int clients, Map<StepKind, Pair> measured) {}

  record Pair(Measurement gate, Measurement floor) {
    double ratio() {
      return gate.rate() / floor.rate();
    }
  }

  Duel(
      BenchDatabase gateDatabase,
      BenchDatabase floorDatabase,
      BenchGate gate,
      int connections,
      Consumer<String> progress)
      throws SQLException {
    this.gateDatabase = gateDatabase;
    this.floorDatabase = floorDatabase;
    this.gate = gate;
    this.progress = progress;
    ProposalId sample = gate.propose();
    this.actionBytes = gate.actionBytes(sample);
    Ulid ids = new Ulid(InstantSource.system(), new SecureRandom());
    this.floor = new Floor(floorDatabase, connections, plan(sample), ids, InstantSource.system());
  }

  int actionBytes() {
    return actionBytes;
  }

  /// Takes one request all the way and looks at its rows after each step.
  private FloorPlan plan(ProposalId id) throws SQLException {
    Snapshot opened = look(id);
    Delivery card = only(DeliveryKind.SHOW_CARD);
    gate.core.courier().deliver(card);
    Snapshot asked = look(id);
    gate.ask();
    gate.approve(gate.asked().remove(), Sample.LEADS.getFirst());
    Snapshot approved = look(id);
    AtomicReference<Snapshot> running = new AtomicReference<>(approved);
    gate.target.onNextSend(() -> {
      try {
        running.set(look(id));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    });
    gate.core.executions().run(only(DeliveryKind.EXECUTE));
    return FloorPlan.of(opened, asked, approved, running.get(), look(id));
  }

  private Delivery only(DeliveryKind kind) {
    return gate.deliveries().claim(kind, 1, Duration.ofMinutes(1)).getFirst();
  }

  private Snapshot look(ProposalId id) throws SQLException {
    try (Connection connection = gateDatabase.connect()) {
      Instant now = InstantSource.system().instant();
      return Snapshot.of(connection, id.value(), now);
    }
  }

  /// Both sides once through everything, for compilers and caches; not counted.
  void warmUp() throws Exception {
    progress.accept("warming up");
    round(WARM_UP_CLIENTS, WARM_UP, true, fresh());
    round(WARM_UP_CLIENTS, WARM_UP, false, fresh());
  }

  Result run(int clients, BenchSettings settings) throws Exception {
    Map<StepKind, Pair> measured = fresh();
    for (int i = 0; i < settings.rounds(); i++) {
      progress.accept("%d clients, round %d of %d".formatted(clients, i + 1, settings.rounds()));
      round(clients, settings.round(), i % 2 == 0, measured);
    }
    return new Result(clients, measured);
  }

  private static Map<StepKind, Pair> fresh() {
    Map<StepKind, Pair> measured = new EnumMap<>(StepKind.class);
    for (StepKind kind : StepKind.values()) {
      measured.put(kind, new Pair(new Measurement(), new Measurement()));
    }
    return measured;
  }

  private void round(int clients, Duration length, boolean gateFirst, Map<StepKind, Pair> measured)
      throws Exception {
    Turn turn = new Turn(clients, length, gateFirst, measured);
    turn.measure(StepKind.PROPOSALS, _ -> gate.proposer(), _ -> floor.proposer());
    int enough = (int) (decisionsPerSecond * length.toMillis() / 1_000 * STOCK) + clients;
    stock(enough);
    turn.measure(StepKind.DECISIONS, gate::decider, _ -> floor.decider());
    decisionsPerSecond = Math.max(decisionsPerSecond, measuredRate(measured, StepKind.DECISIONS));
    turn.measure(StepKind.EXECUTIONS, _ -> gate.executor(), _ -> floor.executor(BenchGate.CLAIM));
    gate.forget();
    floor.forget();
    gateDatabase.forgetOpen();
    floorDatabase.forgetOpen();
  }

  private static double measuredRate(Map<StepKind, Pair> measured, StepKind kind) {
    Pair pair = measured.get(kind);
    return pair == null ? 0 : pair.gate().fastestRound();
  }

  /// Proposals that wait for a click, on both sides; not measured.
  private void stock(int enough) throws InterruptedException {
    Duration noLimit = BenchSettings.LONGEST_ROUND;
    AtomicInteger more = new AtomicInteger(enough - floor.waiting());
    ClosedLoop.run(WARM_UP_CLIENTS, noLimit, () -> limited(more, floor.proposer()));
    ask(enough);
  }

  /// Fills the gate's queue of posted cards up to a number, from what is proposed and then from
  /// more.
  void ask(int enough) throws InterruptedException {
    while (gate.ask() < enough) {
      int missing = enough - gate.asked().size();
      AtomicInteger cards = new AtomicInteger(missing / BenchGate.CLAIM + 1);
      ClosedLoop.run(
          WARM_UP_CLIENTS, BenchSettings.LONGEST_ROUND, () -> limited(cards, gate.shower()));
      AtomicInteger more = new AtomicInteger(enough - gate.ask());
      ClosedLoop.run(
          WARM_UP_CLIENTS, BenchSettings.LONGEST_ROUND, () -> limited(more, gate.proposer()));
    }
  }

  private static Client limited(AtomicInteger left, Client client) {
    return () -> left.getAndDecrement() > 0 && client.step();
  }

  @Override
  public void close() throws SQLException {
    floor.close();
  }

  /// One round's way of measuring one kind of step on both sides.
  private record Turn(
      int clients, Duration length, boolean gateFirst, Map<StepKind, Pair> measured) {

    void measure(StepKind kind, IntFunction<Client> gate, IntFunction<Client> floor)
        throws InterruptedException {
      Pair pair = measured.get(kind);
      if (pair == null) {
        throw new IllegalStateException("nowhere to note " + kind);
      }
      if (gateFirst) {
        note(pair.gate(), gate);
        note(pair.floor(), floor);
      } else {
        note(pair.floor(), floor);
        note(pair.gate(), gate);
      }
    }

    private void note(Measurement into, IntFunction<Client> client) throws InterruptedException {
      AtomicInteger number = new AtomicInteger();
      Supplier<Client> next = () -> client.apply(number.getAndIncrement());
      Round round = ClosedLoop.run(clients, length, next);
      into.add(round.operations(), round.nanos(), round.latencies());
    }
  }
}
