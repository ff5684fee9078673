package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Conversation;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// One reminder of a request, one notification for each person, in however many places they are
/// asked.
class NamedOnceTest {
  private static final String POLICY =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"ask",
        "stages":[{"group":"leads","approvals":3}],
        "sla":{"expires":"4h","remind":["50%","75%"],"escalate":{"after":"1h","to":"others"}}}]}
      """;

  /// Ann is in both chats and in both groups; ben in Teams alone, cleo in Slack alone.
  private static final String PEOPLE =
      """
      {"people":[
        {"id":"ann","name":"Ann","functions":["support"],"accounts":{"slack":{"team":"T01","user":"UANN"},
          "teams":{"tenant":"TENANT","aad_object_id":"5f1d3c88-0000-4000-8000-000000000001"}}},
        {"id":"ben","name":"Ben","functions":["support"],"accounts":{
          "teams":{"tenant":"TENANT","aad_object_id":"5f1d3c88-0000-4000-8000-000000000002"}}},
        {"id":"cleo","name":"Cleo","functions":["support"],"accounts":{"slack":{"team":"T01","user":"UCLEO"}}},
        {"id":"reviewer-7","name":"Rhea","functions":[],"accounts":{"slack":{"team":"T01","user":"URHEA"}}},
        {"id":"otto","name":"Otto","functions":[],"accounts":{"slack":{"team":"T01","user":"UOTTO"}}}],
       "groups":{
        "leads":{"members":["ann","ben","cleo"],"slack_channel":"C01","teams_channel":"19:leads@thread.tacv2",
          "teams_direct":true},
        "others":{"members":["ann","cleo"],"slack_channel":"C02"}},
       "agents":{"support-bot":{"owner":"otto","key":"ck_test_supportbot1","may_propose":["api_call"]}}}
      """
          .replace("TENANT", TestGate.TENANT);

  private final TestGate gate = gate();

  private static TestGate gate() {
    TestGate gate = TestGate.inBothChats(POLICY, PEOPLE);
    gate.teamsShowsAll.set(true);
    return gate;
  }

  private void hasTheApp(String name, String object) {
    gate.conversations.remember(
        new Conversation(
            new ChatAddress(Surface.TEAMS, TestGate.TENANT, "a:" + name),
            Conversation.Kind.PERSONAL,
            Optional.empty(),
            URI.create("https://smba.example/"),
            Optional.of(new AccountId(Surface.TEAMS, TestGate.TENANT, object)),
            Optional.empty(),
            true,
            TestGate.START));
  }

  @Test
  void inChannelsOfBothChatsAndOfBothGroupsEverybodyIsNamedOnce() {
    gate.ask();
    escalate();

    assertThat(named())
        .isEqualTo(Map.of("C01", List.of("Ann", "Cleo"), "19:leads@thread.tacv2", List.of("Ben")));
  }

  @Test
  void whoIsAskedInTheirOwnChatIsNamedThereAlone() {
    hasTheApp("ann", "5f1d3c88-0000-4000-8000-000000000001");
    hasTheApp("ben", "5f1d3c88-0000-4000-8000-000000000002");
    gate.ask();
    escalate();

    assertThat(named())
        .as("no reminder where nobody is left to name")
        .isEqualTo(
            Map.of("a:ann", List.of("Ann"), "a:ben", List.of("Ben"), "C01", List.of("Cleo")));
  }

  @Test
  void whoHasDecidedIsNotRemindedInTheirOwnChat() {
    hasTheApp("ann", "5f1d3c88-0000-4000-8000-000000000001");
    ProposalId id = gate.ask();
    gate.desk.decide(TestGate.click("UANN", gate.chat.in("C01"), Decision.APPROVE));
    gate.showCards();
    escalate();

    assertThat(gate.record(id).request().votes()).hasSize(1);
    assertThat(named()).doesNotContainKey("a:ann").doesNotContainValue(List.of("Ann"));
  }

  @Test
  void theCardItselfNamesNobodyWhoIsAsked() {
    hasTheApp("ann", "5f1d3c88-0000-4000-8000-000000000001");
    gate.ask();

    assertThat(gate.chat.messages()).hasSize(3);
    assertThat(gate.chat.messages())
        .extracting(message -> message.card().body().text("sections"))
        .allSatisfy(sections ->
            assertThat(sections)
                .doesNotContain("Human[name=Ann", "Human[name=Ben", "Human[name=Cleo"));
    assertThat(gate.chat.reminders()).isEmpty();
  }

  @Test
  void eachReminderOfThePolicyNamesEverybodyOnceAgain() {
    gate.ask();
    gate.clock.advance(Duration.ofHours(2));
    gate.due.run();
    gate.remind();
    gate.clock.advance(Duration.ofHours(1));
    gate.due.run();
    gate.remind();

    Map<String, Long> often =
        gate.chat.reminders().stream()
            .flatMap(reminder -> Arrays.stream(reminder.replaceFirst(".*: ", "").split(", ")))
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    assertThat(often).isEqualTo(Map.of("Ann", 2L, "Ben", 2L, "Cleo", 2L));
  }

  private void escalate() {
    gate.clock.advance(Duration.ofMinutes(90));
    gate.due.run();
    gate.showCards();
    gate.clock.advance(Duration.ofMinutes(30));
    gate.due.run();
    gate.remind();
  }

  /// By channel, of all reminders so far.
  private Map<String, List<String>> named() {
    Map<String, List<String>> named = new TreeMap<>();
    for (String reminder : gate.chat.reminders()) {
      String[] parts = reminder.split(": ", 2);
      named.put(
          gate.chat.message(parts[0]).orElseThrow().address().channel(),
          List.of(parts[1].split(", ")));
    }
    return named;
  }
}
