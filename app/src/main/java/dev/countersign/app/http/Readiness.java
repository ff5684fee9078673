package dev.countersign.app.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// Asks all checks at once and waits for none longer than its bound. A check that still hangs from
/// an earlier question is not asked again until it returns: probes must not pile up.
final class Readiness {
  private final List<Asked> checks;
  private final Duration bound;

  Readiness(List<ReadinessCheck> checks, Duration bound) {
    this.checks = checks.stream().map(Asked::new).toList();
    this.bound = bound;
  }

  /// The names of those that do not hold, in their order.
  List<String> failing() {
    List<CompletableFuture<Boolean>> answers = checks.stream().map(Asked::ask).toList();
    List<String> failing = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      if (!holds(answers.get(i))) {
        failing.add(checks.get(i).check.name());
      }
    }
    return List.copyOf(failing);
  }

  private boolean holds(CompletableFuture<Boolean> answer) {
    try {
      return answer.get(bound.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static final class Asked {
    private final ReadinessCheck check;
    private final AtomicReference<CompletableFuture<Boolean>> latest =
        new AtomicReference<>(CompletableFuture.completedFuture(false));

    Asked(ReadinessCheck check) {
      this.check = check;
    }

    CompletableFuture<Boolean> ask() {
      CompletableFuture<Boolean> before = latest.get();
      CompletableFuture<Boolean> next = new CompletableFuture<>();
      if (!before.isDone() || !latest.compareAndSet(before, next)) {
        return latest.get();
      }
      Thread.ofVirtual().name("readiness-" + check.name()).start(() -> complete(next));
      return next;
    }

    private void complete(CompletableFuture<Boolean> answer) {
      try {
        answer.complete(check.holds().getAsBoolean());
      } catch (RuntimeException | Error e) {
        answer.completeExceptionally(e);
      }
    }
  }
}
