package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.slack.Samples.blocks;
import static dev.countersign.sandbox.slack.Samples.card;
import static dev.countersign.sandbox.slack.Samples.header;
import static dev.countersign.sandbox.slack.Samples.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.SlackUser.Flag;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the emulated Slack answers is to Slack's own clients what Slack answers. Skipped where
/// there is no Node.js, or where npm gets nothing.
class NodeClientsTest extends SlackTestCase {
  private static final Duration AT_MOST = Duration.ofSeconds(10);

  private NodeClients clients;

  @BeforeAll
  static void installed() throws Exception {
    Optional<String> obstacle = NodeClients.install();
    assumeTrue(obstacle.isEmpty(), "Slack's clients for Node.js: " + obstacle.orElse(""));
  }

  @Override
  SlackSandbox.Builder workspace() {
    return super.workspace().tiers();
  }

  @BeforeEach
  void begin() throws IOException {
    clients = new NodeClients(slack, slack.botToken());
  }

  @AfterEach
  void end() {
    clients.close();
  }

  @Test
  void aCardIsPostedChangedAndTakenBack() throws Exception {
    JsonObject posted = call("chat.postMessage", "{'channel':'C1','text':'a','blocks':%s}", "One");
    String ts = posted.text("ts");
    assertThat(posted.object("message").text("text")).isEqualTo("a");
    assertThat(slack.messages("C1").getFirst().rendered()).contains("One");

    call("chat.update", "{'channel':'C1','ts':'" + ts + "','text':'b','blocks':%s}", "Two");
    assertThat(slack.messages("C1").getFirst().rendered()).contains("Two").doesNotContain("One");

    call("chat.delete", "{'channel':'C1','ts':'" + ts + "'}");
    assertThat(slack.messages("C1")).isEmpty();
    assertThat(error("chat.delete", "{'channel':'C1','ts':'" + ts + "'}"))
        .isEqualTo("message_not_found");
  }

  @Test
  void onePersonIsToldSomethingInAChannelAndInADirectConversation() throws Exception {
    JsonObject told = call("chat.postEphemeral", "{'channel':'C1','user':'U1','text':'psst'}");
    assertThat(slack.ephemerals("C1").getFirst().ts()).isEqualTo(told.text("message_ts"));

    JsonObject first = call("conversations.open", "{'users':'U1'}");
    JsonObject again = call("conversations.open", "{'users':'U1','return_im':true}");
    String direct = first.object("channel").text("id");
    assertThat(first.has("already_open")).isFalse();
    assertThat(again.bool("already_open")).isTrue();
    assertThat(again.object("channel").text("id")).isEqualTo(direct).startsWith("D");
    assertThat(again.object("channel").text("user")).isEqualTo("U1");
    call("chat.postMessage", "{'channel':'" + direct + "','text':'yours'}");
    assertThat(slack.messages(direct)).hasSize(1);
    assertThat(slack.rung()).extracting("user").containsExactly("U1");
    JsonObject described = call("conversations.info", "{'channel':'" + direct + "'}");
    assertThat(described.object("channel").bool("is_im")).isTrue();
    assertThat(described.object("channel").bool("is_channel")).isFalse();
  }

  @Test
  void noDirectConversationOpensWithWhomThereCanBeNone() throws Exception {
    slack.workspace().put(SlackUser.member("U8", "gone").with(Flag.DELETED));
    assertThat(error("conversations.open", "{}")).isEqualTo("users_list_not_supplied");
    assertThat(error("conversations.open", "{'users':'UX'}")).isEqualTo("user_not_found");
    assertThat(error("conversations.open", "{'users':'U8'}")).isEqualTo("user_disabled");
  }

  @Test
  void modalsOpenOnePerTriggerLieOnEachOtherAndChange() throws Exception {
    String first = trigger();
    JsonObject view =
        call("views.open", "{'trigger_id':'" + first + "','view':" + modal("a") + "}")
            .object("view");
    assertThat(view.text("root_view_id")).isEqualTo(view.text("id"));
    JsonObject top =
        call("views.push", "{'trigger_id':'" + trigger() + "','view':" + modal("b") + "}")
            .object("view");
    assertThat(top.text("root_view_id")).isEqualTo(view.text("id"));

    String there = "{'view_id':'" + top.text("id") + "','hash':'" + top.text("hash") + "',";
    assertThat(call("views.update", there + "'view':" + modal("c") + "}").bool("ok")).isTrue();
    assertThat(error("views.update", there + "'view':" + modal("d") + "}"))
        .isEqualTo("hash_conflict");
    assertThat(error("views.open", "{'trigger_id':'" + first + "','view':" + modal("e") + "}"))
        .isEqualTo("exchanged_trigger_id");
    String late = trigger();
    clock.advance(Duration.ofSeconds(3));
    assertThat(error("views.open", "{'trigger_id':'" + late + "','view':" + modal("f") + "}"))
        .isEqualTo("expired_trigger_id");
  }

  @Test
  void theAppsOwnPageIsPublished() throws Exception {
    call("views.publish", "{'user_id':'U1','view':{'type':'home','blocks':" + one("Home") + "}}");
    assertThat(slack.homes("U1")).hasSize(1);
  }

