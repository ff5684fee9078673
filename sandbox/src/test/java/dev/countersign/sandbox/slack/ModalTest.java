package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.slack.Samples.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.PressRefusedException.Reason;
import dev.countersign.sandbox.slack.Submission.Outcome;
import java.util.Collections;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModalTest extends SlackTestCase {
  static final String VIEW =
      """
      {'type':'modal','callback_id':'reject','private_metadata':'secret',
       'title':{'type':'plain_text','text':'Reject'},
       'submit':{'type':'plain_text','text':'Send'},
       'blocks':[
        {'type':'input','block_id':'reason','label':{'type':'plain_text','text':'Reason'},
         'element':{'type':'radio_buttons','action_id':'r','options':[
          {'text':{'type':'plain_text','text':'Wrong'},'value':'wrong'},
          {'text':{'type':'plain_text','text':'Late'},'value':'late'}]}},
        {'type':'input','block_id':'note','optional':true,
         'label':{'type':'plain_text','text':'Note'},
         'element':{'type':'plain_text_input','action_id':'n','multiline':true,
          'min_length':2,'max_length':10}}]}
      """
          .replace('\'', '"');

  private OpenedView modal = new OpenedView("", "", JsonObject.EMPTY, "", "");

  @BeforeEach
  void openAModal() throws Exception {
    SlackPress press = slack.press("C1", client.post("C1", card("Send", "t")), "reject", "U1");
    client.call("views.open", "view", VIEW, "trigger_id", press.triggerId());
    modal = slack.modal("U1").orElseThrow();
  }

  @Test
  void aModalIsShownAsText() {
    assertThat(modal.rendered())
        .isEqualTo(
            """
            Reject
            ══════

            Reason:
              ( ) Wrong  ( ) Late

            Note:
              ____________

            [ Cancel ]  [ Send ]\
            """);
    assertThat(modal.toString()).doesNotContain("secret");
  }

  @Test
  void aSubmissionArrivesSignedAndComplete() throws Exception {
    Submission sent = slack.submit("U1", modal, Map.of("reason", "late", "note", "Too late"));

    AppDouble.Received received = app.received().getLast();
    assertThat(received.path()).isEqualTo("/interactivity");
    assertThat(received.signature())
        .isEqualTo(
            RequestSignature.of(slack.signingSecret(), received.timestamp(), received.body()));
    JsonObject payload = SlackPressTest.payload(received.body());
    assertThat(payload).isEqualTo(sent.payload());
    assertThat(payload.text("type")).isEqualTo("view_submission");
    assertThat(payload.text("api_app_id")).isEqualTo(Workspace.APP_ID);
    assertThat(payload.bool("is_enterprise_install")).isFalse();
    assertThat(payload.object("team").text("id")).isEqualTo(Workspace.TEAM_ID);
    assertThat(payload.object("user").text("id")).isEqualTo("U1");
    assertThat(payload.object("user").text("team_id")).isEqualTo(Workspace.TEAM_ID);
    assertThat(payload.items("response_urls")).isEmpty();
    JsonObject view = payload.object("view");
    assertThat(view.text("id")).isEqualTo(modal.id());
    assertThat(view.text("callback_id")).isEqualTo("reject");
    assertThat(view.text("private_metadata")).isEqualTo("secret");
    assertThat(view.text("app_installed_team_id")).isEqualTo(Workspace.TEAM_ID);
    assertThat(view.text("hash")).isNotEmpty();
    JsonObject values = view.object("state").object("values");
    assertThat(values.object("reason").object("r").object("selected_option").text("value"))
        .isEqualTo("late");
    assertThat(values.object("note").object("n").text("value")).isEqualTo("Too late");
    assertThat(sent.toString()).doesNotContain("secret");
  }

  @Test
  void whatIsLeftEmptyIsNull() throws Exception {
    Submission sent = slack.submit("U1", modal, Map.of("reason", "late"));
    JsonObject note =
        sent.payload().object("view").object("state").object("values").object("note").object("n");
    assertThat(note.members()).containsEntry("value", JsonNull.NULL);
  }

  @Test
  void whatTheClientWouldNotSendIsNotSent() {
    int before = app.received().size();
    assertRefused(Reason.MISSING_INPUT, () -> slack.submit("U1", modal, Map.of("note", "hello")));
    assertRefused(Reason.NO_SUCH_OPTION, () -> slack.submit("U1", modal, Map.of("reason", "no")));
    assertRefused(
        Reason.INPUT_LENGTH,
        () -> slack.submit("U1", modal, Map.of("reason", "late", "note", "12345678901")));
    assertRefused(
        Reason.INPUT_LENGTH,
        () -> slack.submit("U1", modal, Map.of("reason", "late", "note", "1")));
    assertRefused(
        Reason.NO_SUCH_INPUT, () -> slack.submit("U1", modal, Map.of("reason", "late", "x", "y")));
    assertRefused(Reason.NO_SUCH_VIEW, () -> slack.submit("U2", modal, Map.of("reason", "late")));
    assertThat(app.received()).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"response_action\":\"clear\"}"})
  void nothingOrClearClosesTheModal(String answer) {
    app.answers(200, answer);
    assertThat(slack.submit("U1", modal, Map.of("reason", "late")).outcome())
        .isEqualTo(new Outcome.Closed());
    assertThat(slack.modal("U1")).isEmpty();
    assertRefused(Reason.NO_SUCH_VIEW, () -> slack.submit("U1", modal, Map.of("reason", "late")));
  }

  @Test
  void errorsAreShownAtTheirInputsAndTheModalStays() {
    app.answers(200, "{\"response_action\":\"errors\",\"errors\":{\"note\":\"Say more\"}}");
    assertThat(slack.submit("U1", modal, Map.of("reason", "late")).outcome())
        .isEqualTo(new Outcome.Errors(Map.of("note", "Say more")));
    assertThat(slack.modal("U1")).contains(modal);
  }

  @Test
  void anUpdateTakesTheModalsPlace() {
    JsonObject other =
        Samples.object("{'type':'modal','title':{'type':'plain_text','text':'No'},'blocks':[]}");
    app.answers(
        200,
        CanonicalJson.text(
            JsonObject.builder().put("response_action", "update").put("view", other).build()));
    assertThat(slack.submit("U1", modal, Map.of("reason", "late")).outcome())
        .isInstanceOf(Outcome.Updated.class);
    OpenedView now = slack.modal("U1").orElseThrow();
    assertThat(now.id()).isEqualTo(modal.id());
    assertThat(now.rendered()).contains("No");
    assertRefused(Reason.NO_SUBMIT_BUTTON, () -> slack.submit("U1", now, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ok",
        "{}",
        "{\"response_action\":\"dance\"}",
        "{\"response_action\":\"errors\",\"errors\":{}}",
        "{\"response_action\":\"errors\",\"errors\":{\"elsewhere\":\"x\"}}",
        "{\"response_action\":\"update\",\"view\":{\"type\":\"modal\",\"blocks\":[]}}"
      })
  void anAnswerThatIsNoneIsTrouble(String answer) {
    app.answers(200, answer);
    assertThat(slack.submit("U1", modal, Map.of("reason", "late")).outcome())
        .isInstanceOf(Outcome.Trouble.class);
    assertThat(slack.modal("U1")).contains(modal);
  }

  @Test
  void aRefusalByTheAppIsTrouble() {
    app.answers(401, "no");
    assertThat(slack.submit("U1", modal, Map.of("reason", "late")).outcome())
        .isEqualTo(new Outcome.Trouble("status 401"));
  }

  @Test
  void aChangedSubmissionIsSignedLikeAnyOther() {
    JsonObject changed =
        slack.submission(modal, Map.of("reason", "late")).with("api_app_id", Json.of("A0OTHER"));
    slack.submitAs(modal, changed);
    assertThat(SlackPressTest.payload(app.received().getLast().body()).text("api_app_id"))
        .isEqualTo("A0OTHER");
  }

  @Test
  void theDocumentedLimitsOfAViewHold() {
    JsonObject view = modal.view();
    assertThat(BlockKit.checkView(view)).isEmpty();
    assertThat(BlockKit.checkView(view.with("title", plain("x".repeat(25))))).isNotEmpty();
    assertThat(BlockKit.checkView(view.with("submit", plain("x".repeat(25))))).isNotEmpty();
    assertThat(BlockKit.checkView(view.with("private_metadata", Json.of("x".repeat(3_001)))))
        .isNotEmpty();
    assertThat(BlockKit.checkView(view.with("private_metadata", Json.of("x".repeat(3_000)))))
        .isEmpty();
    assertThat(BlockKit.checkView(view.with("callback_id", Json.of("x".repeat(256))))).isNotEmpty();
    JsonObject divider = Samples.object("{'type':'divider'}");
    assertThat(BlockKit.checkView(view.with("blocks", repeated(divider, 100)))).isEmpty();
    assertThat(BlockKit.checkView(view.with("blocks", repeated(divider, 101)))).isNotEmpty();
  }

  private static JsonArray repeated(JsonObject block, int times) {
    return new JsonArray(Collections.nCopies(times, block));
  }

  private static JsonObject plain(String text) {
    return JsonObject.builder().put("type", "plain_text").put("text", text).build();
  }

  private static void assertRefused(Reason reason, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            PressRefusedException.class, refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
