package dev.countersign.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Click;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.CanonicalJson;
import dev.countersign.sandbox.slack.CommandRun;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.FormEncoding;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What only requests have: the signature, copies of the same bytes, and bodies that are no
/// payload.
class SignedCallbacksTest extends SlackTestCase {
  private String card = "";

  @BeforeEach
  void postACard() {
    card = post(adapter.channel().render(SampleRecords.pendingMessage()));
  }

  // ---- presses

  @Test
  void theSameBytesASecondTimeMoveNothing() {
    SlackPress first = press();
    CallbackDelivery again = slack.deliver(first.delivery().body(), first.delivery().headers());
    assertThat(again.status()).isEqualTo(200);
    assertThat(desk.clicks()).hasSize(1);
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.REPLAY);
  }

  @Test
  void oldFutureForgedAndChangedCallbacksNeverReachTheDesk() {
    CallbackDelivery real = press().delivery();
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
  void otherGenuineCallbacksAreAcknowledgedWithoutEffect() {
    for (String type : List.of("view_closed", "message_action", "event_callback", "new_thing")) {
      assertThat(signed("payload=%7B%22type%22%3A%22" + type + "%22%7D").status()).isEqualTo(200);
    }
    assertThat(desk.clicks()).isEmpty();
    assertThat(metrics.callbacks()).hasSize(4).containsOnly(CallbackResult.NO_EFFECT);
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

  // ---- forms

  @Test
  void theAnswerToAFormIsJson() throws IOException, InterruptedException {
    CallbackDelivery sent = submit();
    String other = sent.body() + "%20"; // white space behind the JSON: other bytes, same payload
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sent.to()).POST(HttpRequest.BodyPublishers.ofString(other));
    slack.sign(other, NOW).forEach(request::header);
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/json");
      assertThat(answer.body()).isEqualTo("{\"response_action\":\"clear\"}");
    }
  }

  @Test
  void theSameFormASecondTimeMovesNothing() {
    CallbackDelivery first = submit();
    CallbackDelivery again = slack.deliver(first.body(), first.headers());
    assertThat(again.status()).isEqualTo(200);
    assertThat(desk.clicks()).hasSize(1);
    assertThat(metrics.callbacks()).endsWith(CallbackResult.OK, CallbackResult.REPLAY);
  }

  @Test
  void oldAndForgedSubmissionsNeverReachTheDesk() {
    CallbackDelivery real = submit();
    assertThat(slack.deliver(real.body(), slack.sign(real.body(), NOW.minusSeconds(301))).status())
        .isEqualTo(401);
    assertThat(slack.deliver(real.body() + "&x", real.headers()).status()).isEqualTo(401);
    assertThat(desk.clicks()).hasSize(1);
  }

  // ---- commands

  @ParameterizedTest
  @ValueSource(
      strings = {
        "command=%2Fcountersign",
        "command=%2Fcountersign&text=queue&user_id=",
        "command=%2Fcountersign&text=queue&user_id=mira",
        "command=%2Fcountersign&text=queue&user_id=U0MIRA&user_id=U0OTHER",
        "command=%2Fcountersign&text=queue&text=help&user_id=U0MIRA"
      })
  void aCommandThatCannotBeReadIsSaidSo(String body) {
    assertThat(body(signed(body))).contains("could not read this command");
    assertThat(queue.asked()).isEmpty();
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.MALFORMED);
  }

  @Test
  void forgedOldFutureAndChangedCommandsAskNothing() {
    CallbackDelivery real = ask("queue").delivery();
    String body = real.body();
    String changed = body.replace("U0MIRA", "U0OTHER");
    assertThat(changed).isNotEqualTo(body);

    for (CallbackDelivery refused :
        List.of(
            slack.deliver(changed, real.headers()),
            slack.deliver(body, slack.sign(body, NOW.minusSeconds(301))),
            slack.deliver(body, slack.sign(body, NOW.plusSeconds(301))),
            slack.deliver(body, Map.of()),
            slack.deliver(body, forged(real.headers())))) {
      assertThat(refused.status()).isEqualTo(401);
      assertThat(body(refused)).as("a refusal says nothing").isEmpty();
    }
    assertThat(queue.asked()).hasSize(1);
    assertThat(metrics.callbacks())
        .containsExactly(
            CallbackResult.OK,
            CallbackResult.BAD_SIGNATURE,
            CallbackResult.STALE,
            CallbackResult.STALE,
            CallbackResult.BAD_SIGNATURE,
            CallbackResult.BAD_SIGNATURE);
  }

  @Test
  void theSameBytesASecondTimeAskNothing() {
    CallbackDelivery first = ask("queue").delivery();

    CallbackDelivery again = slack.deliver(first.body(), first.headers());

    assertThat(again.status()).isEqualTo(200);
    assertThat(body(again)).isEmpty();
    assertThat(queue.asked()).hasSize(1);
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.OK, CallbackResult.REPLAY);
  }

  @Test
  void aCommandBeyondTheLimitIsNotTaken() {
    String text = "x".repeat(SlackVerificationFilter.MAX_BODY);
    Map<String, String> form =
        slack.commandForm(APPROVALS.channel(), "U0MIRA", "/countersign", text);

    assertThat(signed(FormEncoding.encode(form)).status()).isEqualTo(413);
    assertThat(metrics.callbacks()).containsExactly(CallbackResult.TOO_LARGE);
  }

  // ----

  private SlackPress press() {
    return slack.press(APPROVALS.channel(), card, "approve", "U0MIRA");
  }

  private CallbackDelivery submit() {
    slack.press(APPROVALS.channel(), card, "reject", "U0MIRA");
    return slack
        .submit("U0MIRA", slack.modal("U0MIRA").orElseThrow(), Map.of("reason", "wrong_content"))
        .delivery();
  }

  private CommandRun ask(String text) {
    return slack.command(APPROVALS.channel(), "U0MIRA", "/countersign", text);
  }

  private CallbackDelivery signed(String body) {
    return slack.deliver(body, slack.sign(body, NOW));
  }

  private static String body(CallbackDelivery delivery) {
    return ((CallbackDelivery.Answer.Answered) delivery.answer()).body();
  }

  private static Map<String, String> forged(Map<String, String> headers) {
    var changed = new HashMap<>(headers);
    changed.computeIfPresent("X-Slack-Signature", (_, mac) -> "v0=" + "0".repeat(mac.length() - 3));
    return changed;
  }

  private static <V> Map<String, V> without(Map<String, V> map, String name) {
    var fewer = new HashMap<>(map);
    fewer.remove(name);
    return fewer;
  }
}
