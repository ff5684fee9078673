package dev.countersign.clockwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.UnreliableLedger;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DueSweepTest {
  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger memory = new InMemoryLedger(clock);
  private final UnreliableLedger ledger = new UnreliableLedger(memory);
  private final TestGate gate =
      new TestGate(clock, ledger, memory, TestGate.directory(), TestGate.ONE_LEAD);

  @Test
  void oneThatCannotBeReadKeepsNoOtherFromEnding() {
    ProposalId damaged = gate.propose(TestGate.body("{\"target_id\":\"first\"}"));
    clock.advance(Duration.ofSeconds(1));
    ProposalId sound = gate.propose(TestGate.body("{\"target_id\":\"second\"}"));
    ledger.damage(damaged);
    clock.advance(Duration.ofHours(5));

    assertThat(gate.due.run().expired()).isEqualTo(1);
    assertThat(gate.state(sound)).isInstanceOf(RequestState.Expired.class);
    assertThat(gate.due.run().expired()).isZero();
  }

  @Test
  void aLedgerThatIsAwayIsNotTakenForDamage() {
    gate.propose(TestGate.body("{\"target_id\":\"first\"}"));
    clock.advance(Duration.ofHours(5));
    ledger.goAway(1);

    assertThatThrownBy(gate.due::run).isInstanceOf(LedgerUnavailableException.class);
    assertThat(gate.due.run().expired()).isEqualTo(1);
  }
}