  @Test
  void whoAndWhatThereIsIsAnswered() throws Exception {
    slack.workspace().putGroup("S1", Set.of("U2", "U1"));
    assertThat(call("auth.test", "{}").text("user_id")).isEqualTo(Workspace.BOT_USER_ID);
    assertThat(call("users.info", "{'user':'U1'}").object("user").text("name")).isEqualTo("mira");
    assertThat(call("conversations.info", "{'channel':'C1'}").object("channel").text("name"))
        .isEqualTo("approvals");
    assertThat(call("usergroups.users.list", "{'usergroup':'S1'}").texts("users"))
        .containsExactly("U1", "U2");
    assertThat(error("usergroups.users.list", "{'usergroup':'S9'}")).isEqualTo("no_such_subteam");
  }

  @Test
  void aLimitIsUnderstoodWithTheTimeToWait() throws Exception {
    slack.fail("chat.postMessage", new Fault.RateLimited(Duration.ofSeconds(30)), 1);
    assertLimited("chat.postMessage", "{'channel':'C1','text':'a'}", 30);

    slack.workspace().putGroup("S1", Set.of("U1"));
    for (int i = 0; i < 20; i++) {
      call("usergroups.users.list", "{'usergroup':'S1'}");
    }
    assertLimited("usergroups.users.list", "{'usergroup':'S1'}", 60);
    clock.advance(Duration.ofMinutes(1));
    call("usergroups.users.list", "{'usergroup':'S1'}");
  }

  private void assertLimited(String method, String arguments, int seconds) throws Exception {
    JsonObject refused = clients.refused(method, object(arguments));
    assertThat(refused.text("code")).isEqualTo("slack_webapi_rate_limited_error");
    assertThat(refused.number("retryAfter")).isEqualTo(seconds);
  }

  @Test
  void aScopeThatIsMissingIsNamedBesideThoseThereAre() throws Exception {
    try (var narrow = SlackSandbox.builder(clock).scopes(Set.of("commands")).start();
        var theirs = new NodeClients(narrow, narrow.botToken())) {
      JsonObject data = theirs.refused("users.info", object("{'user':'U1'}")).object("data");
      assertThat(data.text("error")).isEqualTo("missing_scope");
      assertThat(data.text("needed")).isEqualTo("users:read");
      assertThat(data.text("provided")).isEqualTo("commands");
      assertThat(data.object("response_metadata").texts("scopes")).containsExactly("commands");
      assertThat(data.object("response_metadata").texts("acceptedScopes"))
          .containsExactly("users:read");
    }
  }

  @Test
  void blocksThatBreakARuleAreExplainedByTheirPlace() throws Exception {
    JsonObject refused =
        clients.refused(
            "chat.postMessage",
            object("{'channel':'C1','text':'a'}").with("blocks", blocks(header("x".repeat(151)))));
    assertThat(refused.text("code")).isEqualTo("slack_webapi_platform_error");
    assertThat(refused.object("data").text("error")).isEqualTo("invalid_blocks");
    assertThat(refused.object("data").object("response_metadata").texts("messages"))
        .containsExactly(
            "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]");
  }

  @Test
  void aTokenThatIsNotOursAndAServerThatFailsAreToldApart() throws Exception {
    try (var stranger = new NodeClients(slack, "xoxb-0-0-somebody")) {
      JsonObject refused = stranger.refused("auth.test", object("{}"));
      assertThat(refused.object("data").text("error")).isEqualTo("invalid_auth");
    }
    slack.fail("auth.test", new Fault.Status(503), 1);
    assertThat(clients.refused("auth.test", object("{}")).text("code"))
        .isEqualTo("slack_webapi_http_error");
    slack.fail("auth.test", new Fault.Drop(), 1);
    assertThat(clients.refused("auth.test", object("{}")).text("code"))
        .isEqualTo("slack_webapi_request_error");
  }

  @Test
  void overItsSocketItHearsAcknowledgesAndComesBackWhenSentAway() throws Exception {
    SlackSockets sockets = slack.socketMode();
    clients.connect(object("{'text':'hello'}"));
    assertThat(sockets.connections()).isEqualTo(1);

    CommandRun run = slack.command("C1", "U1", "/gate", "queue");
    JsonObject command = clients.heard();
    assertThat(command.text("type")).isEqualTo("slash_commands");
    assertThat(command.object("body").text("text")).isEqualTo("queue");
    assertThat(run.reply().orElseThrow().text()).isEqualTo("hello");

    sockets.sayGoodbye("refresh_requested");
    assertThat(sockets.awaitOpened(2, AT_MOST)).isTrue();
    assertThat(sockets.await(1, AT_MOST)).isTrue();
    SlackPress press = slack.press("C1", client.post("C1", card("a", "t")), "approve", "U1");
    assertThat(press.delivery().acknowledged()).isTrue();
    assertThat(clients.heard().object("body").text("type")).isEqualTo("block_actions");

    clients.disconnect();
    assertThat(sockets.await(0, AT_MOST)).isTrue();
  }

  private String trigger() throws Exception {
    return slack.press("C1", client.post("C1", card("Send", "t")), "reject", "U1").triggerId();
  }

  private static String modal(String title) {
    return "{'type':'modal','title':{'type':'plain_text','text':'" + title + "'},'blocks':[]}";
  }

  private static String one(String title) {
    return "[" + header(title) + "]";
  }

  private JsonObject call(String method, String arguments, String title) throws Exception {
    return call(method, arguments.formatted(one(title)));
  }

  private JsonObject call(String method, String arguments) throws Exception {
    return clients.call(method, object(arguments));
  }

  private String error(String method, String arguments) throws Exception {
    return clients.refused(method, object(arguments)).object("data").text("error");
  }
}
