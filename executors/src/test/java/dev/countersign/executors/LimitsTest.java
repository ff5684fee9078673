package dev.countersign.executors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.ActionExecutor.Order;
import dev.countersign.execution.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LimitsTest {
  private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";

  private static Order order(Billing billing) {
    return Calls.order(Calls.post(billing.baseUrl() + "/v1/refunds"));
  }

  @Test
  void twentyParallelOrdersNeverFlyMoreThanTwoAtATime() throws Exception {
    var flying = new AtomicInteger();
    var most = new AtomicInteger();
    var pair = new CyclicBarrier(2); // each answer waits for a second request: two do fly
    RawTarget.Manner counting =
        (socket, target) -> {
          target.readRequest(socket);
          most.accumulateAndGet(flying.incrementAndGet(), Math::max);
          pair.await(10, TimeUnit.SECONDS);
          flying.decrementAndGet();
          RawTarget.write(socket, NO_CONTENT);
        };
    try (var target = new RawTarget(counting);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Billing billing =
          Billing.at(target.baseUrl())
              .with(Billing.limits(2, Duration.ofSeconds(10), Duration.ofSeconds(20)));
      ExecutorRegistry registry = billing.registry();
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(() -> registry.execute(order(billing)));
      }
      for (Future<Outcome> outcome : callers.invokeAll(calls)) {
        assertThat(outcome.get()).isInstanceOf(Outcome.Succeeded.class);
      }
      assertThat(most).hasValue(2);
      assertThat(target.requests()).hasSize(20);
    }
  }

  @Test
  void anOrderThatFindsNoSlotInTimeIsBusyAndNotSent() throws Exception {
    var release = new CountDownLatch(1);
    RawTarget.Manner waiting =
        (socket, target) -> {
          target.readRequest(socket);
          release.await();
          RawTarget.write(socket, NO_CONTENT);
        };
    try (var target = new RawTarget(waiting);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Billing billing =
          Billing.at(target.baseUrl())
              .with(Billing.limits(1, Duration.ofMillis(1), Duration.ofSeconds(20)));
      ExecutorRegistry registry = billing.registry();
      Future<Outcome> first = callers.submit(() -> registry.execute(order(billing)));
      while (target.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(registry.execute(order(billing))).isEqualTo(new Outcome.Failed("busy", 0));
      release.countDown();
      assertThat(first.get()).isInstanceOf(Outcome.Succeeded.class);
      assertThat(target.requests()).hasSize(1);
    }
  }

  @Test
  @Timeout(10) // well below the wait for a slot: the refusal must come at once
  void theQueueForASlotIsBounded() throws Exception {
    var slots = new Slots(1, Duration.ofSeconds(20));
    assertThat(slots.tryTake()).isTrue();
    try (var waiters = Executors.newVirtualThreadPerTaskExecutor()) {
      var refused = new CountDownLatch(1);
      for (int i = 0; i <= Slots.MAX_WAITING; i++) {
        waiters.submit(() -> {
          if (!slots.tryTake()) {
            refused.countDown();
          } else {
            slots.release();
          }
          return null;
        });
      }
      refused.await(); // the one too many is told at once, while all others still wait
      slots.release();
    }
  }

  @Test
  void ordersBeyondTheRateAreNotSentUntilTheWindowHasMovedOn() throws IOException {
    var now = new AtomicReference<>(Billing.NOW);
    InstantSource clock = now::get;
    RawTarget.Manner answering =
        (socket, target) -> {
          target.readRequest(socket);
          RawTarget.write(socket, NO_CONTENT);
        };
    try (var target = new RawTarget(answering)) {
      Limits two =
          new Limits(
              new Rate(2, Duration.ofHours(1)),
              2,
              Duration.ZERO,
              Duration.ofSeconds(5),
              Duration.ofSeconds(5),
              1024,
              1024);
      Billing billing = Billing.at(target.baseUrl()).with(two).with(clock);
      ExecutorRegistry registry = billing.registry();
      assertThat(registry.execute(order(billing))).isInstanceOf(Outcome.Succeeded.class);
      now.set(Billing.NOW.plus(Duration.ofMinutes(30)));
      assertThat(registry.execute(order(billing))).isInstanceOf(Outcome.Succeeded.class);
      assertThat(registry.execute(order(billing))).isEqualTo(new Outcome.Failed("rate_limited", 0));
      assertThat(target.requests()).hasSize(2);
      now.set(Billing.NOW.plus(Duration.ofHours(1)));
      assertThat(registry.execute(order(billing))).isInstanceOf(Outcome.Succeeded.class);
      assertThat(registry.execute(order(billing))).isEqualTo(new Outcome.Failed("rate_limited", 0));
    }
  }

  @Test
  void aSendOneWindowAgoNoLongerCountsAndOneMomentLessDoes() {
    var now = new AtomicReference<>(Billing.NOW);
    var rate = new RateLimit(new Rate(1, Duration.ofHours(1)), now::get);
    assertThat(rate.tryTake()).isTrue();
    now.set(Billing.NOW.plus(Duration.ofHours(1)).minusNanos(1));
    assertThat(rate.tryTake()).isFalse();
    now.set(Billing.NOW.plus(Duration.ofHours(1)));
    assertThat(rate.tryTake()).isTrue();
  }

  @Test
  void aClockThatIsSetBackOpensNoWindow() {
    var now = new AtomicReference<Instant>(Billing.NOW);
    var rate = new RateLimit(new Rate(2, Duration.ofHours(1)), now::get);
    assertThat(rate.tryTake()).isTrue();
    now.set(Billing.NOW.minus(Duration.ofDays(1)));
    assertThat(rate.tryTake()).isTrue();
    assertThat(rate.tryTake()).isFalse();
  }
}
