package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Click;
import dev.countersign.execution.Turn;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// However often a step is overtaken, what follows from it happens once.
class OvertakenTwiceTest {
  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger memory = new InMemoryLedger(clock);
  private final UnreliableLedger ledger = new UnreliableLedger(memory);
  private final TestGate gate =
      new TestGate(clock, ledger, memory, TestGate.directory(), TestGate.ONE_LEAD);

  @Test
  void aVoteIsCountedOnce() {
    ProposalId id = gate.ask();
    ledger.overtake(2);

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("counted");

    assertThat(gate.audit(id, EntryType.PROPOSED_AGAIN)).hasSize(2);
    assertThat(gate.presses).containsExactly("approve");
    assertThat(gate.audit(id, EntryType.VOTED)).hasSize(1);
    assertThat(gate.audit(id, EntryType.GRANT_ISSUED)).hasSize(1);
  }

  @Test
  void aRefusedPressIsCountedOnceAndWrittenOnceAndNotAgainAtTheNext() {
    ProposalId id = gate.ask();
    ledger.overtake(2);

    assertThat(gate.press("UPIA", Decision.APPROVE).code()).isEqualTo("not_eligible");
    assertThat(gate.presses).containsExactly("not_eligible");
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).hasSize(1);

    assertThat(gate.press("UPIA", Decision.APPROVE).code()).isEqualTo("not_eligible");
    assertThat(gate.presses).hasSize(2);
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).hasSize(1);
  }

  @Test
  void aForgedPressIsCountedOnceAndWrittenOnce() {
    ProposalId id = gate.ask();
    ledger.overtake(2);

    assertThat(gate.desk.decide(forged()).code()).isEqualTo("bad_token");

    assertThat(gate.presses).containsExactly("token_malformed");
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).hasSize(1);
  }

  @Test
  void aForgedPressThatCannotBeWrittenIsCountedOnceAsThat() {
    ProposalId id = gate.ask();
    ledger.goAway(10);

    assertThat(gate.desk.decide(forged()).code()).isEqualTo("unavailable");
    assertThat(gate.presses).containsExactly("unavailable");

    ledger.goAway(0);
    assertThat(gate.desk.decide(forged()).code()).isEqualTo("bad_token");
    assertThat(gate.audit(id, EntryType.CLICK_REFUSED)).as("nothing was written before").hasSize(1);
  }

  private Click forged() {
    Click shown = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);
    return new Click(
        shown.account(),
        shown.address(),
        shown.messageId(),
        "forged",
        shown.inputs(),
        shown.callback());
  }

  @Test
  void aCopyOfACardIsOrderedToLoseItsButtonsOnce() {
    ProposalId id = gate.ask();
    Click shown = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);
    Click onACopy =
        new Click(
            shown.account(),
            shown.address(),
            "m77",
            shown.token(),
            shown.inputs(),
            shown.callback());
    ledger.overtake(2);

    gate.desk.decide(onACopy);
    gate.desk.decide(onACopy);

    assertThat(gate.audit(id, EntryType.CARD_ASTRAY)).hasSize(1);
  }

  @Test
  void aCardIsSentOnceAndOfferedOnce() {
    ProposalId id = gate.propose();
    ledger.overtake(2);

    gate.showCards();

    assertThat(gate.chat.messages()).hasSize(1);
    assertThat(gate.audit(id, EntryType.CARD_OFFERED)).hasSize(1);
    assertThat(gate.cardsSent).containsExactly("Shown");
  }

  @Test
  void anExecutionTakesOneTurnAndIsSentAndCountedOnce() {
    ProposalId id = approved();
    ledger.overtake(2);

    gate.execute();

    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(gate.executor.taken()).isEqualTo(1);
    assertThat(gate.executor.held()).isZero();
    assertThat(gate.executions).containsExactly("succeeded");
    assertThat(gate.audit(id, EntryType.GRANT_REDEEMED)).hasSize(1);
  }

  @Test
  void anExecutionThatIsBarredIsCountedOnce() {
    ProposalId id = approved();
    gate.executor.refuse("class_not_admitted");
    ledger.overtake(2);

    gate.execute();

    assertThat(gate.executions).containsExactly("barred");
    assertThat(gate.audit(id, EntryType.EXECUTION_BARRED)).hasSize(1);
    assertThat(gate.executor.taken()).isZero();
  }

  @Test
  void anExecutionThatWaitsIsCountedOnceAndKeepsNoTurn() {
    approved();
    gate.executor.putOff(Optional.of(new Turn.Later("busy", Duration.ofSeconds(1))));
    Delivery delivery =
        gate.deliveries.claim(DeliveryKind.EXECUTE, 1, Duration.ofMinutes(1)).getFirst();

    gate.runner.run(delivery);

    assertThat(gate.executions).containsExactly("busy");
    assertThat(gate.executor.held()).isZero();
  }

  private ProposalId approved() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    return id;
  }
}
