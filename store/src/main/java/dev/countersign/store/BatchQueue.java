package dev.countersign.store;

import dev.countersign.ledger.LedgerUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets callers that come at the same time share one transaction; each waits for its own answer.
///
/// A caller that finds nobody at work goes by itself, in its own thread. Whoever comes meanwhile
/// waits, and all that wait then go together: nobody lingers for company. What a batch has no
/// answer for - somebody holds its row, or something in the batch is not accepted - goes by itself
/// afterwards, in its caller's thread, so that it harms no other. While a batch takes unusually
/// long, others begin beside it.
///
/// Of what has to be apart one is at work, and the others wait here. So however many want a row
/// that somebody holds, they take one connection; and those that go by themselves never take all.
///
/// No thread stands still here: a batch has a virtual one of its own, which no caller can
/// interrupt, for as long as something waits.
///
/// @param <I> what is to be done
/// @param <A> what came of it
final class BatchQueue<I, A> {
  /// In one batch.
  static final int MOST = 64;

  /// At the same time.
  static final int MOST_WRITERS = 4;

  /// That wait; more are refused at once.
  static final int CAPACITY = 4096;

  /// How long an item waits before another batch begins beside the one at work.
  private static final Duration PATIENCE = Duration.ofMillis(20);

  /// Of one batch, each with its own bound.
  private static final int MOST_STATEMENTS = 7;

  private final String what;
  private final Duration patience;
  private final Duration turn;
  private final Duration flight;
  private final Work<I, A> work;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiting<I, A>> queue = new ArrayDeque<>();

  /// What those at work have to be apart in, in a batch or by themselves.
  private final Set<Object> taken = new HashSet<>();

  /// For what a batch had no answer for.
  private final Semaphore byThemselves;

  private final LongAdder batches = new LongAdder();
  private final LongAdder items = new LongAdder();
  private int writers;

  /// What is done with one item and with many.
  interface Work<I, A> {

    /// @return in the order of the items; empty for each that has to go by itself
    /// @throws LedgerUnavailableException when nothing is known of any of them; whatever else is
    ///   thrown sends each by itself, and so does what [Database#blamesAnItem] says of one
    List<Optional<A>> together(List<I> items);

    A alone(I item);

    /// No two items that have one of these in common are at work at the same time.
    Collection<?> apart(I item);
  }

  BatchQueue(String what, StoreConfig config, Work<I, A> work) {
    this(what, config, PATIENCE, work);
  }

  /// @param what the items are called in messages
  /// @param config how long an item waits for its turn, and how long a statement may take
  /// @param patience how long an item waits before another batch begins beside the one at work
  BatchQueue(String what, StoreConfig config, Duration patience, Work<I, A> work) {
    this.what = what;
    this.patience = patience;
    this.turn = config.acquire();
    this.byThemselves = new Semaphore(Math.max(1, config.connections() / 2), true);
    this.flight =
        config
            .acquire()
            .plus(config.statement().plus(Session.NETWORK).multipliedBy(MOST_STATEMENTS));
    this.work = work;
  }

  /// @throws LedgerUnavailableException when too many wait, when its turn does not come in time,
  ///   and when the store cannot answer
  A ask(I item) {
    Waiting<I, A> waiting = new Waiting<>(item, work.apart(item));
    if (isFirst(waiting)) {
      return first(waiting);
    }
    return switch (await(waiting)) {
      case Turn.Answered<A>(A answer) -> answer;
      case Turn.Alone<A> _ -> alone(waiting);
      case Turn.Failed<A>(Throwable why) ->
          throw new LedgerUnavailableException(String.valueOf(why.getMessage()), why);
    };
  }

  /// How many wait for their turn.
  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /// What was done so far.
  Batches batches() {
    return new Batches(batches.sum(), items.sum());
  }

  /// @param count of transactions that were begun for items
  /// @param items in all of them
  record Batches(long count, long items) {}

