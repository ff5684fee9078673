package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.RecordingChat.Message;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.people.ChangingDirectory;
import dev.countersign.people.Directory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.Vote;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kind of gate against everything that somebody may try to count who does not, or to count
/// twice. Otto owns the agent, rhea is whom it acts for, ben is whom the action is for; each of
/// them is in all groups. Nina is in two, dora in the one that is asked when nobody decides, rob
/// leaves the leads, and lena gets another account.
class IdentityTricksTest {
  private static final String PEOPLE =
      """
      {"people":[
        {"id":"lena","name":"Lena","functions":["support"],"accounts":{"slack":{"team":"T01","user":"ULENA"}}},
        {"id":"marc","name":"Marc","functions":["support"],"accounts":{"slack":{"team":"T01","user":"UMARC"}}},
        {"id":"nina","name":"Nina","functions":["support","finance"],"accounts":{"slack":{"team":"T01","user":"UNINA"}}},
        {"id":"pia","name":"Pia","functions":["finance"],"accounts":{"slack":{"team":"T01","user":"UPIA"}}},
        {"id":"rob","name":"Rob","functions":["support"],"accounts":{"slack":{"team":"T01","user":"UROB"}}},
        {"id":"dora","name":"Dora","functions":["board"],"accounts":{"slack":{"team":"T01","user":"UDORA"}}},
        {"id":"otto","name":"Otto","functions":["support"],"accounts":{"slack":{"team":"T01","user":"UOTTO"}}},
        {"id":"rhea","name":"Rhea","functions":["support"],"accounts":{"slack":{"team":"T01","user":"URHEA"}}},
        {"id":"ben","name":"Ben","functions":["support"],"accounts":{"slack":{"team":"T01","user":"UBEN"}}}],
       "groups":{
        "leads":{"members":["lena","marc","nina","rob","otto","rhea","ben"],"slack_channel":"C01"},
        "finance":{"members":["pia","nina","otto","rhea","ben"],"slack_channel":"C02"},
        "directors":{"members":["dora","otto","rhea","ben"],"slack_channel":"C03"}},
       "agents":{
        "support-bot":{"owner":"otto","key":"ck_test_supportbot1","may_propose":["api_call"]}}}
      """;

  /// @see #honest who completes it, in this order
  enum GateKind {
    ONE_OF_A_GROUP("{\"group\":\"leads\",\"approvals\":1}", "ULENA"),
    SOME_OF_A_GROUP("{\"group\":\"leads\",\"approvals\":2}", "ULENA", "UMARC"),
    IN_ORDER(
        "{\"group\":\"leads\",\"approvals\":1},{\"group\":\"finance\",\"approvals\":1}",
        "ULENA",
        "UPIA"),
    AT_ONCE(
        "{\"together\":[{\"group\":\"leads\",\"approvals\":1},{\"group\":\"finance\",\"approvals\":1}]}",
        "ULENA",
        "UPIA"),
    DISTINCT_FUNCTIONS(
        "{\"group\":\"leads\",\"approvals\":1},{\"group\":\"finance\",\"approvals\":1,\"distinct_function\":true}",
        "ULENA",
        "UPIA"),
    OF_SOME_FUNCTIONS(
        "{\"group\":\"leads\",\"approvals\":1,\"functions\":[\"support\",\"board\"]},{\"group\":\"finance\",\"approvals\":1,\"functions\":[\"finance\",\"board\",\"support\"]}",
        "ULENA",
        "UPIA"),
    STANDING_APPROVAL_THAT_IS_OVER("{\"group\":\"leads\",\"approvals\":1}", "ULENA");

    private final String stages;
    private final List<String> honest;

    GateKind(String stages, String... honest) {
      this.stages = stages;
      this.honest = List.of(honest);
    }

    String policy() {
      String gate =
          this == STANDING_APPROVAL_THAT_IS_OVER ? "\"allow\",\"until\":\"2026-01-31\"" : "\"ask\"";
      return """
      {"version":1,"rules":[{"id":"pay","when":"action.class == \\"api_call\\"","gate":%s,"stages":[%s],
        "beneficiaries":[{"who":"action.body.json.employee","as":"person"}],
        "sla":{"expires":"4h","escalate":{"after":"2h","to":"directors"}}}]}
      """
          .formatted(gate, stages);
    }
  }

  enum Trick {
    OWNER("UOTTO", "conflicted"),
    PERSON_ACTED_FOR("URHEA", "conflicted"),
    BENEFICIARY("UBEN", "conflicted"),
    NOBODYS_ACCOUNT("UNOBODY", "unlinked_account"),
    GUEST("UMARC", "outsider"),
    REMOVED_MEMBER("UROB", "not_eligible"),
    GROUP_NOT_ESCALATED_TO_YET("UDORA", "not_eligible");

    private final String user;
    private final String code;

    Trick(String user, String code) {
      this.user = user;
      this.code = code;
    }
  }

  private final SettableClock clock = new SettableClock(TestGate.START);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private Directory people = new PeopleDirectory(TestGate.people(PEOPLE));

