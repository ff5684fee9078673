package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.slack.Samples.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.PressRefusedException.Reason;
import dev.countersign.sandbox.wire.FormEncoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SlackPressTest extends SlackTestCase {

  @Override
  SlackSandbox.Builder workspace() {
    return super.workspace().ackDeadline(Duration.ofSeconds(2));
  }

  @Test
  void aPressArrivesSignedAndComplete() throws Exception {
    String ts = client.post("C1", card("Send", "token-1"));
    SlackPress press = slack.press("C1", ts, "approve", "U1");

    assertThat(press.acknowledged()).isTrue();
    assertThat(press.delivery().shownToUser()).isEmpty();
    AppDouble.Received received = app.received().getFirst();
    assertThat(received.path()).isEqualTo("/interactivity");
    assertThat(received.timestamp()).isEqualTo("1795446000");
    assertThat(received.signature())
        .isEqualTo(RequestSignature.of(slack.signingSecret(), "1795446000", received.body()));

    JsonObject payload = payload(received.body());
    assertThat(payload).isEqualTo(press.payload());
    assertThat(payload.text("type")).isEqualTo("block_actions");
    assertThat(payload.text("api_app_id")).isEqualTo(Workspace.APP_ID);
    assertThat(payload.bool("is_enterprise_install")).isFalse();
    assertThat(payload.object("team").text("id")).isEqualTo(Workspace.TEAM_ID);
    assertThat(payload.object("user").members())
        .containsEntry("id", Json.of("U1"))
        .containsEntry("username", Json.of("mira"))
        .containsEntry("team_id", Json.of(Workspace.TEAM_ID));
    assertThat(payload.object("channel").text("id")).isEqualTo("C1");
    JsonObject container = payload.object("container");
    assertThat(container.text("type")).isEqualTo("message");
    assertThat(container.text("message_ts")).isEqualTo(ts);
    assertThat(container.text("channel_id")).isEqualTo("C1");
    assertThat(container.bool("is_ephemeral")).isFalse();
    assertThat(container.bool("is_app_unfurl")).isFalse();
    assertThat(payload.object("message").text("ts")).isEqualTo(ts);
    assertThat(payload.object("message").text("bot_id")).isEqualTo(Workspace.BOT_ID);
    assertThat(press.action().text("action_id")).isEqualTo("approve");
    assertThat(press.action().text("block_id")).isEqualTo("decide");
    assertThat(press.action().text("value")).isEqualTo("token-1");
    assertThat(press.action().text("action_ts")).isNotEmpty();
    assertThat(press.triggerId()).matches("\\d+\\.\\d+\\.\\S+");
    assertThat(press.responseUrl()).startsWith(slack.baseUrl() + "/actions/");
  }

  @Test
  void aButtonIsFoundByItsLabel() throws Exception {
    String ts = client.post("C1", card("Send", "token-1"));
    assertThat(slack.press("C1", ts, "Approve & send", "U2").action().text("action_id"))
        .isEqualTo("approve");
  }

  @Test
  void whatNobodySeesNobodyPresses() throws Exception {
    String ts = client.post("C1", card("Send", "token-1"));
    assertRefused(Reason.NO_SUCH_BUTTON, () -> slack.press("C1", ts, "escalate", "U1"));
    assertRefused(Reason.USER_NOT_IN_CHANNEL, () -> slack.press("C1", ts, "approve", "U9"));
    assertRefused(Reason.NO_SUCH_USER, () -> slack.press("C1", ts, "approve", "UX"));
    assertRefused(Reason.NO_SUCH_CHANNEL, () -> slack.press("CX", ts, "approve", "U1"));
    assertRefused(Reason.NO_SUCH_MESSAGE, () -> slack.press("C1", "1.000001", "approve", "U1"));
    client.call("chat.update", "channel", "C1", "ts", ts, "text", "Approved");
    assertRefused(Reason.NO_SUCH_BUTTON, () -> slack.press("C1", ts, "approve", "U1"));
    client.call("chat.delete", "channel", "C1", "ts", ts);
    assertRefused(Reason.NO_SUCH_MESSAGE, () -> slack.press("C1", ts, "approve", "U1"));
    assertThat(app.received()).isEmpty();
  }

  @Test
  void aLabelThatTwoButtonsHaveIsNotEnough() throws Exception {
    String blocks =
        CanonicalJson.text(
            Samples.blocks(
                Samples.actions(
                    Samples.button("a", "Open", "1"), Samples.button("b", "Open", "2"))));
    String ts = client.post("C1", blocks);
    assertRefused(Reason.SEVERAL_SUCH_BUTTONS, () -> slack.press("C1", ts, "Open", "U1"));
    assertThat(slack.press("C1", ts, "b", "U1").action().text("value")).isEqualTo("2");
  }

  @Test
  void aStaleClientPressesAnOlderVersion() throws Exception {
    String ts = client.post("C1", card("Send", "token-1"));
    client.call(
        "chat.update", "channel", "C1", "ts", ts, "text", "x", "blocks", card("Send", "token-2"));
    assertThat(slack.press("C1", ts, "approve", "U1").action().text("value")).isEqualTo("token-2");
    SlackPress stale = slack.pressVersion("C1", ts, 0, "approve", "U1");
    assertThat(stale.action().text("value")).isEqualTo("token-1");
    assertThat(stale.payload().object("message").toString()).contains("token-2");
  }

  @Test
  void aValueCanArriveFromAnotherMessage() throws Exception {
    String first = client.post("C1", card("Send", "token-1"));
    String second = client.post("C2", card("Other", "token-2"));
    SlackPress moved =
        slack.pressElsewhere(slack.press("C1", first, "approve", "U1"), "C2", second);
    assertThat(moved.channel()).isEqualTo("C2");
    assertThat(moved.ts()).isEqualTo(second);
    assertThat(moved.action().text("value")).isEqualTo("token-1");
  }

  @Test
  void aChangedPayloadIsSignedLikeAnyOther() throws Exception {
    String ts = client.post("C1", card("Send", "token-1"));
    JsonObject changed =
        slack.payload("C1", ts, "approve", "U1").with("api_app_id", Json.of("A0OTHER"));
    assertThat(slack.deliver(changed).acknowledged()).isTrue();
    assertThat(payload(app.received().getFirst().body()).text("api_app_id")).isEqualTo("A0OTHER");
  }

  @Test
  void forgedAndOldCallbacksAreSentAsGiven() {
    slack.deliver("payload=x", Map.of("X-Slack-Signature", "v0=00"));
    slack.deliver(
        "payload=x", slack.sign("payload=x", clock.instant().minus(Duration.ofMinutes(6))));
    assertThat(app.received().get(0).signature()).isEqualTo("v0=00");
    assertThat(app.received().get(0).timestamp()).isEqualTo("null");
    assertThat(app.received().get(1).timestamp()).isEqualTo("1795445640");
  }

  @Test
  void aRefusalByTheAppIsShown() throws Exception {
    String ts = client.post("C1", card("Send", "token-1"));
    app.answers(401, "no");
    SlackPress press = slack.press("C1", ts, "approve", "U1");
    assertThat(press.acknowledged()).isFalse();
    assertThat(press.delivery().status()).isEqualTo(401);
    assertThat(press.delivery().shownToUser()).contains("the app responded with status code 401");
  }

  @Test
  void anAppThatIsGoneDidNotRespond() throws Exception {
    String ts = client.post("C1", card("Send", "token-1"));
    app.close();
    assertThat(slack.press("C1", ts, "approve", "U1").delivery().shownToUser())
        .contains("the app did not respond");
  }

  @Test
  void choicesStandAsTheMessageProposedThem() throws Exception {
    String option = "{'text':{'type':'plain_text','text':'1'},'value':'one'}";
    String ticks =
        "{'type':'checkboxes','action_id':'pick','options':[%s],'initial_options':[%s]}"
            .formatted(option, option);
    String blocks =
        CanonicalJson.text(
            Samples.blocks(Samples.actions(ticks, Samples.button("go", "Go", "token"))));
    String ts = client.post("C1", blocks);
    JsonObject values =
        slack.press("C1", ts, "go", "U1").payload().object("state").object("values");
    assertThat(values.object("decide").object("pick").items("selected_options")).hasSize(1);
  }

  @Test
  void noSecretOrTokenIsPrinted() throws Exception {
    String ts = client.post("C1", card("Send", "token-1"));
    SlackPress press = slack.press("C1", ts, "approve", "U1");
    assertThat(press.toString()).doesNotContain("token-1").doesNotContain("v0=");
  }

  private static void assertRefused(Reason reason, ThrowingCallable press) {
    assertThatThrownBy(press)
        .isInstanceOfSatisfying(
            PressRefusedException.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  static JsonObject payload(String body) {
    String payload = FormEncoding.decode(body).getOrDefault("payload", "");
    return (JsonObject) CanonicalJson.parse(payload.getBytes(StandardCharsets.UTF_8));
  }
}
