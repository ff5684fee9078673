package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Withdrawn;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.token.KeyRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Many at once on real Postgres: always one outcome, and a trail that proves it.
class RaceTest {
  private static final int ROUNDS = 20;
  private static final KeyRing KEYS = TestKeys.RING;

  /// A database for each test.
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private TestGate gate() {
    return Gates.on(postgres.store(), KEYS, new RecordingChat());
  }

  @AfterEach
  void everythingThatWasWrittenIsSound() {
    assertThat(Gates.damages(postgres.store(), KEYS)).isEmpty();
  }

  @Test
  void aThousandPressesOfOneButtonAreOneVoteOneGrantOneExecution() throws Exception {
    TestGate gate = gate();
    ProposalId id = gate.ask();
    Click click = TestGate.click("ULENA", message(gate, id), Decision.APPROVE);

    List<ClickAnswer> answers = together(Collections.nCopies(1_000, () -> patiently(gate, click)));
    gate.execute();

    assertThat(answers).extracting(ClickAnswer::kind).containsOnlyOnce(Kind.COUNTED);
    assertThat(answers).extracting(ClickAnswer::kind).containsOnly(Kind.COUNTED, Kind.REPEATED);
    assertThat(gate.record(id).request().votes()).hasSize(1);
    assertThat(gate.executor.sent()).hasSize(1);
    for (EntryType once :
        List.of(
            EntryType.VOTED,
            EntryType.GRANT_ISSUED,
            EntryType.GRANT_REDEEMED,
            EntryType.EXECUTION_SUCCEEDED)) {
      assertThat(gate.audit(id, once)).as(once.name()).hasSize(1);
    }
  }

  /// The card of this request among those of earlier rounds, whose buttons are renewed here too.
  private static Message message(TestGate gate, ProposalId id) {
    return gate.chat.messages().stream()
        .filter(message -> message.card().body().text("summary").contains(id.value()))
        .findFirst()
        .orElseThrow();
  }

  /// As the words on the card say: where the gate could not take it, press again.
  private static ClickAnswer patiently(TestGate gate, Click click) {
    for (int tries = 0; tries < 100; tries++) {
      ClickAnswer answer = gate.desk.decide(click);
      if (answer.kind() != Kind.UNAVAILABLE) {
        return answer;
      }
    }
    throw new AssertionError("never taken");
  }

  @Test
  void approveAgainstRejectHasOneWinner() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      TestGate gate = gate();
      ProposalId id = gate.ask();
      Click approve = TestGate.click("ULENA", message(gate, id), Decision.APPROVE);
      Click reject = TestGate.click("UMARC", message(gate, id), Decision.REJECT);

      List<ClickAnswer> answers =
          together(List.of(() -> gate.desk.decide(approve), () -> gate.desk.decide(reject)));

      assertThat(answers).extracting(ClickAnswer::kind).containsOnlyOnce(Kind.COUNTED);
      assertThat(gate.record(id).request().votes()).hasSize(1);
      assertThat(gate.record(id).grant().isPresent()).isEqualTo(gate.state(id) instanceof Approved);
    }
  }

  @Test
  void approveAgainstWithdrawalHasOneWinner() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      TestGate gate = gate();
      ProposalId id = gate.ask();
      Click approve = TestGate.click("ULENA", message(gate, id), Decision.APPROVE);

      together(
          List.<Callable<Object>>of(
              () -> gate.desk.decide(approve),
              () -> gate.withdrawals.withdraw(gate.agent().id(), id)));

      assertThat(gate.state(id)).isInstanceOfAny(Approved.class, Withdrawn.class);
      assertThat(gate.record(id).grant().isPresent()).isEqualTo(gate.state(id) instanceof Approved);
    }
  }

  @Test
  void twoReplicasExecuteEachApprovalOnce() throws Exception {
    RecordingChat chat = new RecordingChat();
    TestGate one = Gates.on(postgres.store(), KEYS, chat);
    TestGate two = Gates.on(postgres.store(), KEYS, chat);
    List<ProposalId> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      ids.add(one.ask());
      one.press("ULENA", Decision.APPROVE);
    }

    together(
        Collections.nCopies(
            4,
            () -> {
              for (TestGate gate : List.of(one, two)) {
                List<Delivery> due =
                    gate.deliveries.claim(DeliveryKind.EXECUTE, 5, Duration.ofMinutes(1));
                due.forEach(gate.runner::run);
              }
              return true;
            }));
    one.execute();
    two.execute();

    assertThat(one.executor.sent().size() + two.executor.sent().size()).isEqualTo(ids.size());
    assertThat(ids)
        .allSatisfy(id ->
            assertThat(Gates.execution(one.state(id))).isInstanceOf(Execution.Succeeded.class));
  }

  private static <T> List<T> together(List<? extends Callable<? extends T>> calls)
      throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<? extends T> call : calls) {
        running.add(
            pool.submit(() -> {
              start.await();
              return call.call();
            }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> result : running) {
        results.add(result.get());
      }
      return results;
    }
  }
}
