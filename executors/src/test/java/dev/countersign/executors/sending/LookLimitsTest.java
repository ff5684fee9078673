package dev.countersign.executors.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.Turn;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ContactService;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.ledger.InMemorySendCounts;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SendCounts;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How often the gate looks at a target, beside what it sends there.
@Timeout(30)
class LookLimitsTest {
  private static final ContactService SERVICE = new ContactService();
  private static final AgentId ONE = new AgentId("one-bot");
  private static final AgentId OTHER = new AgentId("other-bot");
  private static final Action PAUSE = pause("c_1");

  private final AtomicReference<Instant> now = new AtomicReference<>(ContactService.NOW);
  private final SendCounts counts = new InMemorySendCounts(now::get);

  @AfterAll
  static void stop() {
    SERVICE.close();
  }

  @BeforeEach
  void contacts() {
    SERVICE.forget();
    for (String id : List.of("c_1", "c_2", "slow")) {
      SERVICE.put(id, "{\"id\":\"" + id + "\",\"status\":\"active\"}");
    }
  }

  private static Action pause(String id) {
    return ContactService.change(
        "update", id, "{\"path\":\"/status\",\"from\":\"active\",\"to\":\"paused\"}");
  }

  private static Outcome make(ExecutorRegistry registry, String id) {
    return Calls.send(registry, Calls.order(pause(id)));
  }

  @Test
  void oneAgentHasHalfOfTheLooksAndTheOthersTheRest() {
    ExecutorRegistry registry = SERVICE.limited(",\"looks\":\"4/h\"", counts);
    for (int nth = 0; nth < 2; nth++) {
      assertThat(registry.readFirst(PAUSE, ONE)).isInstanceOf(RecordLook.Held.class);
    }
    for (int nth = 0; nth < 20; nth++) {
      assertThat(registry.readFirst(PAUSE, ONE)).isInstanceOf(RecordLook.NotYet.class);
    }
    assertThat(SERVICE.methods()).as("the target is not asked").hasSize(2);

    for (int nth = 0; nth < 2; nth++) {
      assertThat(registry.readFirst(PAUSE, OTHER)).isInstanceOf(RecordLook.Held.class);
    }
    assertThat(registry.readFirst(PAUSE, new AgentId("third-bot")))
        .as("all have four together")
        .isInstanceOf(RecordLook.NotYet.class);
    now.updateAndGet(at -> at.plus(Duration.ofHours(1)));
    assertThat(registry.readFirst(PAUSE, ONE)).isInstanceOf(RecordLook.Held.class);
  }

  @Test
  void whatTheAgentsOwnBoundLetsAndTheOneOfAllDoesNotIsNotCounted() {
    ExecutorRegistry registry = SERVICE.limited(",\"looks\":\"2/h\"", counts);
    registry.readFirst(PAUSE, OTHER);
    registry.readFirst(PAUSE, new AgentId("third-bot"));
    for (int nth = 0; nth < 5; nth++) {
      assertThat(registry.readFirst(PAUSE, ONE)).isInstanceOf(RecordLook.NotYet.class);
    }
    now.updateAndGet(at -> at.plus(Duration.ofHours(1)));

    assertThat(registry.readFirst(PAUSE, ONE)).isInstanceOf(RecordLook.Held.class);
  }

  /// Each time a program may be run for it, for seconds.
  @Test
  void whoeverHasNoPlaceHasNoCredentialFetched() {
    AtomicInteger fetched = new AtomicInteger();
    ExecutorRegistry registry =
        SERVICE.signedBy(
            _ -> {
              fetched.incrementAndGet();
              return Optional.of(new Secret("Bearer canary"));
            },
            ",\"looks\":\"2/h\",\"rate\":\"1/h\"",
            counts);
    assertThat(registry.readFirst(PAUSE, ONE)).isInstanceOf(RecordLook.Held.class);
    assertThat(make(registry, "c_1")).isInstanceOf(Outcome.Succeeded.class);
    int before = fetched.get();

    for (int nth = 0; nth < 5; nth++) {
      assertThat(registry.readFirst(PAUSE, ONE)).isInstanceOf(RecordLook.NotYet.class);
      assertThat(registry.turn(PAUSE)).isInstanceOf(Turn.Later.class);
    }
    assertThat(fetched).hasValue(before);
  }

