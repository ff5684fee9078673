package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.courier.WaitingQueue;
import dev.countersign.drawing.CardComposer;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A stage may list functions: of its group only those count who have one of them. Of the leads
/// Nina alone has that of finance.
class StageFunctionsTest {
  private static final String OF_FINANCE =
      TestGate.ONE_LEAD.replace(":1}]", ":1,\"functions\":[\"finance\",\"legal\"]}]");
  private static final String AWAY =
      "\"away\":[{\"from\":\"2026-11-23T00:00:00Z\",\"until\":\"2026-11-24T00:00:00Z\",\"instead\":\"pia\"}],";

  @Test
  void onlyWhoHasOneOfTheFunctionsDecides() {
    TestGate gate = TestGate.inMemory(OF_FINANCE);
    ProposalId id = gate.ask();

    for (Decision decision : Decision.values()) {
      assertThat(gate.press("ULENA", decision).code()).isEqualTo("other_function");
    }
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.press("ULENA", Decision.APPROVE).text())
        .isEqualTo(
            "Your group decides this now, but you have none of the functions that count in it, so"
                + " nothing was counted. Somebody of the group with a function named on the card"
                + " has to.");

    gate.press("UNINA", Decision.APPROVE);
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void theCardNamesTheFunctions() {
    TestGate gate = TestGate.inMemory(OF_FINANCE);
    ProposalId id = gate.ask();

    assertThat(new CardComposer(gate.directory).compose(gate.record(id)).footer())
        .contains("any 1 of support-leads with function finance or legal");
  }

  @Test
  void whoStandsInCountsByFunctionsOfTheirOwn() {
    String people = TestGate.PEOPLE.replace("\"id\":\"lena\",", "\"id\":\"lena\"," + AWAY);
    TestGate ofFinance = TestGate.with(Map.of(), OF_FINANCE, people);
    ProposalId id = ofFinance.ask();
    ofFinance.press("UPIA", Decision.APPROVE);
    assertThat(ofFinance.state(id))
        .as("Pia is of finance, Lena is not")
        .isInstanceOf(Approved.class);

    TestGate ofSupport =
        TestGate.with(Map.of(), OF_FINANCE.replace("\"finance\",\"legal\"", "\"support\""), people);
    ofSupport.ask();
    assertThat(ofSupport.press("UPIA", Decision.APPROVE).code()).isEqualTo("not_eligible");
  }

  @Test
  void whoIsAskedTooNeedsTheFunctionsAsWell() {
    TestGate gate =
        TestGate.inMemory(
            OF_FINANCE
                .replace("\"finance\",\"legal\"", "\"support\"")
                .replace("\"4h\"", "\"4h\",\"escalate\":{\"after\":\"2h\",\"to\":\"finance\"}"));
    gate.ask();
    gate.clock.advance(Duration.ofHours(2));
    gate.due.run();
    gate.showCards();

    assertThat(gate.press("UPIA", Decision.APPROVE).code()).isEqualTo("other_function");
  }

  @Test
  void whatNobodyOfTheGroupHasIsRefusedAtOnceWithThatReason() {
    TestGate gate = TestGate.inMemory(OF_FINANCE.replace("\"finance\",\"legal\"", "\"legal\""));
    ProposalId id = gate.propose();

    assertThat(gate.state(id)).isInstanceOf(Refused.class);
    assertThat(gate.record(id).ruling().findings().toString())
        .contains("3 have none of the functions that count here: legal");
  }

  @Test
  void aPolicyThatNowListsOtherFunctionsBarsTheExecution() {
    TestGate gate = TestGate.inMemory(TestGate.ONE_LEAD);
    gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.policy.set(TestGate.policy(OF_FINANCE));
    gate.execute();
    assertThat(gate.executor.sent()).isEmpty();

    TestGate same = TestGate.inMemory(TestGate.ONE_LEAD);
    same.ask();
    same.press("UNINA", Decision.APPROVE);
    same.policy.set(TestGate.policy(OF_FINANCE));
    same.execute();
    assertThat(same.executor.sent()).as("Nina's functions are in her vote").hasSize(1);
  }

  @Test
  void theQueueHasItForThoseAloneWhoCount() {
    TestGate gate = TestGate.inMemory(OF_FINANCE);
    ProposalId id = gate.ask();
    WaitingQueue queue =
        new WaitingQueue(
            gate.ledger, gate.directory, gate.policy::get, new CardComposer(gate.directory));

    assertThat(queue.queue(account("UNINA"), "", "").text()).contains(id.value());
    assertThat(queue.queue(account("ULENA"), "", "").text()).isEqualTo("Nothing waits for you.");
  }

  private static AccountId account(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }
}
