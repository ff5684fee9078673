package dev.countersign.app.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Deliveries.Left;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Ids;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeliveryWorkerTest {
  /// Longer than any of these tests: whoever gets by without a wakeUp waits for it.
  private static final Duration NEVER = Duration.ofMinutes(5);

  private static final Duration LEASE = Duration.ofSeconds(60);

  private final Outbox outbox = new Outbox();
  private final AtomicInteger failures = new AtomicInteger();

  @Test
  void whatIsDueIsCarriedOut() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Delivery>();
    Delivery first = outbox.due();
    Delivery second = outbox.due();
    try (DeliveryWorker worker = started(4, NEVER, seen::add)) {
      assertThat(List.of(take(seen), take(seen))).containsExactlyInAnyOrder(first, second);
      assertThat(outbox.leases).containsOnly(LEASE);
      assertThat(failures).hasValue(0);
      assertThat(worker).isNotNull();
    }
  }

  @Test
  void aNudgeIsEnough() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Delivery>();
    try (DeliveryWorker worker = started(4, NEVER, seen::add)) {
      outbox.awaitClaims(1);
      Delivery late = outbox.due();
      worker.wake();
      assertThat(take(seen)).isEqualTo(late);
    }
  }

  @Test
  void nobodyLooksAgainAfterEachThatIsDone() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Delivery>();
    try (DeliveryWorker worker = started(4, NEVER, seen::add)) {
      outbox.awaitClaims(1);
      for (int done = 0; done < 3; done++) {
        Delivery due = outbox.due();
        worker.wake();
        assertThat(take(seen)).isEqualTo(due);
        outbox.awaitClaims(1);
      }
    }
    assertThat(outbox.most).as("one claim for each nudge, and the first look").hasSize(4);
  }

  @Test
  void whatIsLeftDueWakesTheWorkersOfItsKindAndWhatIsDoneWakesNobody() {
    List<Set<DeliveryKind>> woken = new ArrayList<>();
    Deliveries waking = new WakingDeliveries(outbox, woken::add);
    Delivery delivery = outbox.due();

    assertThat(waking.settle(delivery)).isTrue();
    assertThat(waking.keep(delivery, LEASE, Optional.empty())).isEqualTo(new Left(true, false));
    assertThat(woken).isEmpty();

    outbox.wantedAgain = true;
    assertThat(waking.settle(delivery)).isFalse();
    assertThat(waking.keep(delivery, LEASE, Optional.empty())).isEqualTo(new Left(true, true));
    waking.wake("slack:T01:C01", 1);
    assertThat(woken)
        .containsExactly(
            Set.of(DeliveryKind.EXECUTE),
            Set.of(DeliveryKind.EXECUTE),
            Set.of(DeliveryKind.SHOW_CARD));
  }

  @Test
  void onlyTheWorkerOfWhatWasOrderedIsWoken() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Delivery>();
    WorkerWakeUp wakeUp = new WorkerWakeUp();
    try (DeliveryWorker worker = started(4, NEVER, seen::add)) {
      wakeUp.to(worker);
      outbox.awaitClaims(1);
      Delivery due = outbox.due();
      wakeUp.accept(Set.of(DeliveryKind.SHOW_CARD));
      assertThat(seen.poll(20, TimeUnit.MILLISECONDS)).isNull();
      wakeUp.accept(Set.of(DeliveryKind.SHOW_CARD, DeliveryKind.EXECUTE));
      assertThat(take(seen)).isEqualTo(due);
    }
  }

  @Test
  void withoutANudgeThePollFindsIt() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Delivery>();
    try (DeliveryWorker worker = started(4, Duration.ofMillis(5), seen::add)) {
      outbox.awaitClaims(2);
      Delivery late = outbox.due();
      assertThat(take(seen)).isEqualTo(late);
      assertThat(worker).isNotNull();
    }
  }

  @Test
  void noMoreIsClaimedThanThereAreSlots() throws InterruptedException {
    var running = new LinkedBlockingQueue<Delivery>();
    var end = new CountDownLatch(1);
    for (int i = 0; i < 5; i++) {
      outbox.due();
    }
    try (DeliveryWorker worker =
        started(
            2,
            Duration.ofMillis(5),
            delivery -> {
              running.add(delivery);
              await(end);
            })) {
      take(running);
      take(running);
      worker.wake();
      assertThat(running.poll(50, TimeUnit.MILLISECONDS)).isNull();
      assertThat(outbox.open()).isEqualTo(3);
      end.countDown();
      for (int i = 0; i < 3; i++) {
        take(running);
      }
    }
    assertThat(outbox.most).allMatch(most -> most <= 2);
  }

  @Test
  void aDeliveryThatFailsIsPutOffForLongerEachTimeAndStarvesNoOther() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Delivery>();
    Delivery poison = outbox.due(1);
    Delivery fine = outbox.due(1);
    Delivery oldPoison = outbox.due(9);
    try (DeliveryWorker worker =
        started(
            1,
            NEVER,
            delivery -> {
              if (!delivery.equals(fine)) {
                throw new IllegalStateException("poison");
              }
              seen.add(delivery);
            })) {
      assertThat(take(seen)).isEqualTo(fine);
      Postponed first = take(outbox.postponed);
      Postponed ninth = take(outbox.postponed);
      assertThat(first.delivery()).isEqualTo(poison);
      assertThat(first.pause()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
      assertThat(ninth.delivery()).isEqualTo(oldPoison);
      assertThat(ninth.pause()).isBetween(Duration.ofSeconds(128), Duration.ofSeconds(256));
      assertThat(failures).hasValue(2);
      assertThat(worker).isNotNull();
    }
  }

  @Test
  void whatIsDamagedIsPutAsideSoonerThanWhatFailsForAnotherReason() throws InterruptedException {
    Delivery damaged = outbox.due();
    Delivery poison = outbox.due();
    try (DeliveryWorker worker =
        started(
            1,
            NEVER,
            delivery -> {
              throw delivery.equals(damaged)
                  ? new DamagedRecordException.Unreadable(
                      delivery.request(), new IllegalArgumentException("secret"))
                  : new IllegalStateException("poison");
            })) {
      assertThat(take(outbox.failed)).isEqualTo(new Failed(damaged, "record_unreadable", 3));
      assertThat(take(outbox.failed)).isEqualTo(new Failed(poison, "failed", 12));
      assertThat(worker).isNotNull();
    }
  }

  /// The store may be away for an hour: nothing of that is the delivery's fault.
  @Test
  void aLedgerThatIsAwayPutsNothingAside() throws InterruptedException {
    outbox.due(1_000);
    try (DeliveryWorker worker =
        started(
            1,
            NEVER,
            _ -> {
              throw new LedgerUnavailableException("away");
            })) {
      assertThat(take(outbox.postponed)).isNotNull();
      assertThat(outbox.failed).isEmpty();
      assertThat(worker).isNotNull();
    }
  }

  @Test
  void noPauseIsLongerThanFiveMinutes() throws InterruptedException {
    outbox.due(1_000_000);
    try (DeliveryWorker worker =
        started(
            1,
            NEVER,
            _ -> {
              throw new LedgerUnavailableException("away");
            })) {
      assertThat(take(outbox.postponed).pause())
          .isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5));
      assertThat(worker).isNotNull();
    }
  }

  @Test
  void evenAnErrorOfTheMachineEndsNothing() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Delivery>();
    outbox.due();
    Delivery fine = outbox.due();
    try (DeliveryWorker worker =
        started(
            1,
            NEVER,
            delivery -> {
              if (!delivery.equals(fine)) {
                throw new StackOverflowError();
              }
              seen.add(delivery);
            })) {
      assertThat(take(seen)).isEqualTo(fine);
      assertThat(worker).isNotNull();
    }
  }

  @Test
  void aLedgerThatCannotAnswerIsAskedAgain() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Delivery>();
    outbox.faults.add(new LedgerUnavailableException("away"));
    outbox.faults.add(new IllegalStateException("odd"));
    Delivery due = outbox.due();
    try (DeliveryWorker worker = started(1, NEVER, seen::add)) {
      assertThat(take(seen)).isEqualTo(due);
      assertThat(failures).hasValue(2);
      assertThat(worker).isNotNull();
    }
  }

  @Test
  void whereEvenPuttingOffFailsTheWorkerGoesOn() throws InterruptedException {
    var seen = new LinkedBlockingQueue<Delivery>();
    outbox.postponing = false;
    outbox.due();
    Delivery fine = outbox.due();
    try (DeliveryWorker worker =
        started(
            1,
            NEVER,
            delivery -> {
              if (!delivery.equals(fine)) {
                throw new IllegalStateException("poison");
              }
              seen.add(delivery);
            })) {
      assertThat(take(seen)).isEqualTo(fine);
      assertThat(worker).isNotNull();
    }
  }

  @Test
  void stoppingLetsWhatRunsFinishAndClaimsNothingMore() throws InterruptedException {
    var running = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var finished = new LinkedBlockingQueue<Delivery>();
    outbox.due();
    DeliveryWorker worker =
        started(
            1,
            Duration.ofMillis(5),
            delivery -> {
              running.countDown();
              await(end);
              finished.add(delivery);
            });
    await(running);
    Delivery never = outbox.due();
    Thread stopping = Thread.ofVirtual().start(worker::close);
    assertThat(stopping.join(Duration.ofMillis(20))).isFalse();
    end.countDown();
    stopping.join();
    assertThat(finished).hasSize(1).doesNotContain(never);
  }

  @Test
  void whatDoesNotFinishInTimeIsInterrupted() throws InterruptedException {
    var running = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    outbox.due();
    DeliveryWorker worker =
        worker(
            new DeliveryWorker.Settings(1, LEASE, NEVER, Duration.ofMillis(10)),
            _ -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    worker.start();
    await(running);
    worker.close();
    await(interrupted);
  }

  @Test
  void whoIsInterruptedIsHeardOutBeforeTheGroundGoes() throws InterruptedException {
    var running = new CountDownLatch(1);
    var said = new LinkedBlockingQueue<String>();
    Thread closing = Thread.currentThread();
    outbox.due();
    DeliveryWorker worker =
        worker(
            new DeliveryWorker.Settings(1, LEASE, NEVER, Duration.ZERO),
            _ -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                // Stands for a commit: it takes a moment, and close must not return before it.
                while (closing.getState() != Thread.State.TIMED_WAITING) {
                  Thread.onSpinWait();
                }
                said.add("what I know");
              }
            });
    worker.start();
    await(running);
    worker.close();
    assertThat(said).containsExactly("what I know");
  }

  @Test
  void aWorkerThatNeverStartedStops() {
    worker(new DeliveryWorker.Settings(1, LEASE, NEVER, NEVER), _ -> {}).close();
    assertThat(outbox.most).isEmpty();
  }

  private DeliveryWorker started(int inFlight, Duration poll, Consumer<Delivery> work) {
    DeliveryWorker worker =
        worker(new DeliveryWorker.Settings(inFlight, LEASE, poll, Duration.ofSeconds(10)), work);
    worker.start();
    return worker;
  }

  private DeliveryWorker worker(DeliveryWorker.Settings settings, Consumer<Delivery> work) {
    return new DeliveryWorker(
        DeliveryKind.EXECUTE,
        outbox,
        work,
        settings,
        _ -> failures.incrementAndGet(),
        new Random(1));
  }

  private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(10, TimeUnit.SECONDS);
    assertThat(taken).isNotNull();
    return java.util.Objects.requireNonNull(taken);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Postponed(Delivery delivery, Duration pause) {}

  private record Failed(Delivery delivery, String code, int most) {}

  /// Deliveries that are due once, and notes of what was done about them.
  private static final class Outbox implements Deliveries {
    private final Queue<Delivery> due = new ConcurrentLinkedQueue<>();
    private final Queue<RuntimeException> faults = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Postponed> postponed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Failed> failed = new LinkedBlockingQueue<>();
    private final Queue<Integer> most = new ConcurrentLinkedQueue<>();
    private final Queue<Duration> leases = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Integer> claims = new LinkedBlockingQueue<>();
    private volatile boolean postponing = true;
    private volatile boolean wantedAgain;

    Delivery due() {
      return due(1);
    }

    Delivery due(int attempts) {
      Delivery delivery =
          new Delivery(Ids.proposal(), DeliveryKind.EXECUTE, "", 1, attempts, UUID.randomUUID());
      due.add(delivery);
      return delivery;
    }

    int open() {
      return due.size();
    }

    void awaitClaims(int number) throws InterruptedException {
      for (int i = 0; i < number; i++) {
        take(claims);
      }
    }

    @Override
    public List<ProposalId> open(
        DeliveryKind kind, String target, Optional<ProposalId> after, int most) {
      return List.of();
    }

    @Override
    public List<Delivery> claim(DeliveryKind kind, int atMost, Duration lease) {
      RuntimeException fault = faults.poll();
      if (fault != null) {
        throw fault;
      }
      most.add(atMost);
      leases.add(lease);
      List<Delivery> claimed = new ArrayList<>();
      while (claimed.size() < atMost && due.peek() != null) {
        claimed.add(due.remove());
      }
      claims.add(claimed.size());
      return claimed;
    }

    @Override
    public boolean settle(Delivery delivery) {
      return !wantedAgain;
    }

    @Override
    public Left keep(Delivery delivery, Duration pause, Optional<NamedMessage> message) {
      return new Left(true, wantedAgain);
    }

    @Override
    public void wake(String target, int most) {}

    @Override
    public void recheck(String targets, int most) {}

    @Override
    public void probe(Duration wait, int most) {}

    @Override
    public void postpone(Delivery delivery, Duration wait) {
      if (!postponing) {
        throw new LedgerUnavailableException("away");
      }
      postponed.add(new Postponed(delivery, wait));
    }

    @Override
    public boolean fail(Delivery delivery, Failure failure, Duration wait, int atMost) {
      failed.add(new Failed(delivery, failure.code(), atMost));
      postpone(delivery, wait);
      return delivery.attempts() >= atMost;
    }
  }
}
