package dev.countersign.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.card.FormOpening;
import dev.countersign.card.Inputs;
import dev.countersign.card.PressFlaw;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.request.Decision;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.slack.Submission;
import dev.countersign.sandbox.slack.Submission.Outcome;
import dev.countersign.sandbox.slack.Workspace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reject and Request changes: a press opens a form, and what is sent with it decides.
@ParameterizedClass
@EnumSource(Way.class)
class FormTest extends SlackTestCase {
  private static final Map<String, String> FILLED =
      Map.of("reason", "wrong_content", "note", "It is $204.00 <@U1>, not $240.00.");

  private String card = "";

  FormTest(Way way) {
    super(way);
  }

  @BeforeEach
  void postACard() {
    card = post(adapter.channel().render(SampleRecords.pendingMessage()));
  }

  // ---- the press

  @ParameterizedTest
  @ValueSource(strings = {"reject", "return"})
  void aPressOpensItsFormAndDecidesNothing(String button) {
    SlackPress press = press(button);

    assertThat(press.acknowledged()).isTrue();
    OpenedView form = slack.modal("U0MIRA").orElseThrow();
    Golden.check("form-" + button, form.view());
    assertThat(desk.clicks()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK);
    assertThat(slack.ephemerals(APPROVALS.channel())).isEmpty();
  }

  @Test
  void whoMayNotDecideGetsNoFormAndIsToldWhy() {
    desk.opens(_ ->
        new FormOpening.Not(
            new ClickAnswer(Kind.NOT_ENTITLED, "not_eligible", "You are not asked <@U1>.")));
    SlackPress press = press("reject");

    assertThat(press.acknowledged()).isTrue();
    assertThat(slack.awaitReply(press, AT_MOST).orElseThrow().text())
        .isEqualTo("You are not asked &lt;@U1&gt;.");
    assertThat(slack.openedViews()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.NOT_ENTITLED);
    assertThat(desk.clicks()).isEmpty();
  }

  @Test
  void whetherItOpensIsAskedOfThePressAsItCame() {
    press("reject");
    assertThat(desk.opened())
        .singleElement()
        .satisfies(click -> {
          assertThat(click.account().user()).isEqualTo("U0MIRA");
          assertThat(click.address()).isEqualTo(APPROVALS);
          assertThat(click.messageId()).isEqualTo(card);
          assertThat(click.token()).isEqualTo("token-REJECT");
          assertThat(click.named()).contains(Decision.REJECT);
        });
  }

