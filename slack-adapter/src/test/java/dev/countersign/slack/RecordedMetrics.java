package dev.countersign.slack;

import dev.countersign.card.CallbackMetrics;
import dev.countersign.people.Surface;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Remembers what was counted.
final class RecordedMetrics implements CallbackMetrics {
  private final List<CallbackResult> callbacks = new CopyOnWriteArrayList<>();
  private final List<PrivateReply> replies = new CopyOnWriteArrayList<>();
  private final List<Connection> connections = new CopyOnWriteArrayList<>();

  @Override
  public void callback(Surface chat, CallbackResult result, Duration took) {
    callbacks.add(result);
  }

  @Override
  public void callerRefused(Surface chat, String reason) {}

  @Override
  public synchronized void privateReply(Surface chat, PrivateReply result) {
    replies.add(result);
    notifyAll();
  }

  @Override
  public synchronized void connection(Surface chat, Connection change) {
    connections.add(change);
    notifyAll();
  }

  List<Connection> connections() {
    return List.copyOf(connections);
  }

  /// Waits until it was counted so often; whether that came in time.
  boolean await(Connection change, int times, Duration atMost) throws InterruptedException {
    return await(() -> Collections.frequency(connections, change) >= times, atMost);
  }

  /// Waits until it was counted so often; whether that came in time.
  boolean await(PrivateReply reply, int times, Duration atMost) throws InterruptedException {
    return await(() -> Collections.frequency(replies, reply) >= times, atMost);
  }

  private synchronized boolean await(BooleanSupplier reached, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!reached.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  List<CallbackResult> callbacks() {
    return List.copyOf(callbacks);
  }
}
