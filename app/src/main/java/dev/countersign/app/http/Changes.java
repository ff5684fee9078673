package dev.countersign.app.http;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets callers wait for a request to change.
///
/// A commit of this process wakes its waiters at once, see [NotingLedger]; what other replicas
/// commit is found by reading again every [#REREAD], more slowly where many wait, so that all
/// waiters together cost at most [#MOST_READS_PER_SECOND]. What is answered is always what the
/// ledger said last; a signal only says when to look.
public final class Changes {
  /// Callers that wait at once; the next is answered without waiting.
  public static final int MOST_WAITERS = 1_000;

  static final Duration REREAD = Duration.ofMillis(500);
  static final int MOST_READS_PER_SECOND = 500;

  private final int mostWaiters;
  private final LongSupplier nanos;
  private final Pause pause;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<ProposalId, Set<Semaphore>> signals = new ConcurrentHashMap<>();

  /// Of those who wait for no one request; woken at the end alone.
  private final Set<Semaphore> anything = ConcurrentHashMap.newKeySet();

  private volatile boolean draining;

  /// Stands still until signalled, at most so long.
  @FunctionalInterface
  interface Pause {
    void until(Semaphore signal, long mostNanos) throws InterruptedException;
  }

  /// @param record empty when there is no such request
  /// @param waited false when there was no room to wait, or no time left for it
  record Seen(Optional<RequestRecord> record, boolean waited) {}

  public static Changes create() {
    return new Changes(MOST_WAITERS, System::nanoTime, Changes::standStill);
  }

  Changes(int mostWaiters, LongSupplier nanos, Pause pause) {
    this.mostWaiters = mostWaiters;
    this.nanos = nanos;
    this.pause = pause;
  }

  static void standStill(Semaphore signal, long mostNanos) throws InterruptedException {
    if (signal.tryAcquire(mostNanos, TimeUnit.NANOSECONDS)) {
      signal.drainPermits();
    }
  }

  /// Wakes who waits for this request.
  public void changed(ProposalId id) {
    signals.getOrDefault(id, Set.of()).forEach(Semaphore::release);
  }

  /// Ends every wait now, with the state as it is, and lets nobody wait any more.
  public void drain() {
    draining = true;
    signals.values().forEach(waiters -> waiters.forEach(Semaphore::release));
    anything.forEach(Semaphore::release);
  }

  /// Those who wait now.
  public int waiting() {
    return waiting.get();
  }

  /// Reads until `enough` holds, or `most` has passed.
  Seen await(Ledger ledger, ProposalId id, Duration most, Predicate<RequestRecord> enough) {
    long end = nanos.getAsLong() + most.toNanos();
    if (most.isZero() || draining || !takePlace()) {
      return new Seen(ledger.find(id), false);
    }
    Semaphore signal = new Semaphore(0);
    signals.compute(id, (_, present) -> joined(present, signal));
    try {
      return new Seen(watch(ledger, id, end, signal, enough), true);
    } finally {
      signals.computeIfPresent(id, (_, present) -> left(present, signal));
      waiting.decrementAndGet();
    }
  }

  /// What was found last.
  ///
  /// @param waited false when there was no room to wait, or no time left for it
  record Looked<T>(T found, boolean waited) {}

  /// Looks until `enough` holds, or `most` has passed, for what is of no one request.
  <T> Looked<T> awaitSome(Duration most, Supplier<T> look, Predicate<T> enough) {
    if (most.isZero() || draining || !takePlace()) {
      return new Looked<>(look.get(), false);
    }
    long end = nanos.getAsLong() + most.toNanos();
    Semaphore signal = new Semaphore(0);
    anything.add(signal);
    try {
      while (true) {
        long left = end - nanos.getAsLong();
        boolean last = draining || left <= 0;
        T found = look.get();
        if (last || enough.test(found)) {
          return new Looked<>(found, true);
        }
        pause.until(signal, Math.min(left, rereadNanos()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Looked<>(look.get(), true);
    } finally {
      anything.remove(signal);
      waiting.decrementAndGet();
    }
  }

  private boolean takePlace() {
    if (waiting.incrementAndGet() <= mostWaiters) {
      return true;
    }
    waiting.decrementAndGet();
    return false;
  }

  private static Set<Semaphore> joined(@Nullable Set<Semaphore> present, Semaphore signal) {
    Set<Semaphore> joined = present == null ? ConcurrentHashMap.newKeySet() : present;
    joined.add(signal);
    return joined;
  }

  /// The last one to leave takes the entry along, so that the map holds only what is waited for.
  private static @Nullable Set<Semaphore> left(Set<Semaphore> present, Semaphore signal) {
    present.remove(signal);
    return present.isEmpty() ? null : present;
  }

  /// Waiting is announced before the first read, so no commit can fall in between unseen.
  private Optional<RequestRecord> watch(
      Ledger ledger, ProposalId id, long end, Semaphore signal, Predicate<RequestRecord> enough) {
    while (true) {
      boolean last = draining || end - nanos.getAsLong() <= 0;
      Optional<RequestRecord> record = ledger.find(id);
      if (last || record.isEmpty() || enough.test(record.get())) {
        return record;
      }
      try {
        pause.until(signal, Math.min(Math.max(1, end - nanos.getAsLong()), rereadNanos()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return record;
      }
    }
  }

  private long rereadNanos() {
    long shared = Duration.ofSeconds(1).toNanos() / MOST_READS_PER_SECOND * waiting.get();
    return Math.max(REREAD.toNanos(), shared);
  }
}
