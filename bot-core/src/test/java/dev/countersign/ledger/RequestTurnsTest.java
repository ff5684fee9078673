package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RequestTurnsTest {
  private static final ProposalId ID = new ProposalId("prop_01J0000000000000000000000A");
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void aStepOfTheSameRequestWaitsForTheOneBeforeIt() throws Exception {
    RequestTurns turns = new RequestTurns(LONG);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    var first = async(turns, () -> stay(entered, leave));
    entered.await();
    CountDownLatch second = new CountDownLatch(1);
    var next = async(turns, second::countDown);

    while (!turns.isAwaited(ID)) {
      Thread.onSpinWait();
    }
    assertThat(second.getCount()).as("it has not begun").isEqualTo(1);
    leave.countDown();

    answer(first);
    answer(next);
    assertThat(second.getCount()).isZero();
  }

  @Test
  void aStepWhoseTurnDoesNotComeGoesAllTheSame() throws Exception {
    RequestTurns turns = new RequestTurns(Duration.ofMillis(1));
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    var stuck = async(turns, () -> stay(entered, leave));
    entered.await();

    answer(async(turns, () -> {}));

    leave.countDown();
    answer(stuck);
  }

  @Test
  void aStepWithinAStepOfTheSameRequestDoesNotWaitForItself() {
    RequestTurns turns = new RequestTurns(LONG);

    assertThat(turns.<Integer>with(ID, () -> turns.with(ID, () -> 7))).isEqualTo(7);
  }

  @Test
  void aStepThatFailsLeavesItsTurn() throws Exception {
    RequestTurns turns = new RequestTurns(LONG);
    var failed =
        async(
            turns,
            () -> {
              throw new IllegalStateException("no");
            });

    answer(async(turns, () -> {}));

    assertThat(failed).isCompletedExceptionally();
  }

  @Test
  void whoeverIsInterruptedGoesOnInterrupted() {
    RequestTurns turns = new RequestTurns(LONG);
    Thread.currentThread().interrupt();

    assertThat(turns.<Integer>with(ID, () -> 7)).isEqualTo(7);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static CompletableFuture<Boolean> async(RequestTurns turns, Runnable step) {
    return CompletableFuture.supplyAsync(
        () ->
            turns.with(
                ID,
                () -> {
                  step.run();
                  return true;
                }),
        task -> Thread.ofVirtual().start(task));
  }

  private static void stay(CountDownLatch entered, CountDownLatch leave) {
    entered.countDown();
    try {
      leave.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(CompletableFuture<Boolean> step)
      throws InterruptedException, ExecutionException, TimeoutException {
    assertThat(step.get(30, TimeUnit.SECONDS)).isTrue();
  }
}
