package dev.countersign.bench;

import dev.countersign.app.config.WorkersConfig;
import dev.countersign.app.worker.DeliveryWorker;
import dev.countersign.ledger.DeliveryKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// The gate's workers as `serve` runs them, with its usual settings: cards shown and updated,
/// approved actions executed.
final class Workers implements AutoCloseable {
  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  /// What is claimed is due again when its lease ends.
  private static final String DUE =
      """
      select exists (select from delivery
                      where due_at <= statement_timestamp()
                        and coalesce(leased_until, '-infinity') <= statement_timestamp())
      """;

  private final Connection connection;
  private final PreparedStatement due;
  private final DeliveryWorker cards;
  private final DeliveryWorker executions;

  /// At work as soon as they are there.
  Workers(BenchGate gate, BenchDatabase database) throws SQLException {
    connection = database.connect();
    due = connection.prepareStatement(DUE);
    RandomGenerator random = RandomGenerator.getDefault();
    cards =
        new DeliveryWorker(
            DeliveryKind.SHOW_CARD,
            gate.deliveries,
            gate.core.courier()::deliver,
            settings(WorkersConfig.CARDS_IN_FLIGHT, WorkersConfig.CARD_LEASE),
            gate.metrics,
            random);
    executions =
        new DeliveryWorker(
            DeliveryKind.EXECUTE,
            gate.deliveries,
            gate.core.executions()::run,
            settings(WorkersConfig.EXECUTIONS_IN_FLIGHT, WorkersConfig.EXECUTION_LEASE),
            gate.metrics,
            random);
    gate.wakeUp.to(cards);
    gate.wakeUp.to(executions);
    cards.start();
    executions.start();
  }

  private static DeliveryWorker.Settings settings(int inFlight, Duration lease) {
    return new DeliveryWorker.Settings(inFlight, lease, WorkersConfig.POLL, WorkersConfig.DRAIN);
  }

  /// Until nothing is due: the last cards are updated after the last caller has its answer.
  void finish() throws SQLException {
    long start = System.nanoTime();
    while (cards.running() + executions.running() > 0 || isSomethingDue()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException("the workers did not come to an end");
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private boolean isSomethingDue() throws SQLException {
    try (ResultSet row = due.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  @Override
  public void close() throws SQLException {
    executions.close();
    cards.close();
    connection.close();
  }
}
