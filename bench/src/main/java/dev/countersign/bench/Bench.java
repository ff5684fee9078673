package dev.countersign.bench;

import dev.countersign.json.WireName;
import dev.countersign.proposal.Ulid;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// One run: makes two databases, measures, drops them.
public final class Bench {
  private static final int SECRET_BYTES = 24;

  private final BenchSettings settings;
  private final Grounds grounds;
  private final BenchGate gate;
  private final Split split;
  private final Consumer<String> progress;

  private Bench(
      BenchSettings settings,
      Grounds grounds,
      BenchGate gate,
      Split split,
      Consumer<String> progress) {
    this.settings = settings;
    this.grounds = grounds;
    this.gate = gate;
    this.split = split;
    this.progress = progress;
  }

  /// @param progress gets a line now and then, for somebody who waits
  /// @throws BenchRefusedException when a database of the bench's name is not the bench's
  public static BenchReport run(
      BenchServer server, BenchSettings settings, Consumer<String> progress) throws Exception {
    SecureRandom random = new SecureRandom();
    String password = secret(random);
    try (BenchDatabase gateDatabase = BenchDatabase.ofGate(server, password);
        BenchDatabase splitDatabase = BenchDatabase.ofSplit(server, password);
        Grounds grounds = Grounds.of(server, gateDatabase, splitDatabase);
        BenchGate gate =
            new BenchGate(gateDatabase.config(settings.connections()), secret(random));
        Split split =
            new Split(
                splitDatabase,
                settings.connections() * BenchGate.POOLS,
                Sample.proposal(0),
                new Ulid(InstantSource.system(), random),
                InstantSource.system())) {
      return new Bench(settings, grounds, gate, split, progress).measure();
    }
  }

  private BenchReport measure() throws Exception {
    Conditions conditions = conditions(gate.actionBytes(gate.propose()));
    List<Line> lines = new ArrayList<>();
    DeskSteps steps = new DeskSteps(gate, split, grounds);
    progress.accept("warming up");
    for (int i = 0; i < 3; i++) {
      steps.round(new Turn(16, Duration.ofSeconds(3)), i % 2 == 0, DeskSteps.fresh());
    }
    for (int callers : settings.clients()) {
      Map<StepKind, DeskSteps.Pair> measured = DeskSteps.fresh();
      for (int i = 0; i < settings.rounds(); i++) {
        progress.accept("%d callers, round %d of %d".formatted(callers, i + 1, settings.rounds()));
        steps.round(new Turn(callers, settings.round()), i % 2 == 0, measured);
      }
      measured
          .values()
          .forEach(pair -> {
            String work = WireName.of(pair.kind());
            lines.add(new Line(work, "desk", callers, pair.gate()));
            pair.split().ifPresent(own -> lines.add(new Line(work, "split", callers, own)));
          });
    }
    conditions.facts().put("load after", Conditions.load());
    return new BenchReport(conditions, lines);
  }

  private Conditions conditions(int actionBytes) throws SQLException {
    try (Connection connection = grounds.gate().connect()) {
      return Conditions.of(connection, settings, actionBytes, InstantSource.system().instant());
    }
  }

  private static String secret(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }
}
