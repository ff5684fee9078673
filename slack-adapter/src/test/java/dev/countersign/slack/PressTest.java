package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.Inputs;
import dev.countersign.card.PressFlaw;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.Ephemeral.Source;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.wire.CallbackDelivery;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PressTest extends SlackTestCase {
  private String card = "";

  @BeforeEach
  void postACard() {
    card = post(adapter.channel().render(SampleRecords.pendingMessage()));
  }

  @Test
  void aPressIsHandedToTheDeskOnceAndExactly() {
    SlackPress press = press("approve");
    assertThat(press.acknowledged()).isTrue();
    assertThat(desk.clicks())
        .containsExactly(
            new Click(
                    new AccountId(Surface.SLACK, Workspace.TEAM_ID, "U0MIRA"),
                    APPROVALS,
                    card,
                    "token-APPROVE",
                    Inputs.NONE,
                    Digest.of(press.delivery().body()))
                .named(Decision.APPROVE));
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK);
  }

  @Test
  void aCountedVoteNeedsNoTelling() {
    press("approve");
    adapter.close(); // waits for presses; a reply would have started by now
    assertThat(slack.ephemerals(APPROVALS.channel())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "COUNTED")
  void everyOtherAnswerIsToldToThePresserAlone(Kind kind) {
    desk.answers(_ -> new ClickAnswer(kind, "why", "Decided by <@U1> & others."));
    Ephemeral told = told(press("approve"));
    assertThat(told.user()).isEqualTo("U0MIRA");
    assertThat(told.source()).isEqualTo(Source.RESPONSE_URL);
    assertThat(told.text()).isEqualTo("Decided by &lt;@U1&gt; &amp; others.");
    assertThat(told.rendered()).contains("Decided by <@U1> & others.");
    assertThat(slack.messages(APPROVALS.channel())).hasSize(1);
  }

  @Test
  void aRefusalForWantOfRightIsCountedAsSuch() {
    desk.answers(
        _ -> new ClickAnswer(Kind.NOT_ENTITLED, "not_eligible", "You are not an approver."));
    press("approve");
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.NOT_ENTITLED);
  }

  @Test
  void aSlowDeskIsAcknowledgedInTimeAndAnsweredLater() {
    var slow = new CountDownLatch(1);
    desk.answers(_ -> {
      await(slow);
      return new ClickAnswer(Kind.STANDING, "already_decided", "Already approved.");
    });
    SlackPress press = press("approve");
    assertThat(press.acknowledged()).isTrue();
    assertThat(press.delivery().answer().elapsed()).isLessThan(Duration.ofSeconds(3));
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.LATE);
    assertThat(slack.ephemerals(APPROVALS.channel())).isEmpty();
    slow.countDown();
    assertThat(told(press).text()).isEqualTo("Already approved.");
  }

  @Test
  void aFailingDeskIsSaidToHaveFailed() {
    desk.answers(_ -> {
      throw new IllegalStateException("the ledger is away");
    });
    Ephemeral told = told(press("approve"));
    assertThat(told.text()).contains("Please press again").doesNotContain("ledger");
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.UNAVAILABLE);
  }

  @Test
  void theAnswerIsWhisperedWhenTheResponseUrlIsNotSlacks() {
    desk.answers(_ -> new ClickAnswer(Kind.STANDING, "already_decided", "Already approved."));
    deliver(payload -> payload.with("response_url", Json.of("http://127.0.0.1:1/actions/x")));
    Ephemeral told = awaitAny();
    assertThat(told.source()).isEqualTo(Source.POST_EPHEMERAL);
    assertThat(told.user()).isEqualTo("U0MIRA");
  }

  @Test
  void theAnswerIsWhisperedWhenTheResponseUrlIsUsedUp() {
    desk.answers(_ -> new ClickAnswer(Kind.STANDING, "already_decided", "Already approved."));
    String unknown = slack.baseUrl().resolve("/actions/T0SANDBOX/99/unknown").toString();
    deliver(payload -> payload.with("response_url", Json.of(unknown)));
    assertThat(awaitAny().source()).isEqualTo(Source.POST_EPHEMERAL);
  }

  @Test
  void theSameBytesASecondTimeMoveNothing() {
    SlackPress first = press("approve");
    CallbackDelivery again = slack.deliver(first.delivery().body(), first.delivery().headers());
    assertThat(again.status()).isEqualTo(200);
    assertThat(desk.clicks()).hasSize(1);
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.REPLAY);
  }

  @Test
  void oldFutureForgedAndChangedCallbacksNeverReachTheDesk() {
    CallbackDelivery real = press("approve").delivery();
    String body = real.body();
    assertThat(slack.deliver(body, slack.sign(body, NOW.minusSeconds(301))).status())
        .isEqualTo(401);
    assertThat(slack.deliver(body, slack.sign(body, NOW.plusSeconds(301))).status()).isEqualTo(401);
    assertThat(slack.deliver(body + "&x=1", real.headers()).status()).isEqualTo(401);
    assertThat(slack.deliver(body, without(real.headers(), "X-Slack-Signature")).status())
        .isEqualTo(401);
    assertThat(desk.clicks()).hasSize(1);
    assertThat(metrics.callbacks())
        .containsExactly(
            CallbackResult.OK,
            CallbackResult.STALE,
            CallbackResult.STALE,
            CallbackResult.BAD_SIGNATURE,
            CallbackResult.BAD_SIGNATURE);
  }

  @Test
  void aRefusalSaysNothing() {
    CallbackDelivery refused = slack.deliver("payload=%7B%7D", Map.of());
    assertThat(refused.status()).isEqualTo(401);
    assertThat(((CallbackDelivery.Answer.Answered) refused.answer()).body()).isEmpty();
  }

  @Test
  void aBodyBeyondTheLimitIsNotTaken() {
    String body = "payload=" + "x".repeat(SlackVerificationFilter.MAX_BODY);
    assertThat(signed(body).status()).isEqualTo(413);
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.TOO_LARGE);
  }

  @Test
  void nobodyElsesPressIsOurs() {
    deliver(payload -> payload.with("api_app_id", Json.of("A0FOREIGN")));
    deliver(payload -> payload.with("team", object("id", "T0FOREIGN")));
    deliver(payload -> payload.with("is_enterprise_install", Json.of(true)));
    deliver(payload -> new JsonObject(without(payload.members(), "team")));
    deliver(container("type", Json.of("view")));
    deliver(container("is_ephemeral", Json.of(true)));
    deliver(container("is_app_unfurl", Json.of(true)));
    assertThat(desk.clicks()).isEmpty();
    assertThat(desk.flaws())
        .containsExactly(
            PressFlaw.FOREIGN_APP,
            PressFlaw.FOREIGN_WORKSPACE,
            PressFlaw.ORGANISATION_INSTALL,
            PressFlaw.ORGANISATION_INSTALL,
            PressFlaw.NOT_A_MESSAGE,
            PressFlaw.EPHEMERAL,
            PressFlaw.UNFURLED);
    assertThat(desk.flawed()).extracting(Click::token).containsOnly("token-APPROVE");
    assertThat(metrics.callbacks()).hasSize(7).containsOnly(CallbackResult.REFUSED);
  }

  @Test
  void aStrangerOfASharedChannelIsToldThatTheyCannotDecide() {
    SlackPress press = slack.press(APPROVALS.channel(), card, "approve", "U0GUEST");
    assertThat(told(press).text()).contains("Refused as outsider");
    assertThat(desk.clicks()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.NOT_ENTITLED);
  }

  @Test
  void anUnknownButtonDoesNothingAndSaysSo() {
    SlackPress press = deliver(action("action_id", Json.of("nuke")));
    assertThat(press.acknowledged()).isTrue();
    assertThat(told(press).text()).contains("Refused as unknown_button");
    assertThat(desk.clicks()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.NO_EFFECT);
  }

  @Test
  void otherGenuineCallbacksAreAcknowledgedWithoutEffect() {
    for (String type : List.of("view_closed", "message_action", "event_callback", "new_thing")) {
      assertThat(signed("payload=%7B%22type%22%3A%22" + type + "%22%7D").status()).isEqualTo(200);
    }
    assertThat(desk.clicks()).isEmpty();
    assertThat(metrics.callbacks()).hasSize(4).containsOnly(CallbackResult.NO_EFFECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message_action",
        "interactive_message",
        "dialog_submission",
        "shortcut",
        "a_new_thing"
      })
  void whatWeDoNotTakeIsSaidToDoNothing(String type) {
    SlackPress press = deliver(payload -> payload.with("type", Json.of(type)));
    assertThat(press.acknowledged()).isTrue();
    assertThat(told(press).text()).contains("Nothing was recorded", "its cards");
    assertThat(desk.clicks()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.NO_EFFECT);
  }

  @Test
  void aGlobalShortcutWhichHasNoPlaceToAnswerInOpensWords() {
    deliver(payload -> {
      var fewer = without(without(payload.members(), "response_url"), "channel");
      return new JsonObject(without(fewer, "container")).with("type", Json.of("shortcut"));
    });
    assertThat(slack.modal("U0MIRA").orElseThrow().rendered()).contains("Nothing was recorded");
  }

  @Test
  void handshakesAreAnswered() {
    CallbackDelivery answer =
        signed("{\"type\":\"url_verification\",\"token\":\"t\",\"challenge\":\"c1\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(body(answer)).isEqualTo("c1");
    assertThat(signed("{\"type\":\"url_verification\",\"token\":\"t\"}").status()).isEqualTo(200);
    for (String check : List.of("ssl_check=1&token=t", "token=t&ssl_check=1", "ssl_check=1")) {
      assertThat(signed(check).status()).isEqualTo(200);
    }
  }

  @Test
  void aMenuThatIsNotOursHasNoOptions() {
    CallbackDelivery answer = signed("payload=%7B%22type%22%3A%22block_suggestion%22%7D");
    assertThat(body(answer)).isEqualTo("{\"options\":[]}");
  }

  @Test
  void aPayloadCountsTheSameWithoutItsForm() {
    String body = CanonicalJson.text(slack.payload(APPROVALS.channel(), card, "approve", "U0MIRA"));
    assertThat(signed(body).status()).isEqualTo(200);
    assertThat(desk.clicks()).extracting(Click::token).containsExactly("token-APPROVE");
  }

  private static String body(CallbackDelivery delivery) {
    return ((CallbackDelivery.Answer.Answered) delivery.answer()).body();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"block_actions\"}",
        "payload=%7B%22type%22%3A%22block_actions%22%7D",
        "payload=%7B%22type%22%3A%22view_submission%22%7D",
        "payload=%7B%22type%22%3A%22view_submission%22%2C%22view%22%3A%7B%7D%7D",
        "payload=%7B%22type%22%3A%22view_submission%22%2C%22user%22%3A%7B%7D%2C%22view%22%3A%7B%22type%22%3A%22modal%22%2C%22callback_id%22%3A%22reject%22%7D%7D",
        "payload=%7B%22type%22%3A%22block_actions%22%2C%22user%22%3A3%7D",
        "{\"type\":\"url_verification\"}",
        "{\"type\":\"url_verification\",\"challenge\":{}}"
      })
  void aPayloadThatNamesNobodyIsAcknowledgedAndCountedAsMalformed(String body) {
    assertThat(signed(body).status()).isEqualTo(200);
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.MALFORMED);
    assertThat(desk.clicks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "payload=",
        "payload=x",
        "payload=%",
        "payload=%7B%7D",
        "payload=%7B%22type%22%3A1",
        "payload=%5B%5D",
        "payload=null",
        "{}",
        "payload=%7B%22type%22%3A%22block_actions%22%7D&payload=%7B%7D"
      })
  void whatIsNoPayloadIsSaidToBeNone(String body) {
    assertThat(signed(body).status()).isEqualTo(400);
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.MALFORMED);
    assertThat(desk.clicks()).isEmpty();
  }

  @Test
  void idsOfAnUnknownShapeAreMalformed() {
    deliver(container("message_ts", Json.of("../1")));
    deliver(container("channel_id", Json.of("C0OTHER"))); // not the one in `channel`
    deliver(payload -> payload.with("user", object("id", "U0 x").with("team_id", team())));
    assertThat(desk.clicks()).isEmpty();
    assertThat(metrics.callbacks()).hasSize(3).containsOnly(CallbackResult.MALFORMED);
    assertThat(desk.flaws()).containsExactly(PressFlaw.MALFORMED, PressFlaw.MALFORMED);
  }

  @Test
  void blocksThatTheLibraryDoesNotKnowSwallowNoClick() {
    JsonObject odd =
        object("type", "hologram").with("elements", new JsonArray(List.of(object("type", "ray"))));
    deliver(payload ->
        payload.with(
            "message", payload.object("message").with("blocks", new JsonArray(List.of(odd)))));
    assertThat(desk.clicks()).hasSize(1);
  }

  private SlackPress press(String button) {
    return slack.press(APPROVALS.channel(), card, button, "U0MIRA");
  }

  private SlackPress deliver(UnaryOperator<JsonObject> change) {
    return slack.deliver(
        change.apply(slack.payload(APPROVALS.channel(), card, "approve", "U0MIRA")));
  }

  private CallbackDelivery signed(String body) {
    return slack.deliver(body, slack.sign(body, NOW));
  }

  private Ephemeral told(SlackPress press) {
    return slack.awaitReply(press, AT_MOST).orElseThrow();
  }

  private Ephemeral awaitAny() {
    return slack.awaitEphemeral(APPROVALS.channel(), _ -> true, AT_MOST).orElseThrow();
  }

  private static UnaryOperator<JsonObject> container(String name, Json value) {
    return payload -> payload.with("container", payload.object("container").with(name, value));
  }

  private static UnaryOperator<JsonObject> action(String name, Json value) {
    return payload ->
        payload.with(
            "actions",
            new JsonArray(payload.objects("actions", action -> action.with(name, value))));
  }

  private static JsonObject object(String name, String value) {
    return JsonObject.builder().put(name, value).build();
  }

  private static Json team() {
    return Json.of(Workspace.TEAM_ID);
  }

  private static <V> Map<String, V> without(Map<String, V> map, String name) {
    var fewer = new HashMap<>(map);
    fewer.remove(name);
    return fewer;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
