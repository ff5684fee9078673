package dev.countersign.app.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// How much is worked on at once, of all callers and of each. Nobody waits for room.
///
/// @param <K> by which callers are told apart; as many as are known to the gate
final class Rooms<K> {
  private static final Duration ROOM_SOON = Duration.ofSeconds(1);

  private final Semaphore all;
  private final int mostOfOne;
  private final Map<K, Semaphore> each = new ConcurrentHashMap<>();

  Rooms(int most, int mostOfOne) {
    this.all = new Semaphore(most);
    this.mostOfOne = mostOfOne;
  }

  /// What is done in a room.
  ///
  /// @param <E> what it may throw
  @FunctionalInterface
  interface Work<E extends Exception> {
    void run() throws E;
  }

  /// In the room of all.
  ///
  /// @throws ProblemException with the problem of it where it is full
  <E extends Exception> void among(Supplier<Problem> full, Work<E> work) throws E {
    within(all, full, work);
  }

  /// In the caller's own room.
  ///
  /// @throws ProblemException with the problem of it where it is full
  <E extends Exception> void of(K caller, Supplier<Problem> full, Work<E> work) throws E {
    within(each.computeIfAbsent(caller, _ -> new Semaphore(mostOfOne)), full, work);
  }

  private static <E extends Exception> void within(
      Semaphore room, Supplier<Problem> full, Work<E> work) throws E {
    if (!room.tryAcquire()) {
      throw full.get().retryAfter(ROOM_SOON).thrown();
    }
    try {
      work.run();
    } finally {
      room.release();
    }
  }
}
