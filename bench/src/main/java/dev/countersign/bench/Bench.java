package dev.countersign.bench;

import dev.countersign.json.WireName;
import dev.countersign.proposal.Ulid;
import dev.countersign.secret.Secret;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// One run: makes two databases, measures, drops them.
public final class Bench {

  private static final Duration WARM_UP_TURN = Duration.ofSeconds(3);

  private final BenchSettings settings;
  private final Grounds grounds;
  private final BenchGate gate;
  private final PlainSqlPartner split;
  private final String signingSecret;
  private final Ulid ids = new Ulid(InstantSource.system(), new SecureRandom());
  private final Consumer<String> progress;
  private final List<Line> lines = new ArrayList<>();
  private Optional<OpenLoop.Result> clicks = Optional.empty();

  private Bench(
      BenchSettings settings,
      Grounds grounds,
      BenchGate gate,
      PlainSqlPartner split,
      String signingSecret,
      Consumer<String> progress) {
    this.settings = settings;
    this.grounds = grounds;
    this.gate = gate;
    this.split = split;
    this.signingSecret = signingSecret;
    this.progress = progress;
  }

  /// Measures all that is to be measured.
  ///
  /// @param progress gets a line now and then, for somebody who waits
  /// @throws BenchRefusedException when a database of the bench's name is not the bench's, or the
  ///   peer does not keep to what is agreed
  public static BenchReport run(
      BenchServer server, BenchSettings settings, Consumer<String> progress) throws Exception {
    SecureRandom random = new SecureRandom();
    String password = Secret.drawn(random).reveal();
    String signingSecret = Secret.drawn(random).reveal();
    try (BenchDatabase gateDatabase = BenchDatabase.ofGate(server, password);
        BenchDatabase splitDatabase = BenchDatabase.ofSplit(server, password);
        Grounds grounds = Grounds.of(server, gateDatabase, splitDatabase);
        BenchGate gate = new BenchGate(gateDatabase.config(settings.connections()), signingSecret);
        PlainSqlPartner split =
            new PlainSqlPartner(
                splitDatabase,
                settings.connections() * BenchGate.POOLS,
                Sample.proposal(0),
                new Ulid(InstantSource.system(), random),
                InstantSource.system())) {
      grounds
          .gateMeter()
          .watch(
              List.of(
                  gate.decisions::written, gate.agentsStore::written, gate.background::written));
      return new Bench(settings, grounds, gate, split, signingSecret, progress).measure();
    }
  }

  private BenchReport measure() throws Exception {
    Conditions conditions = conditions(gate.actionBytes(gate.propose(gate.nextProposal())));
    grounds.forgetOpen();
    if (settings.parts().contains(Part.LIFECYCLES)) {
      try (RowsAlone rows =
              new RowsAlone(
                  grounds.gate(),
                  settings.connections() * BenchGate.POOLS,
                  gate.goneAllTheWay(),
                  ids);
          HttpDoors doors = new HttpDoors(gate, signingSecret);
          Workers workers = new Workers(gate, grounds.gate())) {
        conditions.facts().put("warm-up of lifecycles", lifecycles(doors, workers, rows));
        if (settings.parts().contains(Part.CLICKS)) {
          clicks = Optional.of(clicks(doors, workers));
        }
      }
    }
    if (settings.parts().contains(Part.STEPS)) {
      conditions.facts().put("warm-up of steps", steps());
    }
    conditions.facts().put("load after", Conditions.load());
    return new BenchReport(conditions, lines, clicks);
  }

  /// @return how the warm-up ended
  private String lifecycles(HttpDoors doors, Workers workers, RowsAlone rows) throws Exception {
    Optional<Peer> peer = settings.peer().map(command -> new Peer(command, Peer.GRACE, progress));
    Lifecycles lifecycles = new Lifecycles(gate, doors, workers, split, rows, grounds, peer);
    progress.accept("warming up lifecycles");
    // It has little code, which is the gate's as well: the driver.
    AtomicBoolean partnerIsWarm = new AtomicBoolean();
    String warm =
        new WarmUp(settings.warmUp())
            .run(() -> {
              Map<Lifecycles.By, Measurement> measured = lifecycles.fresh();
              measured.remove(Lifecycles.By.PEER);
              if (partnerIsWarm.getAndSet(true)) {
                measured.remove(Lifecycles.By.SPLIT);
                measured.remove(Lifecycles.By.ROWS);
              }
              lifecycles.round(warmUpTurn(), true, measured);
              return spent(measured.values());
            });
    for (int callers : settings.clients()) {
      Map<Lifecycles.By, Measurement> measured = lifecycles.fresh();
      for (int i = 0; i < settings.rounds(); i++) {
        tell("lifecycles", callers, i);
        lifecycles.round(new BenchTurn(callers, settings.round()), i % 2 == 0, measured);
      }
      measured.forEach((by, measurement) ->
          lines.add(new Line(Line.LIFECYCLE, WireName.of(by), callers, measurement)));
    }
    return warm;
  }

  private OpenLoop.Result clicks(HttpDoors doors, Workers workers) throws Exception {
    double peak =
        lines.stream()
            .filter(line -> line.by().equals(WireName.of(Lifecycles.By.HTTP)))
            .mapToDouble(line -> line.measured().rate())
            .max()
            .orElseThrow();
    int perSecond = Math.clamp(Math.round(peak / 2), 1, OpenLoop.mostPerSecond());
    progress.accept("clicking %d times a second".formatted(perSecond));
    return new OpenLoop(gate, doors, workers, grounds).run(perSecond, settings.clicks());
  }

  /// @return how the warm-up ended
  private String steps() throws Exception {
    DeskSteps steps = new DeskSteps(gate, split, grounds);
    progress.accept("warming up steps");
    String warm =
        new WarmUp(settings.warmUp())
            .run(() -> {
              Map<StepKind, DeskSteps.Pair> measured = DeskSteps.fresh();
              steps.round(warmUpTurn(), true, measured);
              return spent(measured.values().stream().map(DeskSteps.Pair::gate).toList());
            });
    for (int callers : settings.clients()) {
      Map<StepKind, DeskSteps.Pair> measured = DeskSteps.fresh();
      for (int i = 0; i < settings.rounds(); i++) {
        tell("steps", callers, i);
        steps.round(new BenchTurn(callers, settings.round()), i % 2 == 0, measured);
      }
      measured
          .values()
          .forEach(pair -> {
            String work = WireName.of(pair.kind());
            lines.add(new Line(work, WireName.of(Lifecycles.By.DESK), callers, pair.gate()));
            pair.split()
                .ifPresent(own ->
                    lines.add(new Line(work, WireName.of(Lifecycles.By.SPLIT), callers, own)));
          });
    }
    return warm;
  }

  private BenchTurn warmUpTurn() {
    int most = settings.clients().stream().mapToInt(Integer::intValue).max().orElseThrow();
    Duration length =
        settings.round().compareTo(WARM_UP_TURN) < 0 ? settings.round() : WARM_UP_TURN;
    return new BenchTurn(most, length);
  }

  private static Costs spent(Collection<Measurement> measured) {
    return measured.stream().map(Measurement::costs).reduce(Costs.NOTHING, Costs::plus);
  }

  private void tell(String part, int callers, int round) {
    progress.accept(
        "%s of %d callers, round %d of %d".formatted(part, callers, round + 1, settings.rounds()));
  }

  private Conditions conditions(int actionBytes) throws SQLException {
    try (Connection connection = grounds.gate().connect()) {
      return Conditions.of(connection, settings, actionBytes, InstantSource.system().instant());
    }
  }
}
