package dev.countersign.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What one attempt came to, while its worker records it. It is kept beside the ledger as soon as
/// it is in doubt whether the ledger takes it: once a try has failed, before any where the worker
/// was told to stop, and where none has ended well after [#FIRST_TRY], so that a process that is
/// killed while its very first try hangs has not lost it.
final class Keeping implements AutoCloseable {
  /// How long what is known is in the memory of one process alone, and lost with it.
  static final Duration FIRST_TRY = Duration.ofSeconds(2);

  private final KeptOutcomes outcomes;
  private final Optional<KeptOutcome> outcome;
  private final CountDownLatch over = new CountDownLatch(1);
  private Optional<Boolean> kept = Optional.empty();

  private Keeping(KeptOutcomes outcomes, Optional<KeptOutcome> outcome) {
    this.outcomes = outcomes;
    this.outcome = outcome;
  }

  /// From now on the first try is under way.
  ///
  /// @param outcome empty where there is nothing to keep
  static Keeping of(KeptOutcomes outcomes, Optional<KeptOutcome> outcome) {
    Keeping keeping = new Keeping(outcomes, outcome);
    outcome.ifPresent(
        it -> Thread.ofVirtual().name("keeping-" + it.attempt()).start(keeping::watch));
    return keeping;
  }

  private void watch() {
    try {
      if (!over.await(FIRST_TRY.toNanos(), TimeUnit.NANOSECONDS)) {
        inDoubt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does, and the worker keeps it, too
    }
  }

  /// Keeps it, the first time that it is called.
  ///
  /// @return whether it is kept
  synchronized boolean inDoubt() {
    if (kept.isEmpty()) {
      kept = Optional.of(outcome.map(outcomes::keep).orElse(false));
    }
    return kept.get();
  }

  /// The ledger has it.
  synchronized void landed() {
    if (kept.orElse(false)) {
      outcome.ifPresent(outcomes::forget);
    }
    kept = Optional.of(false);
  }

  /// From now on nothing is kept that is not yet.
  @Override
  public synchronized void close() {
    if (kept.isEmpty()) {
      kept = Optional.of(false);
    }
    over.countDown();
  }
}
