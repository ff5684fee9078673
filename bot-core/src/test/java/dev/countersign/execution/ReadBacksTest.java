package dev.countersign.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.execution.TargetLook.AsApproved;
import dev.countersign.execution.TargetLook.Differs;
import dev.countersign.execution.TargetLook.NotRead;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadBacksTest {
  private final TestGate gate = TestGate.inMemory();
  private final AtomicInteger looks = new AtomicInteger();

  private ProposalId executed(TargetLook look) {
    gate.executor.show(_ -> {
      looks.incrementAndGet();
      return look;
    });
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();
    return id;
  }

  private void look() {
    gate.work(DeliveryKind.READ_BACK);
    gate.showCards();
  }

  private Execution execution(ProposalId id) {
    return ((Approved) gate.state(id)).execution();
  }

  @Test
  void whatStandsThereAsApprovedIsConfirmed() {
    ProposalId id = executed(new AsApproved());
    assertThat(((Execution.Succeeded) execution(id)).readBack())
        .as("the success is committed before anybody looks")
        .isEmpty();

    look();

    assertThat(((Execution.Succeeded) execution(id)).readBack())
        .hasValueSatisfying(found -> assertThat(found.notRead()).isEmpty());
    assertThat(gate.executions).containsExactly("succeeded", "confirmed");
    assertThat(gate.chat.only().card().body().toString()).contains("Executed, confirmed");
  }

  @Test
  void whatStandsThereOtherwiseIsAProblemForPeople() {
    ProposalId id = executed(new Differs(List.of("/amount")));
    look();

    assertThat(execution(id))
        .isInstanceOfSatisfying(
            Execution.Unknown.class,
            lost -> assertThat(lost.code()).isEqualTo("read_back_differs"));
    assertThat(gate.chat.only().card().body().toString())
        .contains("the target shows something else");
    var told = gate.audit(id, EntryType.READ_BACK).getFirst();
    assertThat(told.object("data").texts("differs")).containsExactly("/amount");

    gate.clock.advance(Duration.ofHours(2));
    gate.remind();
    assertThat(gate.chat.reminders()).hasSize(1);
  }

  @Test
  void aTargetThatCannotBeReadIsAskedAFewTimesMoreAndThenSaidNotToBe() {
    ProposalId id = executed(new NotRead("connect_failed"));
    for (int i = 0; i < 20; i++) {
      look();
      gate.clock.advance(Duration.ofMinutes(5));
    }

    assertThat(looks).hasValue(LookAgain.MOST_LOOKS);
    assertThat(((Execution.Succeeded) execution(id)).readBack().orElseThrow().notRead())
        .contains("connect_failed");
    assertThat(gate.deliveries.claim(DeliveryKind.READ_BACK, 1, Duration.ofMinutes(1))).isEmpty();
  }

  /// A look that has to wait its turn is none of the five.
  @Test
  void howeverLongOthersAreReadBackItWaitsItsTurn() {
    ProposalId id = executed(new TargetLook.NotYet(Duration.ofMinutes(1)));
    for (int i = 0; i < 20; i++) {
      look();
      gate.clock.advance(Duration.ofMinutes(1));
    }
    assertThat(((Execution.Succeeded) execution(id)).readBack()).isEmpty();

    gate.executor.show(_ -> new NotRead("connect_failed"));
    look();
    assertThat(((Execution.Succeeded) execution(id)).readBack())
        .as("the first look of five")
        .isEmpty();
    gate.clock.advance(Duration.ofMinutes(1));
    gate.executor.show(_ -> new AsApproved());
    look();

    assertThat(gate.executions).containsExactly("succeeded", "confirmed");
  }

  @Test
  void lookingSendsNothingOnceMore() {
    executed(new Differs(List.of()));
    look();
    gate.execute();
    look();

    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(looks).hasValue(1);
  }

  @Test
  void whatFailedIsNotReadBack() {
    gate.executor.answer(_ -> new Outcome.Failed("target_refused", 422));
    executed(new AsApproved());
    look();

    assertThat(looks).hasValue(0);
  }

  @Test
  void whereTheConnectionSaysNothingOfItNobodyLooks() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    assertThat(gate.deliveries.claim(DeliveryKind.READ_BACK, 1, Duration.ofMinutes(1))).isEmpty();
    assertThat(((Execution.Succeeded) execution(id)).readBack()).isEqualTo(Optional.empty());
  }
}
