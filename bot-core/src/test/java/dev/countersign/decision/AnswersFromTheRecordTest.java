package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.card.CardView;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.courier.CardComposer;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Whatever is pressed, and however late: the answer says how the request stands.
class AnswersFromTheRecordTest {
  private static final String TWO_LEADS =
      TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2");

  private final TestGate gate = TestGate.inMemory(TWO_LEADS);

  @Test
  void anOldButtonOfAnExpiredRequestSaysThatItExpired() {
    ProposalId id = gate.ask();
    Click old = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);
    gate.clock.advance(Duration.ofHours(5));
    gate.expiry.run();

    ClickAnswer answer = gate.desk.decide(old);

    assertThat(gate.state(id)).isInstanceOf(Expired.class);
    assertThat(answer.code()).isEqualTo("already_decided");
    assertThat(answer.text()).contains("expired before anybody decided").doesNotContain("new one");
  }

  @Test
  void anOldButtonAfterTheDeadlineSaysSoBeforeTheRequestIsSwept() {
    ProposalId id = gate.ask();
    Click old = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);
    gate.clock.advance(Duration.ofHours(5));

    ClickAnswer answer = gate.desk.decide(old);

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(answer.code()).isEqualTo("too_late");
    assertThat(answer.text()).contains("The time to decide is over").doesNotContain("new one");
  }

  @Test
  void anOldButtonOfARequestThatIsDecidedOtherwiseSaysHow() {
    ProposalId rejected = gate.ask();
    Message card = gate.chat.only();
    Click old = TestGate.click("UMARC", card, Decision.APPROVE);
    gate.press("ULENA", Decision.REJECT);
    gate.clock.advance(Duration.ofHours(2));

    assertThat(gate.desk.decide(old).text()).contains(rejected + " is decided. It was rejected");
  }

  @Test
  void anOldButtonOfAnOpenRequestPointsToTheNewOneAndCountsForNothing() {
    ProposalId id = gate.ask();
    Click old = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);
    gate.clock.advance(Duration.ofHours(2));

    ClickAnswer answer = gate.desk.decide(old);

    assertThat(answer.code()).isEqualTo("expired_token");
    assertThat(answer.text()).contains("press the new one");
    assertThat(gate.record(id).request().votes()).isEmpty();
    assertThat(gate.audit(id)).endsWith("click_refused");
  }

  @Test
  void anOldButtonOfSomebodyWhoHasVotedSaysThat() {
    gate.ask();
    Click old = TestGate.click("ULENA", gate.chat.only(), Decision.REJECT);
    gate.press("ULENA", Decision.APPROVE);
    gate.clock.advance(Duration.ofHours(2));

    assertThat(gate.desk.decide(old).code()).isEqualTo("already_voted");
    assertThat(gate.desk.decide(old).text())
        .contains("It has 1 of 2 approvals and waits for one more.");
    gate.clock.advance(Duration.ofHours(5));
    assertThat(gate.desk.decide(old).text())
        .contains("The time to decide is over with 1 of 2 approvals; nothing is executed.")
        .doesNotContain("waits");
  }

  @Test
  void anOldButtonTellsAStrangerNothingNewAndIsNoWayIn() {
    gate.ask();
    Click old = TestGate.click("UPIA", gate.chat.only(), Decision.APPROVE);
    gate.clock.advance(Duration.ofHours(2));

    assertThat(gate.desk.decide(old).code()).isEqualTo("not_eligible");
  }

  @Test
  void whoeverApprovedBeforeItExpiredIsNotLeftOut() {
    ProposalId id = gate.ask();
    Click old = TestGate.click("UMARC", gate.chat.only(), Decision.APPROVE);
    gate.press("ULENA", Decision.APPROVE);
    gate.clock.advance(Duration.ofHours(5));
    gate.expiry.run();

    assertThat(gate.desk.decide(old).text())
        .contains("It expired with 1 of 2 approvals; nothing is executed.")
        .doesNotContain("before anybody decided");
    CardView card = new CardComposer(gate.directory).compose(gate.record(id));
    assertThat(card.sections().toString())
        .contains("Only 1 of 2 had approved by ", "Lena Lead")
        .doesNotContain("Nobody decided");
  }
}
