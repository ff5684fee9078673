package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChangingDirectory;
import dev.countersign.people.Directory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Surface;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Support leads and finance are asked at the same time; nina is in both.
class GroupsAtOnceTest {
  private static final String LEADS = "{\"group\":\"support-leads\",\"approvals\":1}";
  private static final String FINANCE = "{\"group\":\"finance\",\"approvals\":1}";
  private static final String AT_ONCE = "{\"together\":[" + LEADS + "," + FINANCE + "]}";

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private Directory people = TestGate.directory();
  private final TestGate gate =
      new TestGate(
          clock,
          ledger,
          ledger,
          ChangingDirectory.of(() -> people),
          policy(AT_ONCE, ""),
          TestKeys.RING,
          new RecordingChat(),
          chat -> chat);

  private static String policy(String stages, String sla) {
    return """
    {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"ask",
      "stages":[%s],"sla":{"expires":"4h"%s}}]}
    """
        .formatted(stages, sla);
  }

  private Kind approve(String user) {
    return gate.press(user, Decision.APPROVE).kind();
  }

  private List<String> channels() {
    return gate.chat.messages().stream().map(message -> message.address().channel()).toList();
  }

  @Test
  void theCardGoesToEveryGroupAtOnceAndWaitsForBoth() {
    ProposalId id = gate.ask();

    assertThat(channels()).containsExactlyInAnyOrder("C01", "C02");
    assertThat(gate.queue.queue(slack("UPIA"), "", "").text()).contains(id.value());
    assertThat(gate.queue.queue(slack("ULENA"), "", "").text()).contains(id.value());
  }

