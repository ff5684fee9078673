package dev.countersign.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.Inputs;
import dev.countersign.card.PressFlaw;
import dev.countersign.drawing.SampleRecords;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Way.class)
class PressTest extends SlackTestCase {
  private String card = "";

  PressTest(Way way) {
    super(way);
  }

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
    assertThat(
            slack.awaitModal(
                "U0MIRA", seen -> seen.rendered().contains("Nothing was recorded"), AT_MOST))
        .isPresent();
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
