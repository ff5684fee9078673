package dev.countersign.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/// Clients that each start a step as soon as their last one has ended.
final class ClosedLoop {
  private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int DIGITS = 3;

  private ClosedLoop() {}

  /// One client's work.
  interface Client {
    /// One step; false when there was nothing left to do.
    boolean step() throws Exception;
  }

  /// What one round came to: everything that was begun within it, until the last of it had ended.
  ///
  /// @param callersNanos processor time that the callers themselves took, where they stand apart
  record Round(long operations, long nanos, Histogram latencies, long callersNanos) {}

  static Histogram histogram() {
    return new Histogram(LONGEST_NANOS, DIGITS);
  }

  /// Runs until `length` is over or no client finds anything to do, on virtual threads.
  static Round run(int clients, Duration length, Supplier<Client> client)
      throws InterruptedException {
    return run(clients, length, client, Thread.ofVirtual().factory(), () -> 0);
  }

  /// As [#run], each client on a thread of its own, of which the time is known.
  static Round runApart(int clients, Duration length, Supplier<Client> client)
      throws InterruptedException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return run(
        clients,
        length,
        client,
        Thread.ofPlatform().name("bench-caller-", 0).factory(),
        threads::getCurrentThreadCpuTime);
  }

  /// @param ownNanos what the thread that asks has taken so far
  private static Round run(
      int clients,
      Duration length,
      Supplier<Client> client,
      ThreadFactory factory,
      LongSupplier ownNanos)
      throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(clients);
    CountDownLatch go = new CountDownLatch(1);
    LongAdder callers = new LongAdder();
    List<Future<Histogram>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(factory)) {
      for (int i = 0; i < clients; i++) {
        Client one = client.get();
        running.add(
            threads.submit(() -> {
              ready.countDown();
              go.await();
              try {
                return work(one, length.toNanos());
              } finally {
                callers.add(ownNanos.getAsLong());
              }
            }));
      }
      ready.await();
      long start = System.nanoTime();
      go.countDown();
      Histogram all = histogram();
      for (Future<Histogram> one : running) {
        all.add(one.get());
      }
      return new Round(all.getTotalCount(), System.nanoTime() - start, all, callers.sum());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a step failed", e.getCause());
    }
  }

  private static Histogram work(Client client, long length) throws Exception {
    Histogram latencies = histogram();
    long start = System.nanoTime();
    for (long begin = start; begin - start < length; begin = System.nanoTime()) {
      if (!client.step()) {
        break;
      }
      latencies.recordValue(Math.min(System.nanoTime() - begin, LONGEST_NANOS));
    }
    return latencies;
  }
}
