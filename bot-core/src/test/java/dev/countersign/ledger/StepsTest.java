package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestGate;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.audit.EventCodec;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestEvent.WithdrawnByAgent;
import dev.countersign.request.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StepsTest {
  private final TestGate gate = TestGate.inMemory();
  private final List<Set<DeliveryKind>> nudges = new ArrayList<>();
  private final Steps steps = new Steps(gate.ledger, (_, _) -> {}, nudges::add);

  private static Step.Draft noting(RequestRecord record) {
    return Step.on(record).noting(new AuditFact(EntryType.CARD_FAILED, "gate", JsonObject.EMPTY));
  }

  @Test
  void aStepThatIsOvertakenIsComputedAnewOnFreshState() {
    ProposalId id = gate.propose();
    AtomicInteger tries = new AtomicInteger();

    int seen =
        steps
            .run(
                id,
                record -> {
                  if (tries.incrementAndGet() == 1) {
                    steps.run(id, other -> noting(other).answering(true));
                  }
                  return noting(record).answering(record.head().seq());
                })
            .orElseThrow();

    assertThat(tries).hasValue(2);
    assertThat(seen).isEqualTo(3);
    assertThat(gate.record(id).head().seq()).isEqualTo(4);
  }

  @Test
  void aStormThatDoesNotEndIsAnError() {
    ProposalId id = gate.propose();

    assertThatThrownBy(() ->
            steps.run(
                id,
                record -> {
                  gate.ledger.commit(noting(record).answering(true).commit().orElseThrow());
                  return noting(record).answering(true);
                }))
        .isInstanceOf(LedgerUnavailableException.class);
  }

  @Test
  void onlyTheWorkersOfWhatWasOrderedAreWoken() {
    ProposalId id = gate.propose();

    steps.run(id, record -> noting(record).answering(true));
    assertThat(nudges).isEmpty();
    steps.run(
        id,
        record ->
            noting(record)
                .ordering(Set.of(new DeliveryOrder(DeliveryKind.EXECUTE, "")))
                .answering(true));
    assertThat(nudges).containsExactly(Set.of(DeliveryKind.EXECUTE));
  }

  @Test
  void aStepThatMovesTheRequestIsProvedAndOneThatOnlyNotesSomethingIsNot() {
    ProposalId id = gate.propose();
    Steps doubting =
        new Steps(
            gate.ledger,
            (record, entries) -> {
              assertThat(entries).isEqualTo(gate.ledger.audit(id));
              throw new UnsoundRecordException(record.request().id(), "request", "it is not so");
            },
            _ -> {});

    assertThat(doubting.run(id, record -> noting(record).answering(true))).contains(true);
    int entries = gate.ledger.audit(id).size();
    assertThatThrownBy(() -> doubting.run(id, StepsTest::withdrawing))
        .isInstanceOf(UnsoundRecordException.class);
    assertThat(gate.ledger.audit(id)).hasSize(entries);
    assertThat(steps.run(id, StepsTest::withdrawing)).contains(true);
  }

  private static Step<Boolean> withdrawing(RequestRecord record) {
    WithdrawnByAgent event = new WithdrawnByAgent(record.now());
    return Step.on(record)
        .moving(
            Transition.move(record.request(), event),
            EventCodec.fact(event, "agent:support-bot", JsonObject.EMPTY))
        .answering(true);
  }

  @Test
  void aStepAfterOnesOwnBeginsOnWhatThatOneLeftAndReadsOnlyWhenSomethingElseLanded() {
    RequestRecord seen = gate.record(gate.propose());
    Commit own = noting(seen).answering(true).commit().orElseThrow();
    gate.ledger.commit(own);
    RequestRecord left = seen.after(own);
    List<RequestRecord> began = new ArrayList<>();

    for (int times = 0; times < 2; times++) {
      steps.runAfter(
          left,
          record -> {
            began.add(record);
            return noting(record).answering(true);
          });
    }

    assertThat(began).hasSize(3);
    assertThat(began.getFirst()).isSameAs(left);
    assertThat(began.get(1)).isSameAs(left);
    assertThat(began.getLast().head().seq()).isEqualTo(left.head().seq() + 1);
    assertThat(gate.record(seen.request().id()).head().seq()).isEqualTo(left.head().seq() + 2);
  }

  @Test
  void anUnknownRequestHasNoStep() {
    assertThat(
            steps.run(
                new ProposalId(ProposalId.PREFIX + gate.ids.next()),
                record -> Step.nothing("never")))
        .isEmpty();
  }
}
