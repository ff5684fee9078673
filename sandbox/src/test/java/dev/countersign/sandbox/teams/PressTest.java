package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.Samples.card;
import static dev.countersign.sandbox.teams.Samples.execute;
import static dev.countersign.sandbox.teams.Samples.json;
import static dev.countersign.sandbox.teams.Samples.message;
import static dev.countersign.sandbox.teams.Samples.reject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.teams.TeamsPressRefusedException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PressTest extends TeamsTestCase {

  @Test
  void aPressArrivesAsAnInvoke() throws Exception {
    String id = posted(card("a", execute("approve", "token-a"), reject()));
    TeamsPress press = press(MIRA, id, "approve");

    assertThat(press.acknowledged()).isTrue();
    assertThat(press.answer()).isEqualTo(new InvokeResponse.Message("ok"));
    JsonObject seen = bot.last().activity();
    assertThat(seen).isEqualTo(press.activity());
    assertThat(seen.text("type")).isEqualTo("invoke");
    assertThat(seen.text("name")).isEqualTo("adaptiveCard/action");
    assertThat(seen.text("channelId")).isEqualTo("msteams");
    assertThat(seen.text("replyToId")).isEqualTo(id);
    assertThat(seen.text("serviceUrl")).isEqualTo(teams.serviceUrl().toString());
    assertThat(seen.object("from").text("id")).isEqualTo(MIRA.id());
    assertThat(seen.object("from").text("aadObjectId")).isEqualTo(MIRA.aadObjectId().orElseThrow());
    assertThat(seen.object("conversation").text("id")).isEqualTo(CHANNEL + ";messageid=" + id);
    assertThat(seen.object("conversation").text("conversationType")).isEqualTo("channel");
    assertThat(seen.object("channelData").object("tenant").text("id")).isEqualTo(teams.tenantId());
    assertThat(seen.object("channelData").object("team").text("id")).isEqualTo(TEAM.id());
    JsonObject value = seen.object("value");
    assertThat(value.text("trigger")).isEqualTo("manual");
    assertThat(value.object("action").text("verb")).isEqualTo("approve");
    assertThat(value.object("action").object("data"))
        .isEqualTo(json("{'req':'prop_1','t':'token-a'}"));
  }

  @Test
  void inputsOfAnOpenedCardAreMergedIntoTheData() throws Exception {
    String id = posted(card("a", execute("approve", "token-a"), reject()));
    teams.press(MIRA.id(), CHANNEL, id, "reject", Map.of("reject_reason", "late"));
    assertThat(data())
        .isEqualTo(
            json("{'req':'prop_1','t':'token-r','reject_reason':'late','reject_comment':''}"));
  }

  @Test
  void inputsAroundAnOpenedCardAreSentToo() throws Exception {
    JsonObject outer =
        card("a", execute("approve", "token-a"), reject())
            .with("body", array("{'type':'Input.Text','id':'t','value':'standing'}"));
    String id = posted(outer);
    press(MIRA, id, "approve");
    assertThat(data()).isEqualTo(json("{'req':'prop_1','t':'standing'}"));
    teams.press(MIRA.id(), CHANNEL, id, "reject", Map.of("reject_reason", "late", "t", "mine"));
    assertThat(data().text("t")).isEqualTo("mine");
  }

  @Test
  void anActionWithoutInputsSendsNone() throws Exception {
    JsonObject plain = execute("approve", "token-a").with("associatedInputs", Json.of("none"));
    String id =
        posted(
            card("a", plain)
                .with("body", array("{'type':'Input.Text','id':'x','isRequired':true}")));
    press(MIRA, id, "approve");
    assertThat(data().has("x")).isFalse();
  }

  @Test
  void whatTheClientWouldNotSendIsRefused() throws Exception {
    String id = posted(card("a", execute("approve", "t"), reject()));
    refused(Reason.REQUIRED_INPUT_MISSING, () -> press(MIRA, id, "reject"));
    refused(Reason.NO_SUCH_CHOICE, () -> rejected(id, Map.of("reject_reason", "bored")));
    refused(
        Reason.INPUT_TOO_LONG,
        () -> rejected(id, Map.of("reject_reason", "late", "reject_comment", "123456")));
    refused(
        Reason.NO_SUCH_INPUT, () -> rejected(id, Map.of("reject_reason", "late", "other", "a")));
    refused(
        Reason.NO_SUCH_INPUT,
        () -> teams.press(MIRA.id(), CHANNEL, id, "approve", Map.of("reject_reason", "late")));
    assertThat(bot.received()).isEmpty();
  }

  @Test
  void whatAPersonDoesNotSeeCannotBePressed() throws Exception {
    String id =
        posted(
            card(
                "a",
                execute("approve", "t"),
                execute("again", "a"),
                execute("again", "b"),
                execute("off", "t").with("isEnabled", JsonBoolean.FALSE)));
    String text = client.send(CHANNEL, Samples.text("a")).id();
    refused(Reason.NO_SUCH_ACTION, () -> press(MIRA, id, "other"));
    refused(Reason.NO_SUCH_ACTION, () -> press(MIRA, id, "off"));
    refused(Reason.SEVERAL_SUCH_ACTIONS, () -> press(MIRA, id, "again"));
    refused(Reason.NO_CARD, () -> press(MIRA, text, "approve"));
    refused(Reason.NO_SUCH_MESSAGE, () -> press(MIRA, "1", "approve"));
    refused(Reason.USER_NOT_IN_CONVERSATION, () -> press(OUTSIDER, id, "approve"));
    refused(Reason.NO_SUCH_USER, () -> press(TeamsUser.member("Who"), id, "approve"));
    refused(
        Reason.NO_SUCH_CONVERSATION, () -> teams.press(MIRA.id(), "19:x", id, "approve", Map.of()));
    String hidden =
        posted(
            card("b")
                .with(
                    "body",
                    array(
                        "{'type':'Container','isVisible':false,'items':[{'type':'ActionSet',"
                            + "'actions':[{'type':'Action.Execute','verb':'approve'}]}]}")));
    refused(Reason.NO_SUCH_ACTION, () -> press(MIRA, hidden, "approve"));
  }

  @Test
  void anActionDeepInTheCardIsPressed() throws Exception {
    String id =
        posted(
            card("b")
                .with(
                    "body",
                    array(
                        "{'type':'ColumnSet','columns':[{'items':[{'type':'ActionSet',"
                            + "'actions':[{'type':'Action.Execute','verb':'deep'}]}]}]}")));
    assertThat(press(MIRA, id, "deep").verb()).isEqualTo("deep");
  }

  @Test
  void theAnswersCardIsSeenByThePresserAlone() throws Exception {
    String id = posted(card("base", execute("approve", "t")));
    bot.answers(200, BotDouble.card(card("yours", execute("undo", "u"))));
    press(MIRA, id, "approve");
    assertThat(view(MIRA, id)).contains("yours");
    assertThat(view(JON, id)).contains("base");
    assertThat(TeamsSandbox.text(teams.card(CHANNEL, id).orElseThrow())).contains("base");
    assertThat(press(MIRA, id, "undo").acknowledged()).isTrue();
    refused(Reason.NO_SUCH_ACTION, () -> press(JON, id, "undo"));
  }

  @Test
  void anEditReachesEverybody() throws Exception {
    String id = posted(card("base", execute("approve", "t")));
    bot.answers(200, BotDouble.card(card("yours")));
    press(MIRA, id, "approve");
    client.update(CHANNEL, id, message(card("settled")));
    assertThat(view(MIRA, id)).contains("settled");
    assertThat(view(JON, id)).contains("settled");
  }

  @Test
  void anOldBaseCanStillBePressed() throws Exception {
    String id = posted(card("base", execute("approve", "old")));
    client.update(CHANNEL, id, message(card("settled")));
    refused(Reason.NO_SUCH_ACTION, () -> press(MIRA, id, "approve"));
    teams.pressVersion(MIRA.id(), CHANNEL, id, 0, "approve", Map.of());
    assertThat(data().text("t")).isEqualTo("old");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{'statusCode':200,'type':'application/vnd.microsoft.card.adaptive'}",
        "{'statusCode':'200','type':'application/vnd.microsoft.activity.message','value':'a'}",
        "{'statusCode':200,'type':'application/vnd.microsoft.activity.message','value':{}}",
        "{'statusCode':200,'type':'application/vnd.microsoft.adaptive.card','value':{}}",
        "{'statusCode':200,'type':'application/vnd.microsoft.card.adaptive','value':'a'}",
        "{'statusCode':200,'type':'application/vnd.microsoft.card.adaptive',"
            + "'value':{'type':'AdaptiveCard'}}",
        "{'statusCode':403,'type':'application/vnd.microsoft.error',"
            + "'value':{'code':'a','message':'b'}}",
        "{'statusCode':400,'type':'application/vnd.microsoft.error','value':{'code':'a'}}",
        "{'statusCode':400,'type':'application/vnd.microsoft.error','value':'a'}",
        "{'statusCode':200,'type':'application/vnd.microsoft.activity.message','value':'a',"
            + "'more':1}",
      })
  void anAnswerThatIsNotDocumentedIsAskedForAgain(String body) throws Exception {
    String id = posted(card("a", execute("approve", "t")));
    bot.answers(200, body.replace('\'', '"'));
    TeamsPress press = press(MIRA, id, "approve");
    assertThat(press.answer()).isInstanceOf(InvokeResponse.Undocumented.class);
    assertThat(press.acknowledged()).isFalse();
    assertThat(press.deliveries()).hasSize(2);
    List<BotDouble.Received> received = bot.received();
    assertThat(received).hasSize(2);
    assertThat(received.get(1).activity()).isEqualTo(received.get(0).activity());
  }

  @Test
  void documentedAnswersAreUnderstood() throws Exception {
    String id = posted(card("a", execute("approve", "t")));
    JsonObject error = json("{'code':'BadRequest','message':'No.'}");
    assertThat(answered(id, 400, "error", error))
        .isEqualTo(new InvokeResponse.Failed(400, "BadRequest", "No."));
    assertThat(answered(id, 500, "error", error))
        .isEqualTo(new InvokeResponse.Failed(500, "BadRequest", "No."));
    assertThat(answered(id, 401, "activity.loginRequest", JsonObject.EMPTY))
        .isInstanceOf(InvokeResponse.LoginRequested.class);
    assertThat(answered(id, 401, "error.inccorectAuthCode", JsonObject.EMPTY))
        .isInstanceOf(InvokeResponse.WrongAuthCode.class);
    assertThat(answered(id, 401, "error.invalidAuthCode", JsonObject.EMPTY))
        .isInstanceOf(InvokeResponse.WrongAuthCode.class);
    assertThat(answered(id, 412, "error.preconditionFailed", error))
        .isInstanceOf(InvokeResponse.PreconditionFailed.class);
    assertThat(bot.received()).hasSize(6);
  }

  @Test
  void anotherHttpStatusIsNoAnswer() throws Exception {
    String id = posted(card("a", execute("approve", "t")));
    bot.answers(202, BotDouble.message("ok"));
    assertThat(press(MIRA, id, "approve").answer())
        .isEqualTo(new InvokeResponse.Undocumented("HTTP status 202"));
  }

  @Test
  void aLateAnswerIsNone() throws Exception {
    String id;
    try (TeamsSandbox hurried = tenant().answerDeadline(Duration.ofMillis(50)).start()) {
      hurried.connect(bot.messages());
      bot.neverAnswers();
      id = new ConnectorClient(hurried).post(CHANNEL, card("a", execute("approve", "t")));
      TeamsPress press = hurried.press(MIRA.id(), CHANNEL, id, "approve", Map.of());
      assertThat(press.acknowledged()).isFalse();
      assertThat(press.deliveries()).hasSize(2);
    }
  }

  @Test
  void peopleWithoutAnAccountAndFromElsewhereCanPress() throws Exception {
    String id = client.post(CHAT.id(), card("a", execute("approve", "t")));
    teams.press(NOBODY.id(), CHAT.id(), id, "approve", Map.of());
    assertThat(bot.last().activity().object("from").has("aadObjectId")).isFalse();
    teams.press(STRANGER.id(), CHAT.id(), id, "approve", Map.of());
    JsonObject seen = bot.last().activity();
    assertThat(seen.object("channelData").object("tenant").text("id"))
        .isEqualTo(teams.otherTenantId());
    assertThat(seen.object("conversation").text("id")).isEqualTo(CHAT.id());
  }

  @Test
  void nothingSecretIsPrinted() throws Exception {
    String id = posted(card("a", execute("approve", "secret-token")));
    TeamsPress press = press(MIRA, id, "approve");
    assertThat(press.toString() + teams.message(CHANNEL, id).orElseThrow() + teams.calls())
        .doesNotContain("secret-token");
  }

  private InvokeResponse answered(String id, int statusCode, String type, Json value) {
    bot.answers(200, BotDouble.answer(statusCode, "application/vnd.microsoft." + type, value));
    return press(MIRA, id, "approve").answer();
  }

  private TeamsPress rejected(String id, Map<String, String> inputs) {
    return teams.press(MIRA.id(), CHANNEL, id, "reject", inputs);
  }

  private JsonObject data() {
    return bot.last().activity().object("value").object("action").object("data");
  }

  private String view(TeamsUser user, String id) {
    return TeamsSandbox.text(teams.view(user.id(), CHANNEL, id).orElseThrow());
  }

  private static JsonArray array(String element) {
    return new JsonArray(List.of(json(element)));
  }

  private static void refused(Reason reason, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            TeamsPressRefusedException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
