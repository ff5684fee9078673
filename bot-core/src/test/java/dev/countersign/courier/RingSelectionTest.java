package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Conversation;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.RingTarget;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// One notification for each person, request and stage, however many places, tries and changes.
class RingSelectionTest {
  /// First the leads, then finance; other leads are asked too after an hour.
  private static final String POLICY =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"ask",
        "stages":[{"group":"leads","approvals":1},{"group":"finance","approvals":1}],
        "sla":{"expires":"4h","remind":["50%"],"escalate":{"after":"1h","to":"others"}}}]}
      """;

  /// Ann is in both chats; ben in Teams alone; cleo, fay and finn in Slack alone. Finance is asked
  /// in the channel of the leads, where fay decides for both.
  private static final String PEOPLE =
      """
      {"people":[
        {"id":"ann","name":"Ann","functions":[],"accounts":{"slack":{"team":"T01","user":"UANN"},
          "teams":{"tenant":"TENANT","aad_object_id":"5f1d3c88-0000-4000-8000-000000000001"}}},
        {"id":"ben","name":"Ben","functions":[],"accounts":{
          "teams":{"tenant":"TENANT","aad_object_id":"5f1d3c88-0000-4000-8000-000000000002"}}},
        {"id":"cleo","name":"Cleo","functions":[],"accounts":{"slack":{"team":"T01","user":"UCLEO"}}},
        {"id":"fay","name":"Fay","functions":[],"accounts":{"slack":{"team":"T01","user":"UFAY"}}},
        {"id":"finn","name":"Finn","functions":[],"accounts":{"slack":{"team":"T01","user":"UFINN"}}},
        {"id":"reviewer-7","name":"Rhea","functions":[],"accounts":{"slack":{"team":"T01","user":"URHEA"}}},
        {"id":"otto","name":"Otto","functions":[],"accounts":{"slack":{"team":"T01","user":"UOTTO"}}}],
       "groups":{
        "leads":{"members":["ann","ben","cleo","fay"],"slack_channel":"C01","teams_channel":"19:leads@thread.tacv2",
          "teams_direct":true LEADS},
        "finance":{"members":["fay","finn"],"slack_channel":"C01"},
        "others":{"members":["cleo","finn"],"slack_channel":"C02"}},
       "agents":{"support-bot":{"owner":"otto","key":"ck_test_supportbot1","may_propose":["api_call"]}}}
      """
          .replace("TENANT", TestGate.TENANT);

  private TestGate gate = gate("");

  /// @param leads more members of that group
  private static TestGate gate(String leads) {
    TestGate gate = TestGate.inBothChats(POLICY, PEOPLE.replace("LEADS", leads));
    gate.teamsShowsAll.set(true);
    return gate;
  }

  @Test
  void theFirstPostNamesEverybodyWhoIsAskedAtOnePlace() {
    gate.ask();

    assertThat(rung()).isEqualTo(Map.of("C01", "Ann, Cleo, Fay", "19:leads@thread.tacv2", "Ben"));
  }

  @Test
  void whoIsAskedInTheirOwnChatIsNotifiedThereAlone() {
    gate.conversations.remember(
        new Conversation(
            new ChatAddress(Surface.TEAMS, TestGate.TENANT, "a:ann"),
            Conversation.Kind.PERSONAL,
            Optional.empty(),
            URI.create("https://smba.example/"),
            Optional.of(
                new AccountId(
                    Surface.TEAMS, TestGate.TENANT, "5f1d3c88-0000-4000-8000-000000000001")),
            Optional.empty(),
            true,
            TestGate.START));
    gate.ask();

    assertThat(rung())
        .isEqualTo(Map.of("a:ann", "Ann", "C01", "Cleo, Fay", "19:leads@thread.tacv2", "Ben"));
  }

  @Test
  void noRetryNoChangeAndNoRepostRingsAgain() {
    gate.chat.fail(new Sent.Later(Duration.ofSeconds(1), "ratelimited"));
    gate.chat.fail(new Sent.Later(Duration.ofSeconds(1), "ratelimited"));
    ProposalId id = gate.ask();
    gate.clock.advance(Duration.ofMinutes(1));
    gate.showCards();
    Map<String, Long> once = Map.of("Ann", 1L, "Ben", 1L, "Cleo", 1L, "Fay", 1L);
    assertThat(often()).isEqualTo(once);

    // Somebody deletes the message, the card is looked after, and posted anew.
    gate.chat.fail(new Sent.Refused(Obstacle.GONE, "message_not_found"));
    gate.clock.advance(Duration.ofMinutes(121));
    gate.showCards();
    gate.clock.advance(Duration.ofSeconds(2));
    gate.showCards();
    gate.ring();

    assertThat(gate.record(id).cards().stream().filter(card -> card.messageId().isPresent()))
        .hasSizeGreaterThan(2);
    assertThat(often()).isEqualTo(once);
  }

  @Test
  void theNextStageIsCalledBelowTheCardAndOnlyWhoIsNewToIt() {
    gate.ask();
    gate.desk.decide(TestGate.click("UANN", gate.chat.in("C01"), Decision.APPROVE));
    gate.showCards();
    gate.ring();
    gate.ring();

    assertThat(gate.chat.reminders()).singleElement().asString().endsWith(": Fay, Finn");
    assertThat(gate.chat.replies())
        .singleElement()
        .asString()
        .contains("This waits for your decision now.");
  }

  @Test
  void whoComesToBeAskedBeforeTheFirstPostIsNamedInItAlone() {
    gate.chat.breakDown(new Sent.Later(Duration.ofSeconds(1), "http_503"));
    gate.propose();
    gate.showCards();
    gate.clock.advance(Duration.ofMinutes(61));
    gate.due.run();
    gate.chat.mend();
    gate.showCards();
    gate.clock.advance(Duration.ofMinutes(6));
    gate.showCards();
    gate.ring();

    assertThat(often()).isEqualTo(Map.of("Ann", 1L, "Ben", 1L, "Cleo", 1L, "Fay", 1L, "Finn", 1L));
  }

  @Test
  void anEscalationRingsWhoIsAskedSinceAndNobodyElse() {
    gate.ask();
    gate.clock.advance(Duration.ofMinutes(61));
    gate.due.run();
    gate.showCards();
    gate.ring();

    assertThat(rung()).containsEntry("C02", "Finn");
    assertThat(often()).isEqualTo(Map.of("Ann", 1L, "Ben", 1L, "Cleo", 1L, "Fay", 1L, "Finn", 1L));
  }

  @Test
  void whoseChannelTakesNoCardIsNotifiedWhereTheyAreReachedElse() {
    gate.chat.failAt("C01", new Sent.Refused(Obstacle.PLACE, "is_archived"));
    gate.ask();
    assertThat(rung()).isEqualTo(Map.of("19:leads@thread.tacv2", "Ben"));
    gate.ring();
    assertThat(often()).isEqualTo(Map.of("Ben", 1L, "Ann", 1L));

    gate.clock.advance(Duration.ofMinutes(2));
    gate.showCards();
    gate.ring();

    assertThat(often()).isEqualTo(Map.of("Ann", 1L, "Ben", 1L, "Cleo", 1L, "Fay", 1L));
  }

  @Test
  void aGroupThatIsCalledTogetherIsNamedInPlaceOfItsMembers() {
    gate = gate(",\"slack_usergroup\":\"S0LEADS\"");
    gate.ask();

    assertThat(rung()).isEqualTo(Map.of("C01", "S0LEADS", "19:leads@thread.tacv2", "Ben"));
  }

  @Test
  void ofAGroupWithARotationWhoIsOnCallIsNamedAlone() {
    gate =
        gate(
            ",\"slack_usergroup\":\"S0LEADS\",\"on_call\":{\"from\":\"2026-01-05T00:00\","
                + "\"zone\":\"UTC\",\"every\":\"1w\",\"people\":[\"cleo\"]}");
    gate.ask();

    assertThat(rung()).isEqualTo(Map.of("C01", "Cleo"));
  }

  @Test
  void ofTwoReplicasThatTakeTheSameWorkOneRings() {
    TestGate other =
        new TestGate(
            gate.clock,
            gate.ledger,
            gate.deliveries,
            gate.directory,
            POLICY,
            gate.keys,
            gate.chat,
            chat -> chat);
    gate.propose();
    List<Delivery> here = gate.deliveries.claim(DeliveryKind.SHOW_CARD, 9, Duration.ofMinutes(1));
    List<Delivery> there = gate.deliveries.claim(DeliveryKind.SHOW_CARD, 9, Duration.ofMinutes(1));
    there.forEach(other.courier::deliver);
    here.forEach(gate.courier::deliver);

    assertThat(there).isEmpty();
    assertThat(often().values()).containsOnly(1L);
  }

  @Test
  void aTargetReadsBackAsItWasWritten() {
    ChatAddress slack = new ChatAddress(Surface.SLACK, "T01", "C01");
    ChatAddress teams = new ChatAddress(Surface.TEAMS, TestGate.TENANT, "19:a:b@thread.tacv2");
    for (RingTarget target :
        List.of(
            new RingTarget.Asked(teams, new GroupName("leads"), 7),
            new RingTarget.From(slack, teams))) {
      assertThat(RingTarget.parse(target.toString())).isEqualTo(target);
    }
  }

  /// Who was named in posts, by channel.
  private Map<String, String> rung() {
    Map<String, String> named = new HashMap<>();
    for (String one : gate.chat.rung()) {
      String[] parts = one.split(": ", 2);
      named.merge(
          gate.chat.message(parts[0]).orElseThrow().address().channel(),
          parts[1],
          (a, b) -> a + " and " + b);
    }
    return named;
  }

  /// How often each name was named, in posts and below them.
  private Map<String, Long> often() {
    Map<String, Long> often = new HashMap<>();
    Stream.concat(gate.chat.rung().stream(), gate.chat.reminders().stream())
        .flatMap(one -> Arrays.stream(one.split(": ", 2)[1].split(", ")))
        .filter(name -> !name.isEmpty())
        .forEach(name -> often.merge(name, 1L, Long::sum));
    return often;
  }
}
