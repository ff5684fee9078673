package dev.countersign.executors.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.Billing;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.RawTarget;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.EgressProxy;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.connection.NetworkAccess;
import dev.countersign.executors.connection.Rate;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.ledger.InMemorySendCounts;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SendCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LimitsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
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
        calls.add(() -> Calls.send(registry, order(billing)));
      }
      for (Future<Outcome> outcome : callers.invokeAll(calls)) {
        assertThat(outcome.get()).isInstanceOf(Outcome.Succeeded.class);
      }
      assertThat(most).hasValue(2);
      assertThat(target.requests()).hasSize(20);
    }
  }

  @Test
  void anActionThatFindsNoSlotInTimeWaitsAndIsNotSent() throws Exception {
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
      Future<Outcome> first = callers.submit(() -> Calls.send(registry, order(billing)));
      while (target.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(registry.turn(order(billing).action()))
          .isEqualTo(new Turn.Later("busy", Places.BUSY_PAUSE));
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
        Future<?> _ =
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

  private static final Turn.Later TOO_MANY =
      new Turn.Later(
          "rate_limited",
          Duration.ofMinutes(5),
          Optional.of(new Turn.Limit(2, Optional.of(Duration.ofHours(1)))));

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
              Optional.of(new Rate(2, Duration.ofHours(1))),
              OptionalInt.of(2),
              Duration.ofSeconds(5), // a place is free right after its answer, not with it
              Duration.ofSeconds(5),
              Duration.ofSeconds(5),
              1024,
              1024);
      Billing billing = Billing.at(target.baseUrl()).with(two).with(clock);
      ExecutorRegistry registry = billing.registry();
      assertThat(Calls.send(registry, order(billing))).isInstanceOf(Outcome.Succeeded.class);
      now.set(Billing.NOW.plus(Duration.ofMinutes(30)));
      assertThat(Calls.send(registry, order(billing))).isInstanceOf(Outcome.Succeeded.class);
      assertThat(registry.turn(order(billing).action())).isEqualTo(TOO_MANY);
      assertThat(target.requests()).hasSize(2);
      now.set(Billing.NOW.plus(Duration.ofHours(1)));
      assertThat(Calls.send(registry, order(billing))).isInstanceOf(Outcome.Succeeded.class);
      assertThat(registry.turn(order(billing).action())).isEqualTo(TOO_MANY);
    }
  }

  @Test
  void aConnectionGoesOnWithItsLimitsWhetherItStaysTheSameOrNot() {
    Billing billing =
        Billing.at("http://127.0.0.1:9").with(Billing.limits(1, Duration.ZERO, TIMEOUT));
    Outbound out = billing.outbound();
    ExecutorRegistry former =
        ExecutorRegistry.of(Connections.of(List.of(billing.connection())), out);
    try (Turn.Taken taken = (Turn.Taken) former.turn(order(billing).action())) {
      assertThat(taken).isNotNull();
      for (Billing next : List.of(billing, billing.withoutIdempotency())) {
        ExecutorRegistry followed =
            former.followedBy(Connections.of(List.of(next.connection())), out);
        assertThat(followed.turn(order(billing).action()))
            .isInstanceOfSatisfying(
                Turn.Later.class, later -> assertThat(later.code()).isEqualTo("busy"));
      }
    }
    assertThat(former.turn(order(billing).action())).isInstanceOf(Turn.Taken.class);
  }

  @Test
  void whatNobodyLimitsIsCountedNowhere() {
    Billing billing = Billing.at("http://127.0.0.1:9").with(Limits.DEFAULT);
    ExecutorRegistry registry =
        ExecutorRegistry.of(
            Connections.of(List.of(billing.connection())),
            new Outbound(
                billing.credentials(),
                billing.resolver(),
                billing.tls(),
                billing.clock(),
                NothingSent.INSTANCE));

    assertThat(registry.turn(order(billing).action())).isInstanceOf(Turn.Taken.class);
  }

  /// Nothing flies that could not be counted, and the slot goes back.
  @Test
  void aCountThatCannotBeTakenSendsNothingAndKeepsNoSlot() {
    Billing billing =
        Billing.at("http://127.0.0.1:9").with(Billing.limits(1, Duration.ZERO, TIMEOUT));
    var away = new AtomicBoolean(true);
    var counts =
        new SendCounts() {
          private final SendCounts counted = new InMemorySendCounts(billing.clock());

          @Override
          public Answer count(Count all, String send, Most most) {
            if (away.get()) {
              throw new LedgerUnavailableException("away", new IllegalStateException());
            }
            return counted.count(all, send, most);
          }

          @Override
          public void takeBack(String send) {
            counted.takeBack(send);
          }

          @Override
          public void ended(String send) {
            throw new LedgerUnavailableException("away", new IllegalStateException());
          }
        };
    ExecutorRegistry registry =
        ExecutorRegistry.of(
            Connections.of(List.of(billing.connection())),
            new Outbound(
                billing.credentials(), billing.resolver(), billing.tls(), billing.clock(), counts));
    assertThatExceptionOfType(LedgerUnavailableException.class)
        .isThrownBy(() -> registry.turn(order(billing).action()));
    away.set(false);

    // That its end could not be told changes no outcome, and keeps its place for a while.
    assertThat(Calls.send(registry, order(billing))).isInstanceOf(Outcome.Failed.class);
    assertThat(registry.turn(order(billing).action())).isInstanceOf(Turn.Later.class);
  }

  @Test
  void aTurnThatIsNotUsedGivesBackSlotAndRate() {
    Limits one =
        new Limits(
            Optional.of(new Rate(1, Duration.ofHours(1))),
            OptionalInt.of(1),
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            1024,
            1024);
    Billing billing = Billing.at("http://127.0.0.1:9").with(one);
    ExecutorRegistry registry = billing.registry();
    for (int nth = 0; nth < 3; nth++) {
      try (Turn.Taken taken = (Turn.Taken) registry.turn(order(billing).action())) {
        assertThat(registry.turn(order(billing).action()))
            .isEqualTo(new Turn.Later("busy", Places.BUSY_PAUSE));
        assertThat(taken).isNotNull();
      }
    }
    // One that is used keeps its place in the rate, whatever became of it.
    assertThat(Calls.send(registry, order(billing))).isInstanceOf(Outcome.Failed.class);
    assertThat(registry.turn(order(billing).action())).isInstanceOf(Turn.Later.class);
  }

  @Test
  void anActionWhoseFileOfCertificatesIsMissingWaitsForIt(@TempDir Path folder) {
    Path absent = folder.resolve("ca.pem");
    Billing billing =
        Billing.at("https://api.billing.example")
            .with(new NetworkAccess(true, Optional.of(absent), Optional.empty()));
    assertThat(billing.registry().turn(order(billing).action()))
        .isEqualTo(new Turn.Later("ca_unavailable", SendingThrottle.NEEDS_PAUSE));
  }

  @Test
  void anActionWhoseProxysCredentialIsMissingWaitsForIt() {
    var proxy = new EgressProxy("proxy.example", 3128, CredentialReference.parse("env:NOT_THERE"));
    Billing billing =
        Billing.at("https://api.billing.example")
            .with(new NetworkAccess(true, Optional.empty(), Optional.of(proxy)));
    assertThat(billing.registry().turn(order(billing).action()))
        .isEqualTo(new Turn.Later("credential_unavailable", SendingThrottle.NEEDS_PAUSE));
  }

  @Test
  void anActionWhoseCredentialIsMissingWaitsForIt() {
    Billing billing = Billing.at("http://127.0.0.1:9").withCredentials(_ -> Optional.empty());
    assertThat(billing.registry().turn(order(billing).action()))
        .isEqualTo(new Turn.Later("credential_unavailable", SendingThrottle.NEEDS_PAUSE));
  }
}
