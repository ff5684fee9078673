package dev.countersign.bench;

import dev.countersign.app.http.HttpSettings;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/// Clicks at a constant rate, whether or not earlier ones were answered, over HTTP to the door that
/// the chat would reach. Proposals arrive over HTTP at the same rate, so that there is always a
/// card to press; cards are shown and updated and actions executed meanwhile. A click's time runs
/// from the moment at which it was due, not from when the sender got round to it.
final class OpenLoop {
  private static final int SENDERS = 48;
  private static final long PATIENCE_SECONDS = 30;
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /// Of the agents' rate limits, so that none is reached by chance.
  private static final double SAFELY = 0.9;

  /// Cards that are there before the first click.
  private static final Duration STOCK = Duration.ofSeconds(1);

  private final BenchGate gate;
  private final HttpDoors doors;
  private final Workers workers;
  private final Grounds grounds;
  private final BlockingQueue<InstantChat.Posted> cards = new LinkedBlockingQueue<>();

  /// @param failed clicks that were not answered 200, or not counted as votes
  /// @param late clicks that were due before there was a card to press; their time runs from when
  ///   there was one
  record Result(int perSecond, Duration length, Histogram latencies, long failed, long late) {}

  OpenLoop(BenchGate gate, HttpDoors doors, Workers workers, Grounds grounds) {
    this.gate = gate;
    this.doors = doors;
    this.workers = workers;
    this.grounds = grounds;
  }

  /// As long as that, or as the gate's usual budgets last at this rate.
  static Duration within(int perSecond, Duration wanted) {
    Duration most =
        Duration.ofMillis(Lifecycles.MOST_ASKED * 1_000L / perSecond).minus(WARM_UP).minus(STOCK);
    return wanted.compareTo(most) < 0 ? wanted : most;
  }

  /// Of all agents together.
  static int mostPerSecond() {
    return (int) (Sample.AGENTS * HttpSettings.PER_SECOND * SAFELY);
  }

  Result run(int perSecond, Duration wanted) throws Exception {
    Duration length = within(perSecond, wanted);
    gate.chat.show(cards::add);
    try (HttpDoors.Callers callers = doors.callers()) {
      stock((int) Math.min(DeskSteps.MOST_OPEN / 2, perSecond * STOCK.toSeconds()));
      send(callers, perSecond, WARM_UP);
      double before = votes();
      Result sent = send(callers, perSecond, length);
      long lost = sent.latencies().getTotalCount() - Math.round(votes() - before);
      workers.finish();
      return new Result(
          perSecond, length, sent.latencies(), Math.max(lost, sent.failed()), sent.late());
    } finally {
      gate.chat.show(_ -> {});
      grounds.forgetOpen();
    }
  }

  private void stock(int enough) throws InterruptedException, SQLException {
    AtomicInteger left = new AtomicInteger(enough);
    ClosedLoop.run(
        SENDERS,
        BenchSettings.LONGEST_ROUND,
        () -> () -> left.getAndDecrement() > 0 && gate.proposer().step());
    workers.finish();
  }

  private double votes() {
    return gate.registry.find("countersign.votes").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private Result send(HttpDoors.Callers callers, int perSecond, Duration length)
      throws IOException, InterruptedException {
    Sending sending = new Sending(perSecond, length);
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().name("bench-caller-", 0).factory())) {
      for (int i = 0; i < SENDERS; i++) {
        Doors proposer = callers.next();
        Doors presser = callers.next();
        String account = Sample.lead(i);
        running.add(threads.submit(() -> sending.propose(proposer)));
        running.add(threads.submit(() -> sending.press(presser, account)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a sender failed", e.getCause());
    }
    return sending.result();
  }

  /// One stretch of it.
  private final class Sending {
    private final int perSecond;
    private final Duration length;
    private final long count;
    private final long start = System.nanoTime();
    private final AtomicLong proposals = new AtomicLong();
    private final AtomicLong presses = new AtomicLong();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final Histogram latencies =
        new SynchronizedHistogram(ClosedLoop.histogram().getHighestTrackableValue(), 3);

    private Sending(int perSecond, Duration length) {
      this.perSecond = perSecond;
      this.length = length;
      this.count = perSecond * length.toMillis() / 1_000;
    }

    private Void propose(Doors to) throws Exception {
      for (long next = proposals.getAndIncrement();
          next < count;
          next = proposals.getAndIncrement()) {
        awaitDue(next);
        to.propose(gate.nextProposal());
      }
      return null;
    }

    private Void press(Doors to, String account) throws Exception {
      for (long next = presses.getAndIncrement(); next < count; next = presses.getAndIncrement()) {
        long due = awaitDue(next);
        InstantChat.Posted card = cards.poll();
        if (card == null) {
          late.incrementAndGet();
          card = cards.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
          due = System.nanoTime();
        }
        if (card == null) {
          throw new IllegalStateException("no card came within " + PATIENCE_SECONDS + " s");
        }
        press(to, card, account, due);
      }
      return null;
    }

    private void press(Doors to, InstantChat.Posted card, String account, long due)
        throws Exception {
      try {
        to.press(card, account);
      } catch (IllegalStateException | IOException e) {
        failed.incrementAndGet();
      }
      latencies.recordValue(
          Math.min(System.nanoTime() - due, latencies.getHighestTrackableValue()));
    }

    private long awaitDue(long number) {
      long due = start + number * SECOND / perSecond;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      return due;
    }

    private Result result() {
      return new Result(perSecond, length, latencies, failed.get(), late.get());
    }
  }
}
