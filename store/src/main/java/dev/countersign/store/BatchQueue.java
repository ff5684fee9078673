package dev.countersign.store;

import dev.countersign.ledger.LedgerUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
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
  private static final int MOST_STATEMENTS = 5;

  private final String what;
  private final Duration patience;
  private final Duration turn;
  private final Duration flight;
  private final Work<I, A> work;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiting<I, A>> queue = new ArrayDeque<>();
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

    /// No two items that have one of these in common are in one batch.
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
    this.flight =
        config
            .acquire()
            .plus(config.statement().plus(Session.NETWORK).multipliedBy(MOST_STATEMENTS));
    this.work = work;
  }

  /// @throws LedgerUnavailableException when too many wait, when its turn does not come in time,
  ///   and when the store cannot answer
  A ask(I item) {
    Optional<Waiting<I, A>> waiting = enter(item);
    if (waiting.isEmpty()) {
      return first(item);
    }
    return switch (await(waiting.get())) {
      case Turn.Answered<A>(A answer) -> answer;
      case Turn.Alone<A> _ -> work.alone(item);
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

  /// Empty when nobody is at work: then the caller is.
  private Optional<Waiting<I, A>> enter(I item) {
    lock.lock();
    try {
      if (writers == 0) {
        writers++;
        return Optional.empty();
      }
      if (queue.size() >= CAPACITY) {
        throw new LedgerUnavailableException(
            CAPACITY + " " + what + " wait already; nothing was done");
      }
      Waiting<I, A> waiting = new Waiting<>(item);
      queue.add(waiting);
      return Optional.of(waiting);
    } finally {
      lock.unlock();
    }
  }

  private A first(I item) {
    count(1);
    try {
      return work.alone(item);
    } finally {
      List<Waiting<I, A>> next = take();
      if (!next.isEmpty()) {
        begin(next);
      }
    }
  }

  private Turn<A> await(Waiting<I, A> waiting) {
    try {
      if (!hasTurnInTime(waiting) && withdraw(waiting)) {
        throw new LedgerUnavailableException(
            what + " wait longer than " + turn + "; nothing was done");
      }
      if (!waiting.hasTurnWithin(flight)) {
        throw new LedgerUnavailableException("the database did not answer in " + flight);
      }
      return waiting.turn();
    } catch (InterruptedException e) {
      withdraw(waiting);
      Thread.currentThread().interrupt();
      throw new LedgerUnavailableException("interrupted while waiting for " + what, e);
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

  private void beginAnother(Waiting<I, A> waiting) {
    lock.lock();
    try {
      if (writers == MOST_WRITERS || !queue.contains(waiting)) {
        return;
      }
      writers++;
    } finally {
      lock.unlock();
    }
    begin(take());
  }

  /// The next batch of whoever is at work; it is no longer when there is none.
  private List<Waiting<I, A>> take() {
    lock.lock();
    try {
      List<Waiting<I, A>> batch = new ArrayList<>();
      Set<Object> taken = new HashSet<>();
      Iterator<Waiting<I, A>> waiting = queue.iterator();
      while (waiting.hasNext() && batch.size() < MOST) {
        Waiting<I, A> next = waiting.next();
        Collection<?> apart = work.apart(next.item());
        if (apart.stream().noneMatch(taken::contains)) {
          taken.addAll(apart);
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
        batch
            .get(i)
            .give(answers.get(i).<Turn<A>>map(Turn.Answered::new).orElseGet(Turn.Alone::new));
      }
    } catch (LedgerUnavailableException e) {
      Turn<A> turn = Database.blamesAnItem(e) ? new Turn.Alone<>() : new Turn.Failed<>(e);
      batch.forEach(waiting -> waiting.give(turn));
    } catch (Error e) {
      batch.forEach(waiting -> waiting.give(new Turn.Failed<>(e)));
    } catch (RuntimeException e) {
      batch.forEach(waiting -> waiting.give(new Turn.Alone<>()));
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
    private final CountDownLatch given = new CountDownLatch(1);
    private volatile @Nullable Turn<A> turn;

    private Waiting(I item) {
      this.item = item;
    }

    private I item() {
      return item;
    }

    private boolean hasTurnWithin(Duration wait) throws InterruptedException {
      return given.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// The first counts.
    private void give(Turn<A> turn) {
      if (this.turn == null) {
        this.turn = turn;
        given.countDown();
      }
    }

    private Turn<A> turn() {
      return Objects.requireNonNull(turn);
    }
  }
}