  /// Whoever of both comes first, and in whichever of the two stages the other one is needed.
  @ParameterizedTest
  @CsvSource({"UNINA, ULENA", "ULENA, UNINA", "UNINA, UPIA", "UPIA, UNINA", "UPIA, ULENA"})
  void twoPersonsOfWhomEachStageGetsOneAreEnough(String first, String second) {
    ProposalId id = gate.ask();

    assertThat(approve(first)).isEqualTo(Kind.COUNTED);
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(approve(second)).isEqualTo(Kind.COUNTED);
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void whoeverIsOfAGroupThatIsCompleteIsNotAskedAnyMore() {
    gate.ask();
    approve("ULENA");

    assertThat(gate.press("UMARC", Decision.APPROVE).code()).isEqualTo("not_eligible");
    assertThat(gate.press("UMARC", Decision.REJECT).code()).isEqualTo("not_eligible");
    assertThat(gate.queue.queue(slack("UMARC"), "", "").text()).isEqualTo("Nothing waits for you.");
    assertThat(approve("UPIA")).isEqualTo(Kind.COUNTED);
  }

  @Test
  void whoeverMayDecideInOneOfThemEndsItByARejection() {
    ProposalId id = gate.ask();
    approve("ULENA");

    assertThat(gate.press("UPIA", Decision.REJECT).kind()).isEqualTo(Kind.COUNTED);
    assertThat(gate.state(id)).isInstanceOf(Rejected.class);
  }

  @Test
  void theNextStepIsAskedOnceTheWholeStepIsComplete() {
    gate.policy.set(
        TestGate.policy(policy(AT_ONCE + ",{\"group\":\"mixed\",\"approvals\":1}", "")));
    gate.ask();
    approve("UPIA");
    gate.showCards();
    assertThat(channels()).doesNotContain("C06");

    approve("UNINA");
    gate.showCards();
    assertThat(channels()).contains("C06");
  }

  @Test
  void whoeverIsNeededInALaterStepIsKeptForIt() {
    gate.policy.set(
        TestGate.policy(policy(AT_ONCE + ",{\"group\":\"nina-only\",\"approvals\":1}", "")));
    gate.ask();

    assertThat(gate.press("UNINA", Decision.APPROVE).code()).isEqualTo("needed_later");
    assertThat(approve("UPIA")).isEqualTo(Kind.COUNTED);
  }

  @Test
  void theEntryOfAVoteTellsEveryStageInWhichItMayCount() {
    ProposalId id = gate.ask();
    approve("UNINA");
    approve("UPIA");

    List<JsonObject> votes =
        gate.audit(id, EntryType.VOTED).stream().map(entry -> entry.object("data")).toList();
    assertThat(votes.getFirst().text("group")).isEqualTo("support-leads");
    JsonObject also = votes.getFirst().objects("also", seat -> seat).getFirst();
    assertThat(also.text("group")).isEqualTo("finance");
    assertThat(also.number("stage")).isEqualTo(1);
    assertThat(votes.getLast().has("also")).isFalse();
  }

  @Test
  void aGroupThatAVoterHasLeftIsFilledByNobodyWhenTheGrantIsRedeemed() {
    ProposalId id = gate.ask();
    approve("UNINA");
    approve("ULENA");
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    finance("[\"pia\"]");
    gate.execute();

    assertThat(gate.audit(id, EntryType.EXECUTION_BARRED)).hasSize(1);
    assertThat(gate.executor.sent()).isEmpty();
  }

  @Test
  void aGroupThatAVoterHasLeftDoesNotMatterWhereTheyFillTheOther() {
    gate.ask();
    approve("UNINA");
    approve("UPIA");
    finance("[\"pia\"]");
    gate.execute();

    assertThat(gate.executor.sent()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"group\":\"support-leads\",\"approvals\":1},{\"group\":\"finance\",\"approvals\":1}' | 1",
        "'{\"group\":\"finance\",\"approvals\":1},{\"group\":\"support-leads\",\"approvals\":1}' | 1",
        "'{\"group\":\"finance\",\"approvals\":2}'                                        | 0"
      })
  void theApprovalsAreHeldAgainstTheStepsThatThePolicyHasByNow(String stages, int sent) {
    gate.ask();
    approve("UNINA");
    approve("ULENA");
    gate.policy.set(TestGate.policy(policy(stages, "")));
    gate.execute();

    assertThat(gate.executor.sent()).hasSize(sent);
  }

  @Test
  void eachOfThemEscalatesAndTheCardSaysWhoMayDecideToo() {
    gate.policy.set(
        TestGate.policy(policy(AT_ONCE, ",\"escalate\":{\"after\":\"2h\",\"to\":\"mixed\"}")));
    ProposalId id = gate.ask();
    clock.advance(Duration.ofHours(2));
    gate.due.run();
    gate.showCards();

    assertThat(gate.audit(id, EntryType.ESCALATED))
        .extracting(entry -> entry.object("data").text("group"))
        .containsExactly("support-leads", "finance");
    assertThat(channels()).contains("C06");
    assertThat(approve("ULENA")).isEqualTo(Kind.COUNTED);
    assertThat(approve("UMARC")).as("for finance, by the other group").isEqualTo(Kind.COUNTED);
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void onceOneIsCompleteOnlyTheOtherEscalates() {
    gate.policy.set(
        TestGate.policy(policy(AT_ONCE, ",\"escalate\":{\"after\":\"2h\",\"to\":\"mixed\"}")));
    ProposalId id = gate.ask();
    approve("ULENA");
    clock.advance(Duration.ofHours(2));
    gate.due.run();

    assertThat(gate.audit(id, EntryType.ESCALATED))
        .extracting(entry -> entry.object("data").text("group"))
        .containsExactly("finance");
  }

  @Test
  void aRulingReadsBackAndOneInStepsHasTheBytesThatItHasAlwaysHad() {
    Ruling ruling = gate.record(gate.propose()).ruling();
    assertThat(Ruling.fromJson(ruling.toJson())).isEqualTo(ruling);
    assertThat(ruling.toJson().toString()).contains("together");

    gate.policy.set(TestGate.policy(policy(LEADS + "," + FINANCE, "")));
    assertThat(gate.record(gate.propose()).ruling().toJson().toString()).doesNotContain("together");
  }

  private static AccountId slack(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }

  private void finance(String members) {
    people =
        new PeopleDirectory(
            TestGate.people(TestGate.PEOPLE.replace("[\"pia\",\"nina\"]", members)));
  }
}
