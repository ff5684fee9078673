package dev.countersign.clockwork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.clockwork.DueSweep.Swept;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EscalationTest {
  private static final String POLICY =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],
        "sla":{"expires":"4h","remind":["50%","75%"],"escalate":{"after":"3h","to":"finance"}}}]}
      """;

  private final TestGate gate = TestGate.inMemory(POLICY);

  @Test
  void whoHasNotDecidedIsRemindedAtEachShareOfTheTimeOnce() {
    ProposalId id = gate.ask();

    assertThat(gate.due.run()).isEqualTo(new Swept(0, 0, 0));
    gate.clock.advance(Duration.ofHours(2));
    assertThat(gate.due.run()).isEqualTo(new Swept(0, 1, 0));
    assertThat(gate.due.run()).as("a second replica").isEqualTo(new Swept(0, 0, 0));
    gate.remind();

    assertThat(gate.chat.reminders()).containsExactly("m1: Lena Lead, Marc Lead, Nina Lead");
    assertThat(gate.chat.replies())
        .singleElement()
        .asString()
        .startsWith("m1: Reminder: this waits for a decision. ")
        .contains("Decide by 2026-11-23 19:00 UTC");
    JsonObject told = told(id, EntryType.REMINDED);
    assertThat(told.number("number")).isOne();
    assertThat(told.number("percent")).isEqualTo(50);
    assertThat(told.texts("silent")).containsExactly("lena", "marc", "nina");
    assertThat(told.texts("groups")).containsExactly("support-leads");
  }

  @Test
  void remindersThatWereMissedAreNotMadeUpFor() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(3).minusMinutes(1));
    gate.due.run();
    gate.clock.advance(Duration.ofMinutes(30));
    gate.due.run();
    gate.remind();

    assertThat(gate.audit(id, EntryType.REMINDED)).hasSize(2);
    ProposalId late = gate.ask();
    gate.clock.advance(Duration.ofHours(3).plusMinutes(30));
    gate.due.run();

    assertThat(gate.audit(late, EntryType.REMINDED))
        .singleElement()
        .satisfies(told -> assertThat(told.object("data").number("number")).isEqualTo(2));
  }

  @Test
  void whoDecidedMeanwhileIsNotReminded() {
    gate.ask();
    gate.clock.advance(Duration.ofHours(2));
    gate.due.run();
    gate.press("ULENA", Decision.APPROVE);
    gate.remind();

    assertThat(gate.chat.reminders()).isEmpty();
    assertThat(gate.chat.replies()).isEmpty();
  }

  @Test
  void anotherGroupMayDecideOnceTheFirstHasNot() {
    ProposalId id = gate.ask();
    assertThat(places(id)).containsExactly("C01");
    assertThat(gate.press("UPIA", Decision.APPROVE).code()).isEqualTo("not_eligible");

    gate.clock.advance(Duration.ofHours(3));
    assertThat(gate.due.run().escalated()).isOne();
    gate.showCards();

    assertThat(places(id)).containsExactlyInAnyOrder("C01", "C02");
    JsonObject told = told(id, EntryType.ESCALATED);
    assertThat(told.text("group")).isEqualTo("support-leads");
    assertThat(told.text("to")).isEqualTo("finance");
    assertThat(told.texts("silent")).containsExactly("lena", "marc", "nina");
    assertThat(gate.chat.in("C02").card().body().text("sections"))
        .contains("support-leads did not decide in time, so finance may decide, too.");

    press("UPIA", "C02");

    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    gate.execute();
    assertThat(gate.executions).containsExactly("succeeded");
  }

  @Test
  void thoseWhoWereAskedFirstMayStillDecide() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(3));
    gate.due.run();
    gate.showCards();

    press("ULENA", "C01");

    assertThat(gate.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void theOwnerOfTheAgentDoesNotDecideByWayOfAnotherGroup() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(3));
    gate.due.run();
    gate.showCards();

    press("UOTTO", "C02");

    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void timeApprovesNothing() {
    ProposalId id = gate.ask();
    for (int hour = 0; hour < 4; hour++) {
      assertThat(gate.state(id)).isInstanceOf(Pending.class);
      gate.clock.advance(Duration.ofHours(1));
      gate.due.run();
    }

    assertThat(gate.state(id)).isInstanceOf(Expired.class);
    assertThat(gate.due.run()).isEqualTo(new Swept(0, 0, 0));
  }

  @Test
  void everythingThatWasMissedEndsInOneStep() {
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(9));

    assertThat(gate.due.run()).isEqualTo(new Swept(1, 0, 0));
    gate.remind();

    assertThat(gate.state(id)).isInstanceOf(Expired.class);
    assertThat(gate.audit(id, EntryType.ESCALATED)).isEmpty();
    assertThat(gate.chat.reminders()).isEmpty();
  }

  @Test
  void aStageEscalatesAfterItHasBeenOpenForThatLong() {
    gate.policy.set(
        TestGate.policy(
            POLICY
                .replace(
                    "{\"group\":\"support-leads\",\"approvals\":1}",
                    "{\"group\":\"nina-only\",\"approvals\":1},"
                        + "{\"group\":\"support-leads\",\"approvals\":1}")
                .replace("\"remind\":[\"50%\",\"75%\"],", "")
                .replace("\"4h\"", "\"8h\"")));
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofHours(2));
    press("UNINA", "C07");
    gate.showCards();

    gate.clock.advance(Duration.ofHours(2));
    assertThat(gate.due.run()).as("open for two hours").isEqualTo(new Swept(0, 0, 0));
    gate.clock.advance(Duration.ofHours(1));
    assertThat(gate.due.run().escalated()).isOne();
    assertThat(told(id, EntryType.ESCALATED).number("stage")).isOne();
  }

  @Test
  void whoIsAwayIsNotNamedAndWhoIsOnCallIsNamedAlone() {
    String away =
        TestGate.PEOPLE.replace(
            "\"name\":\"Lena Lead\",",
            "\"name\":\"Lena Lead\",\"away\":[{\"from\":\"2026-11-23\",\"until\":\"2026-11-24\"}],");
    assertThat(reminded(away)).containsExactly("m1: Marc Lead, Nina Lead");

    String onCall =
        away.replace(
            "\"members\":[\"lena\",\"marc\",\"nina\",\"otto\"],",
            "\"members\":[\"lena\",\"marc\",\"nina\",\"otto\"],\"on_call\":"
                + "{\"from\":\"2026-11-23T00:00\",\"zone\":\"UTC\",\"every\":\"1d\",\"people\":[\"%s\"]},");
    assertThat(reminded(onCall.formatted("nina"))).containsExactly("m1: Nina Lead");
    assertThat(reminded(onCall.formatted("lena")))
        .as("on call and away")
        .containsExactly("m1: Marc Lead, Nina Lead");
  }

  @Test
  void whoStandsInForWhoeverIsAwayIsRemindedAndOnCallInTheirPlace() {
    String standIn =
        TestGate.PEOPLE
            .replace(
                "{\"id\":\"lena\",",
                "{\"id\":\"lena\",\"away\":[{\"from\":\"2026-11-23\",\"until\":\"2026-11-24\","
                    + "\"instead\":\"pia\"}],")
            .replace(
                "{\"id\":\"otto\",",
                "{\"id\":\"otto\",\"away\":[{\"from\":\"2026-11-23\",\"until\":\"2026-11-24\","
                    + "\"instead\":\"reviewer-7\"}],");
    assertThat(reminded(standIn))
        .as("and nobody in the place of the owner")
        .containsExactly("m1: Marc Lead, Nina Lead, Pia Purse");
    String onCall =
        standIn.replace(
            "\"members\":[\"lena\",\"marc\",\"nina\",\"otto\"],",
            "\"members\":[\"lena\",\"marc\",\"nina\",\"otto\"],\"on_call\":"
                + "{\"from\":\"2026-11-23T00:00\",\"zone\":\"UTC\",\"every\":\"1d\",\"people\":[\"lena\"]},");
    assertThat(reminded(onCall)).containsExactly("m1: Pia Purse");
  }

  private static List<String> reminded(String people) {
    TestGate other = TestGate.with(Map.of(), POLICY, people);
    other.ask();
    other.clock.advance(Duration.ofHours(2));
    other.due.run();
    other.remind();
    return other.chat.reminders();
  }

  @Test
  void aCardThatDoesNotStandYetRemindsByItself() {
    gate.propose();
    gate.clock.advance(Duration.ofHours(2));
    gate.due.run();
    gate.remind();

    assertThat(gate.chat.reminders()).isEmpty();
  }

  @Test
  void aReminderThatTheChatPutsOffIsSentLater() {
    gate.ask();
    gate.clock.advance(Duration.ofHours(2));
    gate.due.run();
    gate.chat.failReplies(new Sent.Later(Duration.ofSeconds(30), "ratelimited"));
    gate.remind();
    assertThat(gate.chat.reminders()).isEmpty();

    gate.clock.advance(Duration.ofMinutes(1));
    gate.remind();
    gate.remind();

    assertThat(gate.chat.reminders()).hasSize(1);
  }

  private JsonObject told(ProposalId id, EntryType type) {
    return gate.audit(id, type).getFirst().object("data");
  }

  private Set<String> places(ProposalId id) {
    return gate.record(id).cards().stream()
        .map(card -> card.address().channel())
        .collect(Collectors.toSet());
  }

  private void press(String user, String channel) {
    RecordingChat.Message message = gate.chat.in(channel);
    gate.desk.decide(TestGate.click(user, message, Decision.APPROVE));
  }
}