  @Test
  void aFormIsReadable() {
    press("reject");
    assertThat(slack.modal("U0MIRA").orElseThrow().rendered())
        .contains(
            "Reject",
            "Call api.billing.example  ·  🟠 HIGH RISK  ·  #0000AA",
            "/v1/refunds <@U1> *now*",
            "( ) Wrong content or amount",
            "( ) Not enough context",
            "( ) Against policy",
            "No longer needed",
            "[ Go back ]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired_trigger_id", "exchanged_trigger_id", "fatal_error"})
  void aFormThatDoesNotOpenIsToldPrivately(String error) {
    slack.fail("views.open", new Fault.Answer(error), 1);
    SlackPress press = press("reject");

    assertThat(press.acknowledged()).isTrue();
    Ephemeral told = slack.awaitReply(press, AT_MOST).orElseThrow();
    assertThat(told.text()).contains("could not open the form").contains("press the button again");
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.UNAVAILABLE);
    assertThat(desk.clicks()).isEmpty();
    press("reject");
    assertThat(slack.modal("U0MIRA")).isPresent();
  }

  @Test
  void aRateLimitIsToldLikeAnyOtherFailure() {
    slack.fail("views.open", new Fault.RateLimited(Duration.ofSeconds(30)), 1);
    assertThat(slack.awaitReply(press("return"), AT_MOST)).isPresent();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.UNAVAILABLE);
  }

  @Test
  void aSilentSlackDoesNotKeepThePressWaiting() {
    slack.fail("views.open", new Fault.Hang(), 1);
    SlackPress press = press("reject");
    assertThat(press.acknowledged()).isTrue();
    assertThat(press.delivery().answer().elapsed()).isLessThan(Duration.ofSeconds(3));
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.LATE);
    slack.hangUp();
    assertThat(slack.awaitReply(press, AT_MOST)).isPresent();
  }

  @Test
  void aStrangerOfASharedChannelGetsNoForm() {
    SlackPress press = slack.press(APPROVALS.channel(), card, "reject", "U0GUEST");
    assertThat(slack.awaitReply(press, AT_MOST).orElseThrow().text())
        .contains("Refused as outsider");
    assertThat(slack.openedViews()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.NOT_ENTITLED);
  }

  @Test
  void aPressWithoutATriggerIsMalformed() {
    JsonObject payload = slack.payload(APPROVALS.channel(), card, "reject", "U0MIRA");
    slack.deliver(without(payload, "trigger_id"));
    assertThat(slack.openedViews()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.MALFORMED);
  }

  // ---- what is sent

  @Test
  void whatIsSentIsHandedToTheDeskOnceAndExactly() {
    Submission sent = submit("reject", FILLED);

    assertThat(desk.clicks())
        .containsExactly(
            new Click(
                    new AccountId(Surface.SLACK, Workspace.TEAM_ID, "U0MIRA"),
                    APPROVALS,
                    card,
                    "token-REJECT",
                    new Inputs(
                        Optional.of("wrong_content"),
                        Optional.of("It is $204.00 <@U1>, not $240.00.")),
                    Digest.of(sent.delivery().body()))
                .named(Decision.REJECT));
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.OK);
  }

  @Test
  void whatIsLeftEmptyIsNotThere() {
    submit("reject", Map.of("reason", "no_longer_needed"));
    assertThat(desk.clicks())
        .extracting(Click::inputs)
        .containsExactly(new Inputs(Optional.of("no_longer_needed"), Optional.empty()));
  }

  @Test
  void aRequestForChangesBringsItsNoteAndNoReason() {
    submit("return", Map.of("note", "Halve it.\nThen ask again."));
    assertThat(desk.clicks())
        .extracting(Click::inputs)
        .containsExactly(new Inputs(Optional.empty(), Optional.of("Halve it.\nThen ask again.")));
    assertThat(desk.clicks()).extracting(Click::token).containsExactly("token-RETURN");
  }

  @Test
  void aCountedVoteClosesTheFormAndNeedsNoTelling() {
    Submission sent = submit("reject", FILLED);
    assertThat(sent.outcome()).isEqualTo(new Outcome.Closed());
    adapter.close();
    assertThat(slack.ephemerals(APPROVALS.channel())).isEmpty();
  }

  @Test
  void whatWasDecidedMeanwhileIsSaidInTheFormAndWhatWasTypedIsShownAgain() {
    desk.answers(_ -> new ClickAnswer(Kind.STANDING, "already_decided", "Decided <@U1>."));
    submit("reject", FILLED);
    OpenedView now = slack.modal("U0MIRA").orElseThrow();
    assertThat(now.rendered())
        .contains("Nothing changed", "Decided <@U1>.", "What you wrote is kept nowhere else")
        .contains("It is $204.00 <@U1>, not $240.00.");
    assertThat(now.view().has("submit")).isFalse();
    assertThat(now.view().toString()).doesNotContain("mrkdwn", "token-");
    adapter.close();
    assertThat(slack.ephemerals(APPROVALS.channel())).isEmpty();
  }

  @Test
  void whoWroteNothingIsShownNoEmptyText() {
    desk.answers(_ -> new ClickAnswer(Kind.STANDING, "already_decided", "Decided."));
    submit("reject", Map.of("reason", "no_longer_needed"));
    assertThat(slack.modal("U0MIRA").orElseThrow().rendered()).doesNotContain("What you wrote");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COUNTED", "REPEATED", "PARTLY", "STANDING", "INCOMPLETE"})
  void aRefusalIsSaidInsideTheForm(Kind kind) {
    desk.answers(_ -> new ClickAnswer(kind, "why", "Not you, <@U1>."));
    submit("reject", FILLED);
    OpenedView now = slack.modal("U0MIRA").orElseThrow();
    assertThat(now.rendered())
        .contains("Not recorded", "Not you, <@U1>.", "It is $204.00 <@U1>, not $240.00.")
        .doesNotContain("Wrong");
    assertThat(now.view().has("submit")).isFalse();
    assertThat(now.view().toString()).doesNotContain("mrkdwn", "token-");
    adapter.close();
    assertThat(slack.ephemerals(APPROVALS.channel())).isEmpty();
  }

  @Test
  void aRefusalForWantOfRightIsCountedAsSuch() {
    desk.answers(
        _ -> new ClickAnswer(Kind.NOT_ENTITLED, "not_eligible", "You are not an approver."));
    submit("reject", FILLED);
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.NOT_ENTITLED);
  }

  @Test
  void anIncompleteFormStaysAndSaysWhere() {
    desk.answers(_ -> new ClickAnswer(Kind.INCOMPLETE, "incomplete", "Something is missing."));
    assertThat(submit("return", Map.of("note", "  ")).outcome())
        .isEqualTo(new Outcome.Errors(Map.of("note", "Something is missing.")));
    assertThat(submit("reject", FILLED).outcome())
        .isEqualTo(new Outcome.Errors(Map.of("note", "Something is missing.")));
    assertThat(change("reject", state("reason", JsonNull.NULL)).outcome())
        .isEqualTo(new Outcome.Errors(Map.of("reason", "Something is missing.")));
    assertThat(slack.modal("U0MIRA")).isPresent();
  }

  @Test
  void aSlowDeskIsAnsweredInTimeAndTheOutcomeToldLater() {
    var slow = new CountDownLatch(1);
    desk.answers(_ -> {
      await(slow);
      return new ClickAnswer(Kind.REFUSED, "too_late", "Too late.");
    });
    Submission sent = submit("reject", FILLED);
    assertThat(sent.delivery().answer().elapsed()).isLessThan(Duration.ofSeconds(3));
    assertThat(slack.modal("U0MIRA").orElseThrow().rendered()).contains("takes longer");
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.LATE);
    assertThat(slack.ephemerals(APPROVALS.channel())).isEmpty();
    slow.countDown();
    assertThat(awaitAny().text()).isEqualTo("Too late.");
  }

  @Test
  void aFailingDeskIsSaidToHaveFailed() {
    desk.answers(_ -> {
      throw new IllegalStateException("the ledger is away");
    });
    submit("reject", FILLED);
    assertThat(slack.modal("U0MIRA").orElseThrow().rendered())
        .contains("Please press again")
        .doesNotContain("ledger");
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.UNAVAILABLE);
  }

  // ---- who and what is not believed

  @Test
  void whoSubmitsDecidesWhoeverOpenedTheForm() {
    change("reject", payload -> payload.with("user", user("U0JON", Workspace.TEAM_ID)));
    assertThat(desk.clicks()).extracting(click -> click.account().user()).containsExactly("U0JON");
  }

  /// The desk compares all three with the token; here they only have to arrive as they are.
  @Test
  void whatTheMetadataSaysIsOnlyHandedOn() {
    change("reject", metadata(new FormOrigin("C0OTHER", "1.2", "another-token").metadata()));
    Click click = desk.clicks().getFirst();
    assertThat(click.address())
        .isEqualTo(new ChatAddress(Surface.SLACK, Workspace.TEAM_ID, "C0OTHER"));
    assertThat(click.messageId()).isEqualTo("1.2");
    assertThat(click.token()).isEqualTo("another-token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "token-REJECT",
        "null",
        "[]",
        "{}",
        "{\"channel\":\"C1\",\"message\":\"1.2\"}",
        "{\"channel\":\"C1\",\"message\":\"1.2\",\"token\":1}",
        "{\"channel\":\"C1\",\"message\":\"1.2\",\"token\":\"t\",\"user\":\"U1\"}",
        "{\"channel\":\"C1\",\"channel\":\"C12\",\"message\":\"1.2\",\"token\":\"t\"}",
        "{\"channel\":\"../C1\",\"message\":\"1.2\",\"token\":\"t\"}",
        "{\"channel\":\"C1\",\"message\":\"last\",\"token\":\"t\"}"
      })
  void metadataThatIsNotOursIsMalformed(String metadata) {
    Submission sent = change("reject", metadata(metadata));
    assertThat(sent.delivery().status()).isEqualTo(200);
    assertThat(slack.modal("U0MIRA").orElseThrow().rendered()).contains("Not recorded");
    assertThat(desk.flaws()).containsExactly(PressFlaw.MALFORMED);
    assertThat(desk.clicks()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.MALFORMED);
  }

  @Test
  void metadataBeyondItsLengthIsMalformed() {
    change("reject", metadata(new FormOrigin("C1", "1.2", "x".repeat(2_001)).metadata()));
    change("reject", metadata("{" + " ".repeat(3_000) + "}"));
    assertThat(desk.clicks()).isEmpty();
  }

  @Test
  void nobodyElsesSubmissionIsOurs() {
    List<UnaryOperator<JsonObject>> foreign =
        List.of(
            payload -> payload.with("api_app_id", Json.of("A0FOREIGN")),
            view("app_id", Json.of("A0FOREIGN")),
            view("app_installed_team_id", Json.of("T0FOREIGN")),
            payload ->
                payload.with("view", without(payload.object("view"), "app_installed_team_id")),
            payload -> payload.with("is_enterprise_install", Json.of(true)),
            payload -> payload.with("team", JsonNull.NULL));
    for (var change : foreign) {
      change("reject", change);
    }
    assertThat(desk.clicks()).isEmpty();
    assertThat(metrics.callbacks())
        .filteredOn(result -> result != CallbackResult.OK)
        .hasSize(foreign.size())
        .containsOnly(CallbackResult.REFUSED);
  }

  /// In a shared channel the installing workspace is ours although the person is a visitor.
  @ParameterizedTest
  @CsvSource({"T0ELSEWHERE,T0SANDBOX", "T0SANDBOX,T0ELSEWHERE", "T0ELSEWHERE,T0ELSEWHERE"})
  void aStrangerIsToldInsideTheForm(String home, String team) {
    change(
        "reject",
        payload ->
            payload
                .with("user", user("U0GUEST", home))
                .with("team", JsonObject.builder().put("id", team).build()));
    assertThat(desk.clicks()).isEmpty();
    assertThat(slack.modal("U0MIRA").orElseThrow().rendered()).contains("Refused as outsider");
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.NOT_ENTITLED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "approve", "details", "nuke", "REJECT"})
  void aFormThatWeDoNotKnowDoesNothingAndSaysSo(String callbackId) {
    change("reject", view("callback_id", Json.of(callbackId)));
    assertThat(desk.clicks()).isEmpty();
    assertThat(slack.modal("U0MIRA").orElseThrow().rendered())
        .contains("Refused as unknown_button");
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.NO_EFFECT);
  }

  @Test
  void anotherKindOfViewHasNoEffect() {
    Submission sent = change("reject", view("type", Json.of("workflow_step")));
    assertThat(sent.delivery().status()).isEqualTo(200);
    assertThat(desk.clicks()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.NO_EFFECT);
  }

  @Test
  void nothingThatIsPrintedHoldsAToken() {
    var origin = new FormOrigin("C1", "1.2", "token-REJECT");
    assertThat(origin.toString()).doesNotContain("token-REJECT");
    press("reject");
    assertThat(slack.modal("U0MIRA").orElseThrow().toString()).doesNotContain("token-REJECT");
  }

  // ----

  private SlackPress press(String button) {
    return slack.press(APPROVALS.channel(), card, button, "U0MIRA");
  }

  private Submission submit(String button, Map<String, String> filled) {
    press(button);
    return slack.submit("U0MIRA", slack.modal("U0MIRA").orElseThrow(), filled);
  }

  private Submission change(String button, UnaryOperator<JsonObject> change) {
    press(button);
    OpenedView form = slack.modal("U0MIRA").orElseThrow();
    return slack.submitAs(form, change.apply(slack.submission(form, FILLED)));
  }

  private static UnaryOperator<JsonObject> view(String name, Json value) {
    return payload -> payload.with("view", payload.object("view").with(name, value));
  }

  private static UnaryOperator<JsonObject> metadata(String metadata) {
    return view("private_metadata", Json.of(metadata));
  }

  private static UnaryOperator<JsonObject> state(String block, Json value) {
    return payload -> {
      JsonObject state = payload.object("view").object("state");
      return view("state", state.with("values", state.object("values").with(block, value)))
          .apply(payload);
    };
  }

  private static JsonObject user(String id, String team) {
    return JsonObject.builder().put("id", id).put("team_id", team).build();
  }

  private static JsonObject without(JsonObject object, String name) {
    var fewer = new LinkedHashMap<>(object.members());
    fewer.remove(name);
    return new JsonObject(fewer);
  }

  private Ephemeral awaitAny() {
    return slack.awaitEphemeral(APPROVALS.channel(), _ -> true, AT_MOST).orElseThrow();
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
