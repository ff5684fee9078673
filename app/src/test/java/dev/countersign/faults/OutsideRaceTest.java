package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.execution.OutsideDesk.Redeeming;
import dev.countersign.execution.OutsideDesk.Report;
import dev.countersign.execution.OutsideDesk.Reporting;
import dev.countersign.execution.OutsideDesk.Result;
import dev.countersign.execution.OutsideDesk.Why;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.json.Digest;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantId;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.token.KeyRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Executors outside of the gate, many at once and on two replicas, on real Postgres.
class OutsideRaceTest {
  private static final String RUNNER = "billing-runner";
  private static final KeyRing KEYS = TestKeys.RING;
  private static final int CALLS = 50;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private TestGate gate() {
    TestGate gate = Gates.on(postgres.store(), KEYS, new RecordingChat());
    gate.executor.handOver("billing", new OutsideExecutor(RUNNER, Duration.ofMinutes(10)));
    return gate;
  }

  @AfterEach
  void everythingThatWasWrittenIsSound() {
    assertThat(Gates.damages(postgres.store(), KEYS)).isEmpty();
  }

  private static ProposalId approved(TestGate gate) {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    return id;
  }

  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> all = new ArrayList<>();
      for (Callable<T> call : calls) {
        all.add(
            threads.submit(() -> {
              start.await();
              return call.call();
            }));
      }
      start.countDown();
      List<T> answers = new ArrayList<>();
      for (Future<T> each : all) {
        answers.add(each.get());
      }
      return answers;
    }
  }

  @Test
  void ofFiftyWhoRedeemOnTwoReplicasOneIsHandedTheAction() throws Exception {
    TestGate one = gate();
    TestGate two = gate();
    ProposalId id = approved(one);
    GrantId grant = one.record(id).grant().orElseThrow().id();
    Digest action = one.record(id).request().action();

    List<Redeeming> answers =
        together(
            IntStream.range(0, CALLS)
                .<Callable<Redeeming>>mapToObj(call ->
                    () ->
                        (call % 2 == 0 ? one : two)
                            .outside.redeem(RUNNER, grant, action, Optional.empty()))
                .toList());

    assertThat(answers).filteredOn(Redeeming.Redeemed.class::isInstance).hasSize(1);
    assertThat(answers)
        .filteredOn(Redeeming.Refused.class::isInstance)
        .hasSize(CALLS - 1)
        .extracting(answer -> ((Redeeming.Refused) answer).why())
        .containsOnly(Why.ALREADY_REDEEMED);
    assertThat(one.audit(id, EntryType.GRANT_REDEEMED)).hasSize(1);
  }

  @Test
  void ofManyReportsAtOnceOneStandsAndItsTellerAloneIsToldSo() throws Exception {
    TestGate one = gate();
    TestGate two = gate();
    ProposalId id = approved(one);
    GrantId grant = one.record(id).grant().orElseThrow().id();
    one.outside.redeem(RUNNER, grant, one.record(id).request().action(), Optional.empty());

    List<Reporting> answers =
        together(
            IntStream.range(0, 20)
                .<Callable<Reporting>>mapToObj(call ->
                    () ->
                        (call % 2 == 0 ? one : two)
                            .outside.report(
                                RUNNER,
                                grant,
                                new Report(
                                    Result.FAILED,
                                    Optional.of("attempt_" + call),
                                    0,
                                    Optional.empty())))
                .toList());

    assertThat(answers).filteredOn(Reporting.Recorded.class::isInstance).hasSize(1);
    assertThat(one.audit(id, EntryType.EXECUTION_FAILED)).hasSize(1);
  }

  @Test
  void theTimeOfAnExecutorIsKeptOnWhicheverReplica() {
    TestGate one = gate();
    ProposalId id = approved(one);
    assertThat(one.outside.work(RUNNER)).hasSize(1);
    one.outside.redeem(
        RUNNER,
        one.record(id).grant().orElseThrow().id(),
        one.record(id).request().action(),
        Optional.empty());
    one.outside.report(
        RUNNER,
        one.record(id).grant().orElseThrow().id(),
        new Report(Result.SUCCEEDED, Optional.empty(), 0, Optional.empty()));

    gate().execute();

    assertThat(Gates.execution(one.state(id))).isInstanceOf(Execution.Succeeded.class);
    assertThat(one.outside.work(RUNNER)).isEmpty();
    assertThat(one.deliveries.open(DeliveryKind.EXECUTE, RUNNER, Optional.empty(), 1))
        .as("nothing is left in the outbox")
        .isEmpty();
  }

  @Test
  void aNonceIsTakenOnceOnWhicheverReplica() throws Exception {
    List<Boolean> taken =
        together(
            IntStream.range(0, CALLS)
                .<Callable<Boolean>>mapToObj(_ ->
                    () ->
                        postgres
                            .store()
                            .takeNonce(RUNNER, "0123456789abcdef", Duration.ofMinutes(5)))
                .toList());

    assertThat(taken).containsOnlyOnce(true);
    assertThat(postgres.store().takeNonce("another", "0123456789abcdef", Duration.ofMinutes(5)))
        .isTrue();
    assertThat(postgres.store().takeNonce(RUNNER, "0123456789abcdef", Duration.ZERO))
        .as("forgotten in time")
        .isTrue();
  }
}
