package dev.countersign.bench;

import dev.countersign.app.worker.WorkerWakeUp;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One run: makes two databases, measures, drops them.
public final class Bench {
  private static final int SECRET_BYTES = 24;

  private Bench() {}

  /// @param progress gets a line now and then, for somebody who waits
  /// @throws BenchRefusedException when a database of the bench's name is not the bench's
  public static BenchReport run(
      BenchServer server, BenchSettings settings, Consumer<String> progress) throws Exception {
    SecureRandom random = new SecureRandom();
    String password = secret(random);
    try (BenchDatabase gate = BenchDatabase.create(server, BenchDatabase.GATE, password);
        BenchDatabase floor = BenchDatabase.create(server, BenchDatabase.FLOOR, password)) {
      return measure(gate, floor, settings, secret(random), progress);
    }
  }

  private static BenchReport measure(
      BenchDatabase gateDatabase,
      BenchDatabase floorDatabase,
      BenchSettings settings,
      String signingSecret,
      Consumer<String> progress)
      throws Exception {
    WorkerWakeUp wakeUp = new WorkerWakeUp();
    try (BenchGate gate =
            new BenchGate(gateDatabase.config(settings.connections()), signingSecret, wakeUp);
        Duel duel = new Duel(gateDatabase, floorDatabase, gate, settings.connections(), progress)) {
      Conditions conditions = conditions(gateDatabase, settings, duel.actionBytes());
      duel.warmUp();
      List<Duel.Result> results = new ArrayList<>();
      for (int clients : settings.clients()) {
        results.add(duel.run(clients, settings));
      }
      Optional<ClickStorm.Result> clicks =
          settings.clicks().isZero()
              ? Optional.empty()
              : Optional.of(
                  new ClickStorm(duel, gate, signingSecret, wakeUp, progress)
                      .run(BenchSettings.CLICKS_PER_SECOND, settings.clicks()));
      conditions.facts().put("load after", Conditions.load());
      return new BenchReport(conditions, results, clicks);
    }
  }

  private static Conditions conditions(
      BenchDatabase database, BenchSettings settings, int actionBytes) throws SQLException {
    try (Connection connection = database.connect()) {
      return Conditions.of(connection, settings, actionBytes, InstantSource.system().instant());
    }
  }

  private static String secret(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }
}
