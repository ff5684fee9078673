package dev.countersign.sandbox.slack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The faults still to be played, first in first out for every method.
final class FaultScript {
  private final Map<String, Deque<Fault>> waiting = new ConcurrentHashMap<>();

  void add(String method, Fault fault, int times) {
    waiting.compute(
        method,
        (_, queue) -> {
          Deque<Fault> faults = queue == null ? new ArrayDeque<>() : queue;
          for (int i = 0; i < times; i++) {
            faults.add(fault);
          }
          return faults;
        });
  }

  Optional<Fault> next(String method) {
    var taken = new Fault[1];
    waiting.computeIfPresent(
        method,
        (_, queue) -> {
          taken[0] = queue.poll();
          return queue.isEmpty() ? null : queue;
        });
    return Optional.ofNullable(taken[0]);
  }
}
