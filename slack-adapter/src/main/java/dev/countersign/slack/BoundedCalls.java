package dev.countersign.slack;

import dev.countersign.slack.BoundedCalls.Waited.Done;
import dev.countersign.slack.BoundedCalls.Waited.Late;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work behind callbacks: bounded in number, and in how long an acknowledgement waits for it. What
/// takes longer goes on to its end.
final class BoundedCalls implements AutoCloseable {
  /// How long an acknowledgement may wait. Slack shows an error after 3 s, of which half a second
  /// is left for the way there and back.
  static final Duration PATIENCE = Duration.ofMillis(2_500);

  /// At one time, late ones included.
  static final int MAX_IN_FLIGHT = 256;

  /// How long a stop waits for what is under way. A desk answers within seconds or not at all, as
  /// the database and the chats have deadlines of their own.
  static final Duration DRAIN = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(BoundedCalls.class);

  private final Duration patience;
  private final Semaphore free = new Semaphore(MAX_IN_FLIGHT);
  private final ExecutorService threads = VirtualThreads.perTask("slack-press");

  BoundedCalls(Duration patience) {
    this.patience = patience;
  }

  /// What came of waiting.
  sealed interface Waited<T> {
    record Done<T>(T result) implements Waited<T> {}

    record Late<T>(CompletionStage<T> later) implements Waited<T> {}
  }

  /// @param work answers every failure that can be expected, and does not throw
  /// @param whenBusy the result where too much is under way already
  <T> Waited<T> run(Supplier<T> work, T whenBusy) {
    if (!free.tryAcquire()) {
      return new Done<>(whenBusy);
    }
    CompletableFuture<T> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return work.get();
              } finally {
                free.release();
              }
            },
            threads);
    try {
      return new Done<>(running.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return new Late<>(running);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a failure is an answer", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Late<>(running);
    }
  }

  /// Waits [#DRAIN] for all that is under way, and interrupts what is left then.
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("{} calls were not done {} s after the stop", left(), DRAIN.toSeconds());
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private int left() {
    return MAX_IN_FLIGHT - free.availablePermits();
  }
}
