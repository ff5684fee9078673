package dev.countersign.sandbox.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The faults still to be played, first in first out for every method.
///
/// @param <F> how a call of this platform goes wrong
public final class FaultScript<F> {
  private final Map<String, Deque<F>> waiting = new ConcurrentHashMap<>();
  private final Map<String, Integer> played = new ConcurrentHashMap<>();

  public void add(String method, F fault, int times) {
    waiting.compute(
        method,
        (_, queue) -> {
          Deque<F> faults = queue == null ? new ArrayDeque<>() : queue;
          for (int i = 0; i < times; i++) {
            faults.add(fault);
          }
          return faults;
        });
  }

  /// Nothing goes wrong any more.
  public void clear() {
    waiting.clear();
  }

  public Optional<F> next(String method) {
    var taken = new AtomicReference<@Nullable F>();
    waiting.computeIfPresent(
        method,
        (_, queue) -> {
          taken.set(queue.poll());
          return queue.isEmpty() ? null : queue;
        });
    Optional<F> next = Optional.ofNullable(taken.get());
    next.ifPresent(_ -> played.merge(method, 1, Integer::sum));
    return next;
  }

  /// How many faults of a method were played so far.
  public int played(String method) {
    return played.getOrDefault(method, 0);
  }
}
