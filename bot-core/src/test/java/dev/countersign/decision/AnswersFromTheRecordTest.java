package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.card.CardView;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.PressFlaw;
import dev.countersign.drawing.CardComposer;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    gate.due.run();

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
    gate.beginEpoch();

    assertThat(gate.desk.decide(old).text()).contains(rejected + " is decided. It was rejected");
  }

  @Test
  void anOldButtonOfAnOpenRequestPointsToTheNewOneAndCountsForNothing() {
    ProposalId id = gate.ask();
    Click old = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);
    gate.beginEpoch();

    ClickAnswer answer = gate.desk.decide(old);

    assertThat(answer.code()).isEqualTo("expired_token");
    assertThat(answer.text()).contains("press the new one");
    assertThat(gate.record(id).request().votes()).isEmpty();
    assertThat(gate.audit(id)).endsWith("click_refused");
  }

  @Test
  void anOldButtonOfAnOpenRequestHasTheNewOneDrawn() {
    gate.ask();
    gate.clock.advance(Duration.ofMinutes(10));
    gate.beginEpoch();
    gate.press("ULENA", Decision.APPROVE);

    gate.showCards();

    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void anOldButtonOfSomebodyWhoHasVotedSaysThat() {
    gate.ask();
    Click old = TestGate.click("ULENA", gate.chat.only(), Decision.REJECT);
    gate.press("ULENA", Decision.APPROVE);
    gate.beginEpoch();

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
    gate.beginEpoch();

    assertThat(gate.desk.decide(old).code()).isEqualTo("not_eligible");
  }

  @Test
  void whoeverApprovedBeforeItExpiredIsNotLeftOut() {
    ProposalId id = gate.ask();
    Click old = TestGate.click("UMARC", gate.chat.only(), Decision.APPROVE);
    gate.press("ULENA", Decision.APPROVE);
    gate.clock.advance(Duration.ofHours(5));
    gate.due.run();

    assertThat(gate.desk.decide(old).text())
        .contains("It expired with 1 of 2 approvals; nothing is executed.")
        .doesNotContain("before anybody decided");
    CardView card = new CardComposer(gate.directory).compose(gate.record(id));
    assertThat(card.sections().toString())
        .contains("Only 1 of 2 had approved by ", "Lena Lead")
        .doesNotContain("Nobody decided");
  }

  @ParameterizedTest
  @ValueSource(strings = {"decided", "expired", "too late"})
  void whereNothingCanBePressedAnyMoreNoAnswerPointsToAButton(String how) {
    ProposalId id = gate.ask();
    Click press = TestGate.click("UMARC", gate.chat.only(), Decision.APPROVE);
    switch (how) {
      case "decided" -> gate.press("ULENA", Decision.REJECT);
      case "expired" -> {
        gate.clock.advance(Duration.ofHours(5));
        gate.due.run();
      }
      default -> gate.clock.advance(Duration.ofHours(5));
    }
    List<Click> odd = new ArrayList<>();
    Stream.of(PressFlaw.values()).map(press::flawed).forEach(odd::add);
    odd.add(press.named(Decision.REJECT));
    odd.add(on(press, "another-message"));

    for (Click click : odd) {
      ClickAnswer answer = gate.desk.decide(click);
      assertThat(answer.text())
          .as(answer.code())
          .doesNotContainIgnoringCase("please use")
          .doesNotContainIgnoringCase("please press")
          .doesNotContainIgnoringCase("please decide")
          .doesNotContainIgnoringCase("please read")
          .doesNotContainIgnoringCase("newest card");
    }
    assertThat(gate.desk.decide(on(press, "another-message")).text())
        .containsAnyOf("It was rejected", "It expired", "The time to decide is over");
    assertThat(gate.desk.decide(press.flawed(PressFlaw.FOREIGN_WORKSPACE)).text())
        .doesNotContain("rejected", "expired", "over");
    assertThat(gate.record(id).request().votes().size()).isLessThan(2);
  }

  @Test
  void asLongAsARequestIsOpenAnOddPressIsToldWhatCounts() {
    gate.ask();
    Click press = TestGate.click("ULENA", gate.chat.only(), Decision.APPROVE);

    assertThat(gate.desk.decide(on(press, "another-message")).text())
        .endsWith("Please use the newest card in the channel.");
    assertThat(gate.desk.decide(press.flawed(PressFlaw.UNFURLED)).text())
        .endsWith("Please use the buttons on the original message.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"dry_run\":true", "\"execution\":{\"mode\":\"none\"}"})
  void anApprovalThatNothingFollowsIsNotAnnouncedAsAnExecution(String member) {
    TestGate one = TestGate.inMemory();
    ProposalId id = one.propose(TestGate.body("{" + member + "}"));
    one.showCards();

    ClickAnswer counted = one.press("ULENA", Decision.APPROVE);

    assertThat(counted.text())
        .contains("Countersign executes nothing of it")
        .doesNotContain("about to be executed");
    CardView card = new CardComposer(one.directory).compose(one.record(id));
    assertThat(card.heading()).doesNotContain("about to run").contains("not executed here");
  }

  @Test
  void anApprovedActionThatWaitsForItsTimeSaysSo() {
    TestGate one = TestGate.inMemory();
    ProposalId id =
        one.propose(
            TestGate.body(
                "{\"preconditions\":{\"not_before\":\""
                    + TestGate.START.plus(Duration.ofHours(3))
                    + "\"}}"));
    one.showCards();
    CardView asked = new CardComposer(one.directory).compose(one.record(id));
    assertThat(asked.buttons().getFirst().confirm().orElseThrow().text())
        .contains("but not before ")
        .doesNotContain("as soon as you confirm");

    assertThat(one.press("ULENA", Decision.APPROVE).text())
        .contains("waits for the time that it names");
    assertThat(new CardComposer(one.directory).compose(one.record(id)).heading())
        .contains("Approved, waits for its time");

    one.clock.advance(Duration.ofHours(4));
    assertThat(new CardComposer(one.directory).compose(one.record(id)).heading())
        .contains("Approved, about to run");
  }

  private static Click on(Click press, String message) {
    return new Click(
        press.account(), press.address(), message, press.token(), press.inputs(), press.callback());
  }
}