  @Test
  void howeverMuchIsLookedWhatIsApprovedIsSentAndHoweverMuchIsSentIsLooked() {
    ExecutorRegistry registry =
        SERVICE.limited(",\"rate\":\"2/h\",\"concurrency\":1,\"wait\":\"1s\"", counts);
    assertThat(registry.readFirst(PAUSE, ONE)).isInstanceOf(RecordLook.Held.class);
    assertThat(registry.readFirst(PAUSE, OTHER)).isInstanceOf(RecordLook.Held.class);
    assertThat(registry.readFirst(PAUSE, ONE)).isInstanceOf(RecordLook.NotYet.class);

    assertThat(make(registry, "c_1")).isInstanceOf(Outcome.Succeeded.class);
    assertThat(make(registry, "c_2")).isInstanceOf(Outcome.Succeeded.class);
    assertThat(registry.turn(PAUSE)).isInstanceOf(Turn.Later.class);

    now.updateAndGet(at -> at.plus(Duration.ofMinutes(59)));
    ExecutorRegistry another = SERVICE.limited(",\"rate\":\"2/h\",\"looks\":\"9/h\"", counts);
    assertThat(another.turn(PAUSE)).isInstanceOf(Turn.Later.class);
    assertThat(another.readFirst(pause("slow"), ONE)).isInstanceOf(RecordLook.Held.class);
  }

  /// Its slowest record holds up itself alone.
  @Test
  void oneAgentLooksOnceAtATimeAndKeepsNobodyElseWaiting() throws Exception {
    ExecutorRegistry registry = SERVICE.limited(",\"concurrency\":1,\"wait\":\"1ms\"", counts);
    ExecutorRegistry replica = SERVICE.limited(",\"concurrency\":1,\"wait\":\"1ms\"", counts);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    SERVICE.beforeShowing(
        "slow",
        () -> {
          asked.countDown();
          await(release);
        });
    try (var agents = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<RecordLook> slow = agents.submit(() -> registry.readFirst(pause("slow"), ONE));
      asked.await();
      List<Future<RecordLook>> more = new ArrayList<>();
      for (int nth = 0; nth < 10; nth++) {
        ExecutorRegistry at = nth % 2 == 0 ? registry : replica;
        more.add(agents.submit(() -> at.readFirst(PAUSE, ONE)));
      }
      for (Future<RecordLook> each : more) {
        assertThat(each.get()).isInstanceOf(RecordLook.NotYet.class);
      }
      assertThat(registry.readFirst(PAUSE, OTHER)).isInstanceOf(RecordLook.Held.class);
      assertThat(replica.readFirst(PAUSE, OTHER)).isInstanceOf(RecordLook.Held.class);
      assertThat(make(registry, "c_1")).isInstanceOf(Outcome.Succeeded.class);
      release.countDown();
      assertThat(slow.get()).isInstanceOf(RecordLook.Held.class);
    }
  }

  @Test
  void whatWasCarriedOutIsReadBackInTheHalfThatAnAgentLeavesAndThenWaitsItsTurn() {
    ExecutorRegistry registry = SERVICE.limited(",\"looks\":\"4/h\"", counts);
    make(registry, "c_1");
    for (int nth = 0; nth < 9; nth++) {
      registry.readFirst(PAUSE, ONE);
    }
    assertThat(registry.readBack(PAUSE)).isEqualTo(new TargetLook.AsApproved());
    assertThat(registry.readBack(PAUSE)).isEqualTo(new TargetLook.AsApproved());
    assertThat(registry.readBack(PAUSE))
        .isInstanceOfSatisfying(
            TargetLook.NotYet.class,
            later -> assertThat(later.pause()).isPositive().isLessThan(Duration.ofHours(1)));
  }

  @Test
  void aLookThatCannotBeCountedAsksTheTargetNothingAndKeepsNoPlace() {
    AtomicBoolean away = new AtomicBoolean(true);
    SendCounts counting =
        new SendCounts() {
          @Override
          public Answer count(Count all, String send, Most most) {
            if (away.get() && all.equals(Count.looks("contacts"))) {
              throw new LedgerUnavailableException("away", new IllegalStateException());
            }
            return counts.count(all, send, most);
          }

          @Override
          public void takeBack(String send) {
            counts.takeBack(send);
          }

          @Override
          public void ended(String send) {
            counts.ended(send);
          }
        };
    ExecutorRegistry registry = SERVICE.limited(",\"looks\":\"2/h\",\"wait\":\"0s\"", counting);
    for (int nth = 0; nth < 3; nth++) {
      assertThatExceptionOfType(LedgerUnavailableException.class)
          .isThrownBy(() -> registry.readFirst(PAUSE, ONE));
    }
    assertThat(SERVICE.methods()).isEmpty();
    away.set(false);

    assertThat(registry.readFirst(PAUSE, ONE)).isInstanceOf(RecordLook.Held.class);
  }

  @Test
  void withoutACredentialNothingIsCountedEither() {
    ExecutorRegistry registry = SERVICE.limited(",\"looks\":\"2/h\"", counts);
    ExecutorRegistry unsigned =
        SERVICE.signedBy(_ -> Optional.empty(), ",\"looks\":\"2/h\"", counts);
    for (int nth = 0; nth < 3; nth++) {
      assertThat(unsigned.readFirst(PAUSE, ONE))
          .isEqualTo(new RecordLook.NotRead("credential_unavailable"));
    }

    assertThat(registry.readFirst(PAUSE, ONE)).isInstanceOf(RecordLook.Held.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
