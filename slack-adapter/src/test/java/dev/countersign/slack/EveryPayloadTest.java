package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Fixtures;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.json.OddObjects;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.FormEncoding;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever Slack can send is acknowledged, and no line of the log holds any of it.
@ParameterizedClass
@EnumSource(Way.class)
class EveryPayloadTest extends SlackTestCase {
  private static final List<String> KINDS =
      List.of(
          "block_actions",
          "view_submission",
          "view_closed",
          "block_suggestion",
          "message_action",
          "shortcut",
          "interactive_message",
          "dialog_submission",
          "dialog_cancellation",
          "dialog_suggestion",
          "workflow_step_edit",
          "event_callback",
          "app_rate_limited",
          "url_verification",
          "function_executed",
          "");

  private final Overheard overheard = new Overheard();
  private String card = "";

  EveryPayloadTest(Way way) {
    super(way);
  }

  @BeforeEach
  void postACard() {
    card = post(adapter.channel().render(SampleRecords.pendingMessage()));
  }

  @AfterEach
  void noLineHoldsWhatCameIn() {
    overheard.close();
    overheard.assertSilentAbout(slack.botToken(), slack.signingSecret(), slack.appToken());
  }

  @Test
  void everyKindIsAcknowledgedInAFormAndBare() {
    JsonObject press = slack.payload(APPROVALS.channel(), card, "approve", "U0MIRA");
    for (String kind : KINDS) {
      for (JsonObject base : List.of(press, submission(), JsonObject.builder().build())) {
        acknowledged(base.with("type", Json.of(kind)));
      }
    }
  }

  @Test
  void aPressWithAnyMemberMissingOrOddIsAcknowledged() {
    odd(slack.payload(APPROVALS.channel(), card, "approve", "U0MIRA")).forEach(this::acknowledged);
    odd(slack.payload(APPROVALS.channel(), card, "reject", "U0MIRA")).forEach(this::acknowledged);
  }

  @Test
  void aFormWithAnyMemberMissingOrOddIsAcknowledgedWithWhatBecomesOfIt() {
    // A copy of the same bytes is a replay, and moves nothing.
    for (JsonObject payload : new LinkedHashSet<>(odd(submission()))) {
      CallbackDelivery answer = acknowledged(payload);
      if (Json.of("view_submission").equals(payload.get("type"))) {
        assertThat(((CallbackDelivery.Answer.Answered) answer.answer()).body())
            .contains("\"response_action\"");
      }
    }
  }

  @Test
  void handshakesAndCommandsAreAcknowledgedHoweverIncomplete() {
    for (String body :
        List.of(
            "ssl_check=1",
            "ssl_check=1&token=token-1",
            "token=token-1&ssl_check=1&command=%2Fgate",
            "command=%2Fgate",
            "command=%2Fgate&text=token-1&user_id=U1&response_url=https%3A%2F%2Fevil.example%2F",
            "text=token-1&trigger_word=x",
            "a=%")) {
      assertThat(delivered(body).status()).as(body).isEqualTo(200);
    }
  }

  private CallbackDelivery delivered(String body) {
    return switch (way) {
      case REQUESTS -> deliver(body);
      case SOCKET -> slack.command(FormEncoding.decode(body.endsWith("%") ? body + "25" : body));
    };
  }

  @Test
  void publishedPayloadsAreAcknowledged() {
    delivered("command=%2Fgate");
    for (String folder :
        List.of(
            "bolt-java-tests",
            "events",
            "app-backend/views",
            "app-backend/dialogs",
            "app-backend/interactive-components")) {
      for (Path file : Fixtures.files("platforms/slack/" + folder)) {
        String text = new String(Fixtures.bytes(file), StandardCharsets.UTF_8);
        if (!file.toString().endsWith(".json")) {
          assertThat(delivered(text.strip()).status()).as(file.toString()).isEqualTo(200);
        } else if (Payload.parse(text).flatMap(p -> p.text("type")).isPresent()) {
          published(text)
              .forEach(sent -> assertThat(sent.status()).as(file.toString()).isEqualTo(200));
        }
      }
    }
    assertThat(desk.clicks()).isEmpty();
  }

  private List<CallbackDelivery> published(String json) {
    return switch (way) {
      case REQUESTS -> List.of(deliver(json), deliver(form(json)));
      case SOCKET ->
          List.of(
              envelope("interactive", json), envelope("events_api", json), envelope("new", json));
    };
  }

  private CallbackDelivery envelope(String kind, String payload) {
    String id = UUID.randomUUID().toString();
    return slack
        .socketMode()
        .send(
            id,
            "{\"envelope_id\":\"%s\",\"type\":\"%s\",\"payload\":%s}".formatted(id, kind, payload));
  }

  private JsonObject submission() {
    slack.press(APPROVALS.channel(), card, "reject", "U0MIRA");
    OpenedView form = slack.modal("U0MIRA").orElseThrow();
    return slack.submission(form, Map.of("reason", "wrong_content", "note", "a private note"));
  }

  private CallbackDelivery acknowledged(JsonObject payload) {
    if (way == Way.SOCKET) {
      CallbackDelivery answer = slack.deliver(payload).delivery();
      assertThat(answer.status()).as(CanonicalJson.text(payload)).isEqualTo(200);
      return answer;
    }
    String json = CanonicalJson.text(payload);
    boolean isPayload = payload.get("type") instanceof JsonString;
    CallbackDelivery answer = deliver(form(json));
    for (CallbackDelivery delivery : List.of(answer, deliver(json))) {
      if (isPayload) {
        assertThat(delivery.status()).as(json).isEqualTo(200);
      } else {
        assertThat(delivery.status()).as(json).isIn(200, 400);
      }
    }
    return answer;
  }

  private CallbackDelivery deliver(String body) {
    return slack.deliver(body, slack.sign(body, NOW));
  }

  private static String form(String json) {
    return "payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
  }

  /// With every odd form of each member, but in the message that Slack repeats.
  private static List<JsonObject> odd(JsonObject payload) {
    var variants = new ArrayList<>(OddObjects.of(payload, Set.of("message")));
    if (payload.get("actions") instanceof JsonArray actions) {
      OddObjects.of((JsonObject) actions.items().getFirst(), Set.of())
          .forEach(
              changed -> variants.add(payload.with("actions", new JsonArray(List.of(changed)))));
    }
    return variants;
  }
}
