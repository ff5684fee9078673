package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.OddObjects;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.wire.CallbackDelivery;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Every kind of payload that Slack documents (docs.slack.dev/reference/interaction-payloads and
/// …/reference/events), as another version of our app would get it: written by us, in
/// `src/test/resources/payloads`. Each is acknowledged, whatever becomes of its members; whoever
/// did something and waits is told; nothing reaches the desk as a vote.
@ParameterizedClass
@EnumSource(Way.class)
class DocumentedPayloadsTest extends SlackTestCase {
  private static final List<String> PRESSES =
      List.of(
          "block_actions-message",
          "block_actions-thread",
          "block_actions-ephemeral",
          "block_actions-unfurl",
          "block_actions-select",
          "block_actions-other-organisation",
          "block_actions-organisation-install");

  private static final List<String> ANSWERED_BY_ADDRESS =
      List.of("message_action", "interactive_message", "dialog_submission");

  /// On these there is no conversation to answer in.
  private static final List<String> ANSWERED_IN_A_MODAL =
      List.of("block_actions-modal", "block_actions-home", "shortcut");

  private static final List<String> QUIET =
      List.of("view_closed", "dialog_cancellation", "app_rate_limited");

  private final Overheard overheard = new Overheard();
  private String card = "";

  DocumentedPayloadsTest(Way way) {
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
  void whoeverPressesOrSendsSomethingOnAMessageIsTold() {
    for (String name : Stream.concat(PRESSES.stream(), ANSWERED_BY_ADDRESS.stream()).toList()) {
      JsonObject payload = payload(name);

      assertThat(deliver(payload).status()).as(name).isEqualTo(200);

      String url = payload.text("response_url");
      assertThat(
              slack.awaitEphemeral(
                  APPROVALS.channel(),
                  told -> told.responseUrl().filter(url::equals).isPresent(),
                  AT_MOST))
          .as(name)
          .isPresent();
    }
  }

  @Test
  void whoeverPressesWhereThereIsNoConversationIsToldInAModal() {
    for (String name : ANSWERED_IN_A_MODAL) {
      int before = slack.openedViews().size();
      if (name.endsWith("modal")) {
        slack.press(APPROVALS.channel(), card, "reject", "U0MIRA");
        before++;
      }
      int earlier = before;

      assertThat(deliver(payload(name)).status()).as(name).isEqualTo(200);

      assertThat(slack.awaitModal("U0MIRA", _ -> slack.openedViews().size() > earlier, AT_MOST))
          .as(name)
          .hasValueSatisfying(
              view -> assertThat(view.rendered()).containsAnyOf("Refused as", "Nothing was"));
    }
  }

  @Test
  void aFormThatIsNotOursSaysSoInItsPlace() {
    assertThat(answer(deliver(payload("view_submission"))))
        .contains("\"response_action\":\"update\"");
  }

  @Test
  void aMenuHasNoOptionsAndAHandshakeItsOwnWords() {
    assertThat(answer(deliver(payload("block_suggestion")))).isEqualTo("{\"options\":[]}");
    if (way == Way.REQUESTS) {
      JsonObject handshake = payload("url_verification");
      assertThat(answer(raw(CanonicalJson.text(handshake)))).isEqualTo(handshake.text("challenge"));
    }
    deliver(payload("view_closed"));
  }

  @Test
  void whatNobodyWaitsForIsAcknowledgedWithoutAWord() {
    for (String name : QUIET) {
      assertThat(answer(deliver(payload(name)))).as(name).isEmpty();
    }
    for (JsonObject event : events()) {
      assertThat(answer(event(event))).as(event.text("type")).isEmpty();
    }
    assertThat(desk.clicks()).isEmpty();
    assertThat(slack.ephemerals(APPROVALS.channel())).isEmpty();
  }

  @Test
  void anEventWithAnyMemberMissingOddOrTwiceIsAcknowledged() {
    for (JsonObject event : events()) {
      for (JsonObject odd : OddObjects.of(event, Set.of())) {
        assertThat(event(odd).status()).as(CanonicalJson.text(odd)).isEqualTo(200);
      }
    }
    assertThat(desk.clicks()).isEmpty();
  }

  @Test
  void whatIsMissingOddTwiceForeignOrHugeIsAcknowledgedAllTheSame() throws IOException {
    Set<String> closed = Set.of("message", "original_message", "view", "app_unfurl");
    for (String name : names()) {
      JsonObject payload = payload(name);
      for (JsonObject odd : OddObjects.of(payload, closed)) {
        assertAcknowledged(CanonicalJson.text(odd));
      }
      String text = CanonicalJson.text(payload);
      payload
          .members()
          .forEach((member, value) ->
              assertAcknowledged(
                  text.substring(0, text.length() - 1)
                      + ",\""
                      + member
                      + "\":"
                      + CanonicalJson.text(value)
                      + "}"));
      for (String foreign : List.of("__proto__", "constructor", "payload", "$where", "a\u202eb")) {
        assertAcknowledged(
            CanonicalJson.text(payload.with(foreign, Json.of("<!channel> ${jndi:ldap://x}"))));
      }
      assertAcknowledged(CanonicalJson.text(payload.with("huge", Json.of("x".repeat(200_000)))));
    }
    assertThat(desk.clicks()).isEmpty();
  }

  /// A payload names its kind; what does not, Slack cannot send.
  private void assertAcknowledged(String json) {
    boolean isPayload = Payload.parse(json).flatMap(read -> read.text("type")).isPresent();
    switch (way) {
      case REQUESTS ->
          assertThat(raw("payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8)))
              .as(json)
              .satisfies(sent -> assertThat(sent.status()).isIn(200, isPayload ? 200 : 400));
      case SOCKET -> assertThat(envelope("interactive", json).status()).as(json).isEqualTo(200);
    }
  }

  private CallbackDelivery deliver(JsonObject payload) {
    return slack.deliver(payload).delivery();
  }

  private CallbackDelivery raw(String body) {
    return slack.deliver(body, slack.sign(body, NOW));
  }

  private CallbackDelivery event(JsonObject event) {
    String text =
        CanonicalJson.text(
            JsonObject.builder()
                .put("token", "token-verification")
                .put("team_id", Workspace.TEAM_ID)
                .put("api_app_id", Workspace.APP_ID)
                .put("event", event)
                .put("type", "event_callback")
                .put("event_id", "Ev" + UUID.randomUUID())
                .put("event_time", NOW.getEpochSecond())
                .put("authorizations", JsonArray.EMPTY)
                .put("is_ext_shared_channel", false)
                .build());
    return switch (way) {
      case REQUESTS -> raw(text);
      case SOCKET -> envelope("events_api", text);
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

  private static String answer(CallbackDelivery delivery) {
    assertThat(delivery.status()).isEqualTo(200);
    return ((CallbackDelivery.Answer.Answered) delivery.answer()).body();
  }

  private static List<String> names() {
    var all = new ArrayList<>(PRESSES);
    all.addAll(ANSWERED_BY_ADDRESS);
    all.addAll(ANSWERED_IN_A_MODAL);
    all.addAll(QUIET);
    all.addAll(List.of("view_submission", "block_suggestion", "url_verification"));
    return all;
  }

  private List<JsonObject> events() {
    return ((JsonArray) read("events")).items().stream().map(JsonObject.class::cast).toList();
  }

  private JsonObject payload(String name) {
    return (JsonObject) read(name);
  }

  /// With the ids of the emulated workspace, an address to answer and a trigger of its own.
  private Json read(String name) {
    JsonObject press = slack.payload(APPROVALS.channel(), card, "approve", "U0MIRA");
    String text = resource("/payloads/" + name + ".json");
    for (Map.Entry<String, String> one :
        Map.of(
                "@team",
                Workspace.TEAM_ID,
                "@app",
                Workspace.APP_ID,
                "@user",
                "U0MIRA",
                "@channel",
                APPROVALS.channel(),
                "@message",
                card,
                "@url",
                press.text("response_url"),
                "@trigger",
                press.text("trigger_id"))
            .entrySet()) {
      text = text.replace("\"" + one.getKey() + "\"", "\"" + one.getValue() + "\"");
    }
    return CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String resource(String path) {
    try (InputStream in =
        Objects.requireNonNull(DocumentedPayloadsTest.class.getResourceAsStream(path), path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    }
  }
}