  private TestGate gate(GateKind kind) {
    return new TestGate(
        clock,
        ledger,
        ledger,
        ChangingDirectory.of(() -> people),
        kind.policy(),
        TestKeys.RING,
        new RecordingChat(),
        chat -> chat);
  }

  private static ProposalId asked(TestGate gate) {
    ProposalId id =
        gate.propose(
            TestGate.body(
                """
                {"agent":{"on_behalf_of":"rhea"},"proposed_changes":{"class":"api_call","method":"POST",
                 "url":"https://api.billing.example/v1/refunds","body":{"media_type":"application/json","json":{"employee":"ben"}}}}
                """));
    gate.showCards();
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    return id;
  }

  static Stream<Arguments> everyTrickOnEveryGate() {
    return Arrays.stream(GateKind.values())
        .flatMap(kind -> Arrays.stream(Trick.values()).map(trick -> Arguments.of(kind, trick)));
  }

  /// Before the first approval, and before the last one, which is for another group where there are
  /// two.
  @ParameterizedTest
  @MethodSource("everyTrickOnEveryGate")
  void whoeverDoesNotCountDecidesNothing(GateKind kind, Trick trick) {
    TestGate gate = gate(kind);
    ProposalId id = asked(gate);
    people =
        new PeopleDirectory(
            TestGate.people(PEOPLE.replace("\"nina\",\"rob\",\"otto\"", "\"nina\",\"otto\"")));

    for (String honest : kind.honest) {
      for (Decision decision : List.of(Decision.APPROVE, Decision.REJECT)) {
        assertThat(press(gate, trick, decision).code()).as("%s", decision).isEqualTo(trick.code);
      }
      gate.desk.decide(TestGate.click(honest, firstCard(gate), Decision.APPROVE));
      gate.showCards();
    }

    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    assertThat(gate.record(id).request().votes())
        .extracting(vote -> vote.account().user())
        .isEqualTo(kind.honest);
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
  }

  private static ClickAnswer press(TestGate gate, Trick trick, Decision decision) {
    Click click = TestGate.click(trick.user, firstCard(gate), decision);
    return gate.desk.decide(trick == Trick.GUEST ? click.byOutsider() : click);
  }

  @ParameterizedTest
  @EnumSource(GateKind.class)
  void anotherAccountOfTheSamePersonIsNoSecondVote(GateKind kind) {
    TestGate gate = gate(kind);
    ProposalId id = asked(gate);
    gate.desk.decide(TestGate.click("ULENA", firstCard(gate), Decision.APPROVE));
    gate.showCards();
    people =
        new PeopleDirectory(
            TestGate.people(PEOPLE.replace("\"user\":\"ULENA\"", "\"user\":\"ULENA2\"")));
    if (gate.state(id) instanceof Pending) {
      assertThat(
              gate.desk.decide(TestGate.click("ULENA2", firstCard(gate), Decision.APPROVE)).kind())
          .isNotEqualTo(Kind.COUNTED);
    }

    assertOneVote(gate, kind, id, "lena");
  }

  @ParameterizedTest
  @EnumSource(GateKind.class)
  void aMemberOfTwoGroupsIsOneVote(GateKind kind) {
    TestGate gate = gate(kind);
    ProposalId id = asked(gate);
    gate.desk.decide(TestGate.click("UNINA", firstCard(gate), Decision.APPROVE));
    gate.showCards();
    if (gate.state(id) instanceof Pending) {
      gate.desk.decide(TestGate.click("UNINA", firstCard(gate), Decision.APPROVE));
    }

    assertOneVote(gate, kind, id, "nina");
  }

  private static void assertOneVote(TestGate gate, GateKind kind, ProposalId id, String person) {
    assertThat(gate.record(id).request().votes())
        .extracting(Vote::person)
        .containsExactly(new PersonId(person));
    assertThat(gate.state(id))
        .isInstanceOf(kind.honest.size() == 1 ? Approved.class : Pending.class);
  }

  /// Whoever does not count for the first group does not for the other one either.
  @ParameterizedTest
  @EnumSource(GateKind.class)
  void theGroupThatIsAskedTooCountsAsTheFirstOneDoes(GateKind kind) {
    TestGate gate = gate(kind);
    ProposalId id = asked(gate);
    clock.advance(Duration.ofHours(2));
    gate.due.run();
    gate.showCards();

    for (Trick trick : List.of(Trick.OWNER, Trick.PERSON_ACTED_FOR, Trick.BENEFICIARY)) {
      assertThat(press(gate, trick, Decision.APPROVE).code()).isEqualTo("conflicted");
    }
    gate.desk.decide(TestGate.click("UDORA", firstCard(gate), Decision.APPROVE));
    gate.showCards();
    if (gate.state(id) instanceof Pending) {
      gate.desk.decide(TestGate.click("UDORA", firstCard(gate), Decision.APPROVE));
    }

    assertOneVote(gate, kind, id, "dora");
  }

  private static Message firstCard(TestGate gate) {
    return gate.chat.messages().getFirst();
  }
}
