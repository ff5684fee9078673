package dev.countersign.app.worker;

import dev.countersign.execution.Patience;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Deliveries.Failure;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.LedgerUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Carries out the due deliveries of one kind, each on a thread of its own and no more at once than
/// there are slots.
///
/// Claims only what it has free slots for, so that no lease runs while its delivery waits. Nothing
/// that a delivery or the ledger throws ends the loop: a failed delivery is put off for longer each
/// time, so that it starves no other, and is put aside when it failed too often; a ledger that does
/// not answer is asked less often.
public final class DeliveryWorker implements AutoCloseable {
  /// How many deliveries one claim asks for.
  static final int BATCH = 32;

  /// How long whoever is interrupted by a stop may still take: longer than a worker tries to record
  /// an outcome then.
  static final Duration LAST_WORDS = Patience.LAST_WORDS.plusSeconds(2);

  /// How often a delivery may fail before it is put aside, and how often when it failed because
  /// what is stored of its request is damaged.
  static final int MOST_FAILURES = 12;

  static final int MOST_FAILURES_OF_DAMAGED = 3;

  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration SHORTEST_CLAIM_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_CLAIM_PAUSE = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(DeliveryWorker.class);

  /// @param inFlight how many deliveries run at the same moment
  /// @param lease how long a claim holds
  /// @param poll how long to wait for a wakeUp before looking by itself
  /// @param drain how long [#close] waits for what runs
  public record Settings(int inFlight, Duration lease, Duration poll, Duration drain) {}

  private final DeliveryKind kind;
  private final Deliveries deliveries;
  private final Consumer<Delivery> carryOut;
  private final Settings settings;
  private final WorkerMetrics metrics;
  private final Backoff deliveryPause;
  private final Backoff claimPause;
  private final String name;
  private final Semaphore slots;
  private final AtomicInteger running = new AtomicInteger();
  private final Semaphore nudges = new Semaphore(0);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final ExecutorService threads;
  private final Thread loop;

