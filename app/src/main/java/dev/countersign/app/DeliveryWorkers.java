package dev.countersign.app;

import dev.countersign.app.config.WorkersConfig;
import dev.countersign.app.metrics.GateMetrics;
import dev.countersign.app.metrics.PoolMetrics;
import dev.countersign.app.worker.DeliveriesWhile;
import dev.countersign.app.worker.DeliveryWorker;
import dev.countersign.app.worker.WorkerWakeUp;
import dev.countersign.gate.ApprovalGate;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The workers of this replica, one for each kind of delivery: cards brought up to the committed
/// state, people reminded, called and told how it ended, changed records asked about anew, targets
/// looked at again, approved actions executed.
final class DeliveryWorkers {
  private final WorkersConfig config;
  private final Deliveries deliveries;
  private final GateMetrics metrics;
  private final SecureRandom random;
  private final WorkerWakeUp wakeUp;
  private final PoolMetrics pools;
  private final List<DeliveryWorker> all = new ArrayList<>();
  private final List<Stopping.Part> parts = new ArrayList<>();

  /// @param core what rests on no version works with any gate
  /// @param gate the version in force
  DeliveryWorkers(
      WorkersConfig config,
      Deliveries deliveries,
      ApprovalGate core,
      GateInForce gate,
      WorkerWakeUp wakeUp,
      PoolMetrics pools,
      GateMetrics metrics,
      SecureRandom random) {
    this.config = config;
    this.deliveries = deliveries;
    this.metrics = metrics;
    this.random = random;
    this.wakeUp = wakeUp;
    this.pools = pools;
    // Beside cards, and fewer at a time.
    WorkersConfig.Pool cards = config.cards().pool();
    WorkersConfig.Pool beside =
        new WorkersConfig.Pool(WorkersConfig.REMINDERS_IN_FLIGHT, cards.lease());

    woken(DeliveryKind.SHOW_CARD, core.courier()::deliver, cards);
    // Not woken by commits: a reminder, or word of an end, may come a moment later.
    unhurried(DeliveryKind.REMIND, core.reminders()::deliver, beside);
    woken(DeliveryKind.RING, core.reminders()::ring, beside);
    unhurried(DeliveryKind.TELL, core.outcomes()::deliver, beside);
    woken(DeliveryKind.ALARM, core.alarms()::deliver, beside);
    // Not where this replica may not judge, as with executions.
    woken(DeliveryKind.ASK_ANEW, gate::askAnew, beside);
    // Over the connections of the version in force, as with executions.
    woken(DeliveryKind.READ_BACK, gate::readBack, beside);
    executions(gate);
  }

  private void executions(GateInForce gate) {
    Deliveries whileCurrent =
        new DeliveriesWhile(
            deliveries,
            gate::isCurrent,
            () -> {
              gate.look();
              return gate.isCurrent();
            });
    wakeUp.to(worker(DeliveryKind.EXECUTE, whileCurrent, gate::execute, config.executions()));
  }

  private void woken(DeliveryKind kind, Consumer<Delivery> task, WorkersConfig.Pool pool) {
    wakeUp.to(worker(kind, deliveries, task, pool));
  }

  private void unhurried(DeliveryKind kind, Consumer<Delivery> task, WorkersConfig.Pool pool) {
    worker(kind, deliveries, task, pool);
  }

  private DeliveryWorker worker(
      DeliveryKind kind, Deliveries from, Consumer<Delivery> task, WorkersConfig.Pool pool) {
    DeliveryWorker worker =
        new DeliveryWorker(
            kind,
            from,
            task,
            new DeliveryWorker.Settings(
                pool.inFlight(), pool.lease(), config.poll(), config.drain()),
            metrics,
            random);
    all.add(worker);
    parts.add(Stopping.part("the worker of " + WireName.of(kind), worker, worker.closesWithin()));
    pools.worker(WireName.of(kind), worker::running, pool.inFlight());
    return worker;
  }

  void start() {
    all.forEach(DeliveryWorker::start);
  }

  List<Stopping.Part> parts() {
    return parts;
  }
}
