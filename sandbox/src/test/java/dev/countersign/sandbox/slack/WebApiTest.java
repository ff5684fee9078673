package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.slack.Samples.blocks;
import static dev.countersign.sandbox.slack.Samples.card;
import static dev.countersign.sandbox.slack.Samples.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.sandbox.slack.SlackUser.Flag;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebApiTest extends SlackTestCase {

  @Test
  void aPostedCardIsThereWithItsIdAndItsBlocks() throws Exception {
    var answer =
        client.call(
            "chat.postMessage", "channel", "C1", "text", "HIGH RISK", "blocks", card("Send", "t"));

    assertThat(answer.ok()).isTrue();
    assertThat(answer.json().text("channel")).isEqualTo("C1");
    assertThat(answer.json().text("ts")).isEqualTo("1795446000.000100");
    assertThat(slack.messages("C1")).hasSize(1);
    PostedMessage message = slack.messages("C1").getFirst();
    assertThat(message.text()).isEqualTo("HIGH RISK");
    assertThat(message.author()).isEqualTo(Workspace.BOT_USER_ID);
    assertThat(message.blocks().items()).allMatch(block -> block.toString().contains("block_id"));
  }

  @Test
  void jsonIsTakenLikeAForm() throws Exception {
    var answer =
        client.json(
            "chat.postMessage",
            "{\"channel\":\"C1\",\"text\":\"a\",\"blocks\":" + card("Send", "t") + "}");
    assertThat(answer.ok()).isTrue();
    assertThat(slack.messages("C1").getFirst().blocks().items()).hasSize(2);
  }

  @Test
  void timestampsAreUniqueAndIncreaseWhileTheClockStandsStill() throws Exception {
    assertThat(client.post("C1", card("a", "t"))).isEqualTo("1795446000.000100");
    assertThat(client.post("C1", card("b", "t"))).isEqualTo("1795446000.000200");
  }

  @ParameterizedTest
  @CsvSource({
    "CX, channel_not_found",
    "C3, not_in_channel",
    "C4, is_archived",
    "C5, channel_not_found",
  })
  void aChannelThatIsNotOpenToTheAppIsRefused(String channel, String error) throws Exception {
    assertThat(client.call("chat.postMessage", "channel", channel, "text", "a").error())
        .isEqualTo(error);
    assertThat(
            client
                .call("chat.postEphemeral", "channel", channel, "user", "U1", "text", "a")
                .error())
        .isEqualTo(error);
    assertThat(slack.messages(channel)).isEmpty();
  }

  @Test
  void theTokenIsAskedFor() throws Exception {
    assertThat(client.form("auth.test", "").error()).isEqualTo("not_authed");
    assertThat(client.form("auth.test", "Bearer xoxb-other").error()).isEqualTo("invalid_auth");
    assertThat(client.form("auth.test", "", "token", slack.botToken()).ok()).isTrue();
  }

  @Test
  void authTestNamesTheBot() throws Exception {
    var answer = client.call("auth.test").json();
    assertThat(answer.text("team_id")).isEqualTo(Workspace.TEAM_ID);
    assertThat(answer.text("user_id")).isEqualTo(Workspace.BOT_USER_ID);
    assertThat(answer.text("bot_id")).isEqualTo(Workspace.BOT_ID);
  }

  @Test
  void aMethodThatIsNotThereIsUnknown() throws Exception {
    assertThat(client.call("chat.shout", "text", "a").error()).isEqualTo("unknown_method");
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    assertThat(client.call("chat.postMessage", "channel", "C1").error()).isEqualTo("no_text");
    var answer = client.call("chat.postMessage", "text", "a");
    assertThat(answer.error()).isEqualTo("invalid_arguments");
    assertThat(answer.json().object("response_metadata").texts("messages"))
        .containsExactly("[ERROR] missing required field: channel");
  }

  @Test
  void bodiesThatCannotBeReadAreRefused() throws Exception {
    assertThat(client.json("auth.test", "[]").error()).isEqualTo("json_not_object");
    assertThat(client.json("auth.test", "{").error()).isEqualTo("invalid_json");
    assertThat(client.call("auth.test", "na-me", "a").error()).isEqualTo("invalid_arg_name");
    assertThat(post("text/csv", "a").error()).isEqualTo("invalid_post_type");
    assertThat(post("application/x-www-form-urlencoded", "a=%zz").error())
        .isEqualTo("invalid_form_data");
    assertThat(post("application/x-www-form-urlencoded; charset=utf-7", "a=b").error())
        .isEqualTo("invalid_charset");
    assertThat(client.json("chat.postMessage", "{\"channel\":[\"C1\"]}").error())
        .isEqualTo("invalid_array_arg");
  }

  private Client.Reply post(String type, String body) throws Exception {
    return client.post(
        slack.apiUrl().resolve("auth.test"),
        type,
        body,
        Map.of("Authorization", "Bearer " + slack.botToken()));
  }

  @Test
  void blocksThatBreakARuleAreExplained() throws Exception {
    String tooLong = CanonicalJson.text(blocks(header("x".repeat(151))));
    var answer = client.call("chat.postMessage", "channel", "C1", "text", "a", "blocks", tooLong);
    assertThat(answer.error()).isEqualTo("invalid_blocks");
    assertThat(answer.json().object("response_metadata").texts("messages"))
        .containsExactly(
            "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]");
    assertThat(slack.messages("C1")).isEmpty();
  }

  @Test
  void blocksThatAreNoListAreRefused() throws Exception {
    for (String blocks : new String[] {"{}", "not json", "\"[]\""}) {
      assertThat(client.call("chat.postMessage", "channel", "C1", "blocks", blocks).error())
          .isEqualTo("invalid_blocks_format");
    }
  }

  @Test
  void tooMuchTextInAllBlocksIsRefused() throws Exception {
    String section =
        "{'type':'section','text':{'type':'plain_text','text':'" + "x".repeat(2501) + "'}}";
    String blocks =
        CanonicalJson.text(blocks(Collections.nCopies(4, section).toArray(String[]::new)));
    assertThat(client.call("chat.postMessage", "channel", "C1", "blocks", blocks).error())
        .isEqualTo("msg_blocks_too_long");
  }

  @Test
  void metadataHasATypeAndAPayload() throws Exception {
    assertThat(withMetadata("x").error()).isEqualTo("invalid_metadata_format");
    assertThat(withMetadata("{\"event_type\":\"a\"}").error()).isEqualTo("invalid_metadata_schema");
    assertThat(withMetadata("{\"event_type\":\"a\",\"event_payload\":{}}").ok()).isTrue();
  }

  private Client.Reply withMetadata(String metadata) throws Exception {
    return client.call("chat.postMessage", "channel", "C1", "text", "a", "metadata", metadata);
  }

  @Test
  void anUpdateKeepsTheHistory() throws Exception {
    String ts = client.post("C1", card("Before", "t"));
    var answer =
        client.call(
            "chat.update",
            "channel",
            "C1",
            "ts",
            ts,
            "text",
            "after",
            "blocks",
            card("After", "t2"));
    assertThat(answer.ok()).isTrue();
    PostedMessage message = slack.messages("C1").getFirst();
    assertThat(message.versions()).hasSize(2);
    assertThat(message.rendered()).contains("After");
    assertThat(CardText.render(message.versions().getFirst().blocks())).contains("Before");
  }

  @Test
  void anUpdateWithTextAloneTakesTheBlocksAway() throws Exception {
    String ts = client.post("C1", card("Before", "t"));
    client.call("chat.update", "channel", "C1", "ts", ts, "text", "after");
    assertThat(slack.messages("C1").getFirst().blocks().items()).isEmpty();
  }

  @Test
  void onlyTheAuthorMayChangeAMessage() throws Exception {
    PostedMessage said = slack.say("C1", "U1", "hello");
    assertThat(change("chat.update", said.ts()).error()).isEqualTo("cant_update_message");
    assertThat(change("chat.delete", said.ts()).error()).isEqualTo("cant_delete_message");
    assertThat(slack.messages("C1").getFirst().text()).isEqualTo("hello");
  }

  @Test
  void aMessageThatIsNotThereCannotBeChanged() throws Exception {
    String ts = client.post("C1", card("Before", "t"));
    assertThat(change("chat.update", "1.000001").error()).isEqualTo("message_not_found");
    assertThat(change("chat.delete", ts).ok()).isTrue();
    assertThat(change("chat.update", ts).error()).isEqualTo("message_not_found");
    assertThat(change("chat.delete", ts).error()).isEqualTo("message_not_found");
    assertThat(slack.messages("C1")).isEmpty();
  }

  private Client.Reply change(String method, String ts) throws Exception {
    return client.call(method, "channel", "C1", "ts", ts, "text", "x");
  }

  @Test
  void anEphemeralIsForOnePersonAndNoMessage() throws Exception {
    var answer = client.call("chat.postEphemeral", "channel", "C1", "user", "U1", "text", "psst");
    assertThat(answer.json().text("message_ts")).isNotEmpty();
    assertThat(slack.messages("C1")).isEmpty();
    assertThat(slack.ephemerals("C1")).singleElement().extracting(Ephemeral::user).isEqualTo("U1");
    assertThat(change("chat.update", answer.json().text("message_ts")).error())
        .isEqualTo("message_not_found");
  }

  @Test
  void anEphemeralNeedsAPersonInTheChannel() throws Exception {
    assertThat(
            client.call("chat.postEphemeral", "channel", "C1", "user", "U9", "text", "a").error())
        .isEqualTo("user_not_in_channel");
  }

  @Test
  void peopleAreDescribedWithTheirFlags() throws Exception {
    slack.workspace().put(SlackUser.member("U7", "guest").with(Flag.IS_STRANGER).from("T0OTHER"));
    var user = client.call("users.info", "user", "U7").json().object("user");
    assertThat(user.text("team_id")).isEqualTo("T0OTHER");
    assertThat(user.bool("is_stranger")).isTrue();
    assertThat(user.bool("is_bot")).isFalse();
    assertThat(user.bool("deleted")).isFalse();
    assertThat(client.call("users.info", "user", "UX").error()).isEqualTo("user_not_found");
  }

  @Test
  void channelsAreDescribed() throws Exception {
    slack.workspace().put(WorkspaceChannel.open("C8", "shared", "U1").sharedOutside());
    var channel = client.call("conversations.info", "channel", "C8").json().object("channel");
    assertThat(channel.bool("is_ext_shared")).isTrue();
    assertThat(channel.bool("is_member")).isTrue();
    assertThat(client.call("conversations.info", "channel", "C5").error())
        .isEqualTo("channel_not_found");
  }

  @Test
  void textBeyondTheLimitIsCutWhenPostedAndRefusedWhenChanged() throws Exception {
    String tooLong = "x".repeat(40_001);
    var posted = client.call("chat.postMessage", "channel", "C1", "text", tooLong);
    assertThat(slack.messages("C1").getFirst().text()).hasSize(40_000);
    assertThat(
            client
                .call(
                    "chat.update", "channel", "C1", "ts", posted.json().text("ts"), "text", tooLong)
                .error())
        .isEqualTo("msg_too_long");
  }
}