  public DeliveryWorker(
      DeliveryKind kind,
      Deliveries deliveries,
      Consumer<Delivery> carryOut,
      Settings settings,
      WorkerMetrics metrics,
      RandomGenerator random) {
    this.kind = kind;
    this.deliveries = deliveries;
    this.carryOut = carryOut;
    this.settings = settings;
    this.metrics = metrics;
    this.deliveryPause = new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE, random);
    this.claimPause = new Backoff(SHORTEST_CLAIM_PAUSE, LONGEST_CLAIM_PAUSE, random);
    this.name = WireName.of(kind);
    this.slots = new Semaphore(settings.inFlight());
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
    this.loop = Thread.ofVirtual().name(name + "-claims").unstarted(this::loop);
    metrics.joins(name);
  }

  public void start() {
    loop.start();
  }

  /// How many deliveries run at this moment, of [Settings#inFlight].
  public int running() {
    return running.get();
  }

  /// What it carries out.
  DeliveryKind kind() {
    return kind;
  }

  /// Something may be due; returns at once.
  ///
  /// Where a delivery was left due at once, [WakingDeliveries] calls it: nobody looks again after
  /// each that is done.
  public void wake() {
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  private void loop() {
    int failures = 0;
    while (stopping.getCount() > 0) {
      try {
        boolean mayBeMore = claimAndRun();
        failures = 0;
        if (!mayBeMore) {
          awaitNudge();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        failures++;
        metrics.failed(name);
        Duration pause = claimPause.after(failures);
        log.warn("{} could not claim, again in {} ms: {}", name, pause.toMillis(), told(e));
        if (rest(pause)) {
          return;
        }
      }
    }
  }

  /// Whether more may be due than was taken.
  private boolean claimAndRun() throws InterruptedException {
    if (!slots.tryAcquire(settings.poll().toNanos(), TimeUnit.NANOSECONDS)) {
      return true;
    }
    int free = 1;
    while (free < BATCH && slots.tryAcquire()) {
      free++;
    }
    int taken = 0;
    try {
      List<Delivery> claimed = deliveries.claim(kind, free, settings.lease());
      for (Delivery delivery : claimed) {
        threads.execute(() -> run(delivery));
        taken++;
      }
    } finally {
      slots.release(free - taken);
    }
    return taken == free;
  }

  private void run(Delivery delivery) {
    running.incrementAndGet();
    try (var _ = MDC.putCloseable("proposal_id", delivery.request().value())) {
      carryOut(delivery);
    } finally {
      running.decrementAndGet();
      slots.release();
    }
  }

  private void carryOut(Delivery delivery) {
    try {
      carryOut.accept(delivery);
    } catch (LedgerUnavailableException e) {
      metrics.failed(name);
      log.warn("{} attempt {} put off: {}", name, delivery.attempts(), told(e));
      leaving(() -> deliveries.postpone(delivery, deliveryPause.after(delivery.attempts())));
    } catch (DamagedRecordException e) {
      failed(
          delivery,
          new Failure(e.code(), String.valueOf(e.getMessage())),
          MOST_FAILURES_OF_DAMAGED);
    } catch (RuntimeException | Error e) {
      if (delivery.attempts() == 1) {
        log.error("{} attempt 1 failed", name, e);
      } else {
        // The stack was told with the first attempt.
        log.warn("{} attempt {} failed: {}", name, delivery.attempts(), e.getClass().getName());
      }
      failed(delivery, new Failure("failed", e.getClass().getName()), MOST_FAILURES);
    }
  }

  /// Told once, when it is put aside.
  private void failed(Delivery delivery, Failure failure, int most) {
    metrics.failed(name);
    leaving(() -> {
      if (deliveries.fail(delivery, failure, deliveryPause.after(delivery.attempts()), most)) {
        log.error(
            "{} of {} is put aside ({}): {}; mend it, then run countersign quarantine release {}",
            name,
            delivery.request(),
            failure.code(),
            failure.why(),
            delivery.request());
      }
    });
  }

  /// Where even this fails, the lease ends by itself.
  private void leaving(Runnable putOff) {
    try {
      putOff.run();
    } catch (RuntimeException e) {
      log.warn("{} is left to its lease: {}", name, told(e));
    }
  }

  private static String told(Throwable failure) {
    return failure instanceof LedgerUnavailableException
        ? String.valueOf(failure.getMessage())
        : failure.toString();
  }

  private void awaitNudge() throws InterruptedException {
    if (nudges.tryAcquire(settings.poll().toNanos(), TimeUnit.NANOSECONDS)) {
      nudges.drainPermits();
    }
  }

  /// Whether the worker was stopped meanwhile.
  private boolean rest(Duration pause) {
    try {
      return stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /// How long [#close] gives what runs, at most.
  public Duration closesWithin() {
    return settings.drain().plus(LAST_WORDS);
  }

  /// Claims nothing more and lets what runs finish within [Settings#drain]; what does not is
  /// interrupted, gets [#LAST_WORDS] to record what it knows, and comes back when its lease ends.
  @Override
  public void close() {
    stopping.countDown();
    wake();
    if (loop.getState() == Thread.State.NEW) {
      threads.shutdown();
      return;
    }
    long end = System.nanoTime() + settings.drain().toNanos();
    try {
      boolean drained =
          loop.join(settings.drain()) && idleWithin(Math.max(0, end - System.nanoTime()));
      loop.interrupt();
      threads.shutdownNow();
      if (!drained && !idleWithin(LAST_WORDS.toNanos())) {
        log.warn("{} stops with deliveries still running; their leases will end", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      loop.interrupt();
      threads.shutdownNow();
    }
  }

  private boolean idleWithin(long nanos) throws InterruptedException {
    return slots.tryAcquire(settings.inFlight(), nanos, TimeUnit.NANOSECONDS);
  }
}
