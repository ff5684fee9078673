package dev.countersign.app.worker;

import dev.countersign.ledger.DeliveryKind;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// What a commit calls when it ordered deliveries: wakes the workers of this process that carry
/// them out. Workers join once they exist, since the parts that commit are made before them.
public final class WorkerWakeUp implements Consumer<Set<DeliveryKind>> {
  private final List<DeliveryWorker> workers = new CopyOnWriteArrayList<>();

  public void to(DeliveryWorker worker) {
    workers.add(worker);
  }

  /// @param ordered kinds; those whose workers did not join are found by their next look
  @Override
  public void accept(Set<DeliveryKind> ordered) {
    for (DeliveryWorker worker : workers) {
      if (ordered.contains(worker.kind())) {
        worker.wake();
      }
    }
  }
}
