package dev.countersign.executors.sending;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Bounds the requests in flight of one connection, and those that wait for one to end.
final class Slots {
  static final int MAX_WAITING = 64;

  private final Semaphore inside;
  private final Semaphore flying;
  private final Duration wait;

  Slots(int concurrency, Duration wait) {
    this.inside = new Semaphore(concurrency + MAX_WAITING);
    this.flying = new Semaphore(concurrency, true);
    this.wait = wait;
  }

  /// True when a slot was taken; the caller then owes a [#release].
  boolean tryTake() throws InterruptedException {
    if (!inside.tryAcquire()) {
      return false;
    }
    boolean taken = false;
    try {
      taken = flying.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
      return taken;
    } finally {
      if (!taken) {
        inside.release();
      }
    }
  }

  void release() {
    flying.release();
    inside.release();
  }
}