  /// Whether nobody is at work: then the caller is. Otherwise it waits.
  private boolean isFirst(Waiting<I, A> waiting) {
    lock.lock();
    try {
      if (writers == 0 && isFree(waiting)) {
        writers++;
        taken.addAll(waiting.apart());
        return true;
      }
      if (queue.size() >= CAPACITY) {
        throw new LedgerUnavailableException(
            CAPACITY + " " + what + " wait already; nothing was done");
      }
      queue.add(waiting);
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFree(Waiting<I, A> waiting) {
    return Collections.disjoint(waiting.apart(), taken);
  }

  private A first(Waiting<I, A> waiting) {
    count(1);
    try {
      return work.alone(waiting.item());
    } finally {
      free(waiting);
      goOn();
    }
  }

  private A alone(Waiting<I, A> waiting) {
    try {
      if (!byThemselves.tryAcquire(turn.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new LedgerUnavailableException(
            what + " that go by themselves wait longer than " + turn + "; nothing was done");
      }
      try {
        return work.alone(waiting.item());
      } finally {
        byThemselves.release();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      free(waiting);
      goOnIfNobodyDoes();
    }
  }

  private LedgerUnavailableException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new LedgerUnavailableException("interrupted while waiting for " + what, e);
  }

  private void free(Waiting<I, A> waiting) {
    lock.lock();
    try {
      taken.removeAll(waiting.apart());
    } finally {
      lock.unlock();
    }
  }

  private Turn<A> await(Waiting<I, A> waiting) {
    try {
      if (!hasTurnInTime(waiting) && withdraw(waiting)) {
        throw new LedgerUnavailableException(
            what + " wait longer than " + turn + "; nothing was done");
      }
      if (!waiting.hasTurnWithin(flight)) {
        leave(waiting);
        throw new LedgerUnavailableException("the database did not answer in " + flight);
      }
      return waiting.turn();
    } catch (InterruptedException e) {
      leave(waiting);
      throw interrupted(e);
    }
  }

  /// Begins another batch each time that it has waited too long for those at work.
  private boolean hasTurnInTime(Waiting<I, A> waiting) throws InterruptedException {
    Duration left = turn;
    while (left.isPositive()) {
      Duration next = left.compareTo(patience) < 0 ? left : patience;
      if (waiting.hasTurnWithin(next)) {
        return true;
      }
      beginAnother(waiting);
      left = left.minus(next);
    }
    return waiting.hasTurnWithin(Duration.ZERO);
  }

  /// Whether it was still waiting.
  private boolean withdraw(Waiting<I, A> waiting) {
    lock.lock();
    try {
      return queue.remove(waiting);
    } finally {
      lock.unlock();
    }
  }

  /// Whoever does not wait for its turn any more, nor takes it.
  private void leave(Waiting<I, A> waiting) {
    lock.lock();
    try {
      if (queue.remove(waiting) || !waiting.leave()) {
        return;
      }
      taken.removeAll(waiting.apart());
    } finally {
      lock.unlock();
    }
    goOnIfNobodyDoes();
  }

  private void beginAnother(Waiting<I, A> waiting) {
    lock.lock();
    try {
      if (writers == MOST_WRITERS || !isFree(waiting) || !queue.contains(waiting)) {
        return;
      }
      writers++;
    } finally {
      lock.unlock();
    }
    goOn();
  }

  /// What waited for one that went by itself is taken by nobody else.
  private void goOnIfNobodyDoes() {
    lock.lock();
    try {
      if (writers > 0 || queue.isEmpty()) {
        return;
      }
      writers++;
    } finally {
      lock.unlock();
    }
    goOn();
  }

  private void goOn() {
    List<Waiting<I, A>> next = take();
    if (!next.isEmpty()) {
      begin(next);
    }
  }

  /// The next batch of whoever is at work; it is no longer when there is none.
  private List<Waiting<I, A>> take() {
    lock.lock();
    try {
      List<Waiting<I, A>> batch = new ArrayList<>();
      Iterator<Waiting<I, A>> waiting = queue.iterator();
      while (waiting.hasNext() && batch.size() < MOST) {
        Waiting<I, A> next = waiting.next();
        if (isFree(next)) {
          taken.addAll(next.apart());
          batch.add(next);
          waiting.remove();
        }
      }
      if (batch.isEmpty()) {
        writers--;
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void begin(List<Waiting<I, A>> batch) {
    Thread.ofVirtual()
        .name("countersign-batch-" + what)
        .start(() -> {
          List<Waiting<I, A>> next = batch;
          while (!next.isEmpty()) {
            write(next);
            next = take();
          }
        });
  }

  private void write(List<Waiting<I, A>> batch) {
    count(batch.size());
    try {
      List<Optional<A>> answers = work.together(batch.stream().map(Waiting::item).toList());
      for (int i = 0; i < batch.size(); i++) {
        give(
            batch.get(i),
            answers.get(i).<Turn<A>>map(Turn.Answered::new).orElseGet(Turn.Alone::new));
      }
    } catch (LedgerUnavailableException e) {
      Turn<A> turn = Database.blamesAnItem(e) ? new Turn.Alone<>() : new Turn.Failed<>(e);
      batch.forEach(waiting -> give(waiting, turn));
    } catch (Error e) {
      batch.forEach(waiting -> give(waiting, new Turn.Failed<>(e)));
    } catch (RuntimeException e) {
      batch.forEach(waiting -> give(waiting, new Turn.Alone<>()));
    }
  }

  /// Whoever goes by itself now is at work until it has gone.
  private void give(Waiting<I, A> waiting, Turn<A> turn) {
    lock.lock();
    try {
      if (waiting.give(turn)) {
        taken.removeAll(waiting.apart());
      }
    } finally {
      lock.unlock();
    }
  }

  private void count(int written) {
    batches.increment();
    items.add(written);
  }

  /// What becomes of an item that waited.
  private sealed interface Turn<A> {
    record Answered<A>(A answer) implements Turn<A> {}

    record Alone<A>() implements Turn<A> {}

    record Failed<A>(Throwable why) implements Turn<A> {}
  }

  private static final class Waiting<I, A> {
    private final I item;
    private final Collection<?> apart;
    private final CountDownLatch given = new CountDownLatch(1);
    private volatile @Nullable Turn<A> turn;
    private boolean left;

    private Waiting(I item, Collection<?> apart) {
      this.item = item;
      this.apart = apart;
    }

    private I item() {
      return item;
    }

    private Collection<?> apart() {
      return apart;
    }

    private boolean hasTurnWithin(Duration wait) throws InterruptedException {
      return given.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// The first counts.
    ///
    /// @return whether this ends its work
    private boolean give(Turn<A> turn) {
      if (this.turn != null) {
        return false;
      }
      this.turn = turn;
      given.countDown();
      return left || !(turn instanceof Turn.Alone);
    }

    /// @return whether this ends its work: it was to go by itself, and does not
    private boolean leave() {
      left = true;
      return turn instanceof Turn.Alone;
    }

    private Turn<A> turn() {
      return Objects.requireNonNull(turn);
    }
  }
}
