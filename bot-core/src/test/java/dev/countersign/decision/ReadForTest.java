package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.json.JsonObject;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A rule may say how long a card has to stand before an approval there counts.
class ReadForTest {
  private static final String TWENTY_SECONDS = withReading("20s");

  private static String withReading(String time) {
    return TestGate.ONE_LEAD.replace("\"gate\":", "\"read_for\":\"" + time + "\",\"gate\":");
  }

  private final TestGate gate = TestGate.inMemory(TWENTY_SECONDS);

  @Test
  void anApprovalThatComesTooFastIsToldFromWhenOnItCounts() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofMillis(19_999));

    ClickAnswer answer = gate.press("ULENA", Decision.APPROVE);

    assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
    assertThat(answer.code()).isEqualTo("too_fast");
    assertThat(answer.text())
        .contains("Please read it first; approving counts from 15:00:20 UTC on.");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.presses).containsExactly("too_fast");
  }

  @Test
  void theMomentThatIsToldIsNeverTooEarly() {
    gate.clock.advance(Duration.ofMillis(1));
    gate.ask();

    assertThat(gate.press("ULENA", Decision.APPROVE).text()).contains("from 15:00:21 UTC on");
  }

  @Test
  void fromThatMomentOnTheSameButtonCounts() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.clock.advance(Duration.ofSeconds(20));

    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    gate.execute();
    assertThat(((Approved) gate.state(id)).execution()).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void whoeverPressesTooFastAgainAndAgainIsNotedOnce() {
    ProposalId id = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.press("ULENA", Decision.APPROVE);

    assertThat(gate.audit(id, EntryType.CLICK_REFUSED))
        .extracting(entry -> entry.object("data").text("reason"))
        .containsExactly("too_fast");
  }

  @Test
  void rejectingAndRequestingChangesAreNeverHeldBack() {
    ProposalId rejected = gate.ask();
    gate.press("ULENA", Decision.REJECT);
    ProposalId returned = gate.ask();
    gate.press("ULENA", Decision.RETURN);

    assertThat(gate.state(rejected)).isInstanceOf(Rejected.class);
    assertThat(gate.state(returned)).isInstanceOf(Returned.class);
  }

  @Test
  void aCardThatIsDrawnAnewHasStoodSinceItFirstCame() {
    TestGate two = TestGate.inMemory(TWENTY_SECONDS.replace("\"approvals\":1", "\"approvals\":2"));
    ProposalId id = two.ask();
    two.clock.advance(Duration.ofSeconds(20));
    two.press("ULENA", Decision.APPROVE);
    two.showCards();

    assertThat(two.press("UMARC", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
    assertThat(two.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void eachPlaceHasATimeOfItsOwn() {
    TestGate staged =
        TestGate.inMemory(
            TWENTY_SECONDS.replace(
                "\"approvals\":1}]", "\"approvals\":1},{\"group\":\"finance\",\"approvals\":1}]"));
    ProposalId id = staged.ask();
    staged.clock.advance(Duration.ofSeconds(20));
    staged.press("ULENA", Decision.APPROVE);
    staged.showCards();

    assertThat(pressInFinance(staged).code()).isEqualTo("too_fast");
    staged.clock.advance(Duration.ofSeconds(20));
    assertThat(pressInFinance(staged).kind()).isEqualTo(Kind.COUNTED);
    assertThat(staged.state(id)).isInstanceOf(Approved.class);
  }

  private static ClickAnswer pressInFinance(TestGate gate) {
    return gate.desk.decide(TestGate.click("UPIA", gate.chat.in("C02"), Decision.APPROVE));
  }

  @Test
  void timeInWhichTheChatDidNotTakeTheCardIsNoTimeToRead() {
    ProposalId id = gate.propose();
    gate.chat.applyThenFail();
    gate.showCards();
    gate.clock.advance(Duration.ofMinutes(1));

    ClickAnswer answer = gate.press("ULENA", Decision.APPROVE);

    assertThat(answer.code()).isEqualTo("too_fast");
    assertThat(answer.text()).contains("from 15:01:20 UTC on");
    assertThat(gate.audit(id, EntryType.CARD_POSTED)).hasSize(1);
    gate.clock.advance(Duration.ofSeconds(20));
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void ofSeveralRulesTheLongestTimeHolds() {
    TestGate several =
        TestGate.inMemory(
            TWENTY_SECONDS.replace(
                "]}\n",
                """
                ,{"id":"longer","when":"true","gate":"ask","read_for":"2m",
                  "stages":[{"group":"support-leads","approvals":1}]},
                 {"id":"none","when":"true","gate":"ask",
                  "stages":[{"group":"support-leads","approvals":1}]}]}
                """));
    ProposalId id = several.ask();

    assertThat(several.record(id).ruling().readFor()).contains(Duration.ofMinutes(2));
  }

  @Test
  void whereTheTimeToReadIsNotShorterThanTheTimeToDecideNobodyIsAsked() {
    TestGate never =
        TestGate.inMemory(
            TWENTY_SECONDS.replace(
                "]}\n",
                """
                ,{"id":"longer","when":"true","gate":"ask","read_for":"10m",
                  "stages":[{"group":"support-leads","approvals":1}]},
                 {"id":"shorter","when":"true","gate":"ask","sla":{"expires":"10m"},
                  "stages":[{"group":"support-leads","approvals":1}]}]}
                """));
    ProposalId id = never.propose();

    assertThat(never.state(id)).isInstanceOf(Refused.class);
    assertThat(never.record(id).ruling().findings())
        .anySatisfy(finding -> assertThat(finding.result()).isEqualTo("nobody_can_decide"));
  }

  @Test
  void aRulingWithoutATimeToReadHasNoWordOfIt() {
    TestGate plain = TestGate.inMemory();
    ProposalId id = plain.ask();
    JsonObject ruling = plain.record(id).ruling().toJson();

    assertThat(ruling.has("read_for_seconds")).isFalse();
    assertThat(Ruling.fromJson(ruling)).isEqualTo(plain.record(id).ruling());
    assertThat(plain.press("ULENA", Decision.APPROVE).kind()).isEqualTo(Kind.COUNTED);
  }

  @Test
  void aRulingKeepsItsTimeToRead() {
    Ruling ruling = gate.record(gate.ask()).ruling();

    assertThat(ruling.toJson().number("read_for_seconds")).isEqualTo(20);
    assertThat(Ruling.fromJson(ruling.toJson())).isEqualTo(ruling);
  }

  @Test
  void theCardSaysThatApprovingCountsLater() {
    gate.ask();

    assertThat(gate.chat.only().card().body().text("footer"))
        .contains("approving counts once this has stood here for 20s");
  }

  @Test
  void anApprovalIsHeldToTheRulingThatItWasCastUnder() {
    TestGate plain = TestGate.inMemory();
    ProposalId id = plain.ask();
    plain.press("ULENA", Decision.APPROVE);
    plain.policy.set(TestGate.policy(TWENTY_SECONDS));
    plain.execute();

    assertThat(((Approved) plain.state(id)).execution()).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void anApprovalWithinFiveSecondsIsCountedAsFast() {
    TestGate plain = TestGate.inMemory();
    plain.ask();
    plain.clock.advance(PressStep.FAST.minusMillis(1));
    plain.press("ULENA", Decision.APPROVE);

    assertThat(plain.fastApprovals).isEqualTo(List.of(RiskLevel.HIGH));
  }

  @Test
  void neitherALaterApprovalNorAQuickRejectionIsFast() {
    TestGate plain = TestGate.inMemory();
    plain.ask();
    plain.press("ULENA", Decision.REJECT);
    plain.ask();
    plain.clock.advance(PressStep.FAST);
    plain.press("ULENA", Decision.APPROVE);

    assertThat(plain.fastApprovals).isEmpty();
  }
}
