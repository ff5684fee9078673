package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestEvent.WithdrawnByAgent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Time stands still but for what a pause takes; everything happens in the test's own thread.
class ChangesTest {
  private static final Predicate<RequestRecord> DECIDED =
      record -> record.request().state().isDecided();
  private static final Duration LONG = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> pauses = new ArrayList<>();
  private final Ledger elsewhere = new InMemoryLedger(new SettableClock(TestGate.START));
  private final Opening opening = OpeningBuilder.at(TestGate.START).build();
  private final ProposalId id = opening.proposal().id();
  private Changes.Pause during = (_, _) -> {};

  @BeforeEach
  void propose() {
    elsewhere.open(opening);
  }

  private Changes changes(int mostWaiters) {
    return new Changes(
        mostWaiters,
        nanos::get,
        (signal, most) -> {
          pauses.add(Duration.ofNanos(most));
          during.until(signal, most);
          if (!signal.tryAcquire()) {
            nanos.addAndGet(most);
          }
        });
  }

  private Commit withdrawal() {
    RequestRecord record = elsewhere.find(id).orElseThrow();
    return CommitBuilder.on(record).event(new WithdrawnByAgent(record.now())).build();
  }

  @Test
  void aLocalCommitIsSeenAtOnce() {
    Changes changes = changes(1);
    Ledger here = new NotingLedger(elsewhere, changes);
    during = (_, _) -> here.commit(withdrawal());
    assertThat(changes.await(here, id, LONG, DECIDED).record()).get().matches(DECIDED);
    assertThat(nanos).hasValue(0);
    assertThat(pauses).hasSize(1);
  }

  @Test
  void aCommitOfAnotherReplicaIsSeenAtTheNextRead() {
    during = (_, _) -> elsewhere.commit(withdrawal());
    assertThat(changes(1).await(elsewhere, id, LONG, DECIDED).record()).get().matches(DECIDED);
    assertThat(pauses).containsExactly(Changes.REREAD);
  }

  @Test
  void aWaitEndsAtItsDeadlineAndNotLater() {
    Duration odd = Duration.ofMillis(1_234);
    Changes.Seen seen = changes(1).await(elsewhere, id, odd, DECIDED);
    assertThat(seen.waited()).isTrue();
    assertThat(seen.record()).get().matches(DECIDED.negate());
    assertThat(nanos).hasValue(odd.toNanos());
  }

  @Test
  void whatIsTrueAlreadyIsNotWaitedFor() {
    elsewhere.commit(withdrawal());
    Changes.Seen seen = changes(1).await(elsewhere, id, LONG, DECIDED);
    assertThat(seen.waited()).isTrue();
    assertThat(pauses).isEmpty();
  }

  @Test
  void thereIsRoomForSoManyAndItIsGivenBack() {
    Changes changes = changes(1);
    List<Changes.Seen> second = new ArrayList<>();
    during =
        (_, _) -> {
          second.add(changes.await(elsewhere, id, LONG, DECIDED));
          elsewhere.commit(withdrawal());
        };
    assertThat(changes.await(elsewhere, id, LONG, DECIDED).waited()).isTrue();
    assertThat(second).extracting(Changes.Seen::waited).containsExactly(false);
    assertThat(changes.waiting()).isZero();
    assertThat(changes.await(elsewhere, id, LONG, DECIDED).waited()).isTrue();
  }

  @Test
  void drainingEndsAWaitWithoutTime() {
    Changes changes = changes(1);
    during = (_, _) -> changes.drain();
    Changes.Seen seen = changes.await(elsewhere, id, LONG, DECIDED);
    assertThat(seen.record()).get().matches(DECIDED.negate());
    assertThat(nanos).hasValue(0);
    assertThat(changes.await(elsewhere, id, LONG, DECIDED).waited()).isFalse();
  }

  @Test
  void anInterruptEndsAWaitAndIsKept() {
    during =
        (_, _) -> {
          throw new InterruptedException();
        };
    assertThat(changes(1).await(elsewhere, id, LONG, DECIDED).record()).isPresent();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void nobodyWaitsForWhatDoesNotExist() {
    ProposalId unknown = new ProposalId("prop_" + "0".repeat(26));
    assertThat(changes(1).await(elsewhere, unknown, LONG, DECIDED).record())
        .isEqualTo(Optional.empty());
    assertThat(pauses).isEmpty();
  }

  @Test
  void aSignalBeforeThePauseIsNotLost() throws InterruptedException {
    Semaphore signal = new Semaphore(0);
    signal.release(3);
    Changes.standStill(signal, Long.MAX_VALUE);
    assertThat(signal.availablePermits()).isZero();
  }
}
