package dev.countersign.execution;

import dev.countersign.ledger.LedgerUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tries again what the ledger could not take: a worker alone knows whether its target acted, and
/// what it does not get written is lost.
///
/// A stop does not end it at once. The interrupt is put aside while there are [#LAST_WORDS] left
/// for the commit, and set again afterwards.
public final class Patience {
  /// How long a worker that is told to stop may still try to record what it knows.
  public static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int MOST_DOUBLINGS = 10;

  private static final Logger log = LoggerFactory.getLogger(Patience.class);

  /// A wait that a stop can end.
  @FunctionalInterface
  public interface Rest {
    void take(Duration pause) throws InterruptedException;
  }

  private final Duration longest;
  private final LongSupplier nanos;
  private final Rest rest;

  /// @param longest how long one piece of work is tried
  /// @param nanos a monotonic nanosecond counter, `System::nanoTime` outside tests
  public Patience(Duration longest, LongSupplier nanos, Rest rest) {
    this.longest = longest;
    this.nanos = nanos;
    this.rest = rest;
  }

  /// As long as a claim holds: after that another worker may look at the request itself.
  public static Patience ofLease(Duration lease) {
    CountDownLatch never = new CountDownLatch(1);
    return new Patience(
        lease, System::nanoTime, pause -> never.await(pause.toNanos(), TimeUnit.NANOSECONDS));
  }

  /// @throws LedgerUnavailableException when it never answered
  <T> T with(Supplier<T> work) {
    return with(work, () -> {});
  }

  /// @param inDoubt done once, as soon as it may come to nothing: after the first try that failed,
  ///   or before any where it was told to stop
  /// @throws LedgerUnavailableException when it never answered
  <T> T with(Supplier<T> work, Runnable inDoubt) {
    boolean stopped = Thread.interrupted();
    if (stopped) {
      inDoubt.run();
    }
    boolean doubted = stopped;
    long began = nanos.getAsLong();
    long most = stopped ? LAST_WORDS.toNanos() : longest.toNanos();
    try {
      for (int failures = 1; ; failures++) {
        try {
          return work.get();
        } catch (LedgerUnavailableException e) {
          if (Thread.interrupted() && !stopped) {
            stopped = true;
            most = Math.min(most, nanos.getAsLong() - began + LAST_WORDS.toNanos());
          }
          if (!doubted) {
            doubted = true;
            inDoubt.run();
          }
          long left = most - (nanos.getAsLong() - began);
          if (left <= 0) {
            throw e;
          }
          Duration pause = pause(failures, left);
          log.warn("try {} put off by {} ms: {}", failures, pause.toMillis(), e.getMessage());
          try {
            rest.take(pause);
          } catch (InterruptedException stop) {
            stopped = true;
            most = Math.min(most, nanos.getAsLong() - began + LAST_WORDS.toNanos());
          }
        }
      }
    } finally {
      if (stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Duration pause(int failures, long left) {
    Duration grown = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    Duration pause = grown.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : grown;
    Duration rest = Duration.ofNanos(left);
    return pause.compareTo(rest) > 0 ? rest : pause;
  }
}
