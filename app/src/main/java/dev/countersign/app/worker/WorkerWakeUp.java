package dev.countersign.app.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What a commit calls when it ordered a delivery: wakes the workers of this process. Workers join
/// once they exist, since the parts that commit are made before them.
public final class WorkerWakeUp implements Runnable {
  private final List<DeliveryWorker> workers = new CopyOnWriteArrayList<>();

  public void to(DeliveryWorker worker) {
    workers.add(worker);
  }

  @Override
  public void run() {
    workers.forEach(DeliveryWorker::wake);
  }
}
