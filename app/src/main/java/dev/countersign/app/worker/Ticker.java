package dev.countersign.app.worker;

import dev.countersign.ledger.LedgerUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something over and over, one run after the other, with a pause in between that grows while
/// it fails, up to half a minute where it is not longer anyway.
public final class Ticker implements AutoCloseable {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Ticker.class);

  private final String name;
  private final Duration interval;
  private final Runnable work;
  private final WorkerMetrics metrics;
  private final Backoff backoff;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread loop;

  public Ticker(
      String name,
      Duration interval,
      Runnable work,
      WorkerMetrics metrics,
      RandomGenerator random) {
    this.name = name;
    this.interval = interval;
    this.work = work;
    this.metrics = metrics;
    this.backoff = new Backoff(interval, LONGEST_PAUSE, random);
    this.loop = Thread.ofVirtual().name(name).unstarted(this::loop);
    metrics.joins(name);
  }

  public void start() {
    loop.start();
  }

  private void loop() {
    int failures = 0;
    try {
      do {
        failures = succeeds() ? 0 : failures + 1;
      } while (!stopping.await(pause(failures).toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      log.debug("{} was interrupted", name);
    }
  }

  private Duration pause(int failures) {
    Duration grown = failures == 0 ? interval : backoff.after(failures);
    return grown.compareTo(interval) < 0 ? interval : grown;
  }

  private boolean succeeds() {
    try {
      work.run();
      return true;
    } catch (LedgerUnavailableException e) {
      metrics.failed(name);
      log.warn("{} failed: {}", name, e.toString());
      return false;
    } catch (RuntimeException | Error e) {
      metrics.failed(name);
      log.error("{} failed", name, e);
      return false;
    }
  }

  /// Waits for the run that is going on, but not for ever.
  @Override
  public void close() {
    stopping.countDown();
    if (loop.getState() == Thread.State.NEW) {
      return;
    }
    try {
      if (!loop.join(PATIENCE)) {
        loop.interrupt();
      }
    } catch (InterruptedException e) {
      loop.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
