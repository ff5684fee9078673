package dev.countersign.teams.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorClientTest extends ConnectorTestCase {
  private static final String BELOW = "/emea/v3/conversations/19%3Aapprovals%40thread.tacv2";

  @Test
  void anActivityIsPostedBelowItsConversation() {
    answers(json(201, "{\"id\":\"1700000000001\"}"));
    assertThat(send()).isEqualTo(new ConnectorAnswer.Done("1700000000001"));
    LoggedRequest sent = only(CONNECTOR);
    assertThat(sent.getMethod().getName()).isEqualTo("POST");
    assertThat(sent.getUrl()).isEqualTo(BELOW + "/activities");
    assertThat(sent.getHeader("Authorization")).isEqualTo("Bearer " + TOKEN);
    assertThat(sent.getHeader("Content-Type"))
        .isEqualToIgnoringCase("application/json; charset=utf-8");
    assertThat(CanonicalJson.parse(sent.getBody())).isEqualTo(HELLO);
  }

  @Test
  void aTargetedActivitySaysSo() {
    answers(json(201, "{\"id\":\"1\"}"));
    client.sendTargeted(serviceUrl(), CHANNEL, HELLO);
    assertThat(only(CONNECTOR).getUrl()).isEqualTo(BELOW + "/activities?isTargetedActivity=true");
  }

  @Test
  void anUpdateReplacesAnActivity() {
    answers(json(200, "{\"id\":\"1700000000001\"}"));
    assertThat(client.update(serviceUrl(), CHANNEL, "1700000000001", HELLO))
        .isEqualTo(new ConnectorAnswer.Done("1700000000001"));
    assertThat(only(CONNECTOR).getMethod().getName()).isEqualTo("PUT");
    assertThat(only(CONNECTOR).getUrl()).isEqualTo(BELOW + "/activities/1700000000001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}"})
  void aDeletionIsAnsweredWithNothing(String body) {
    answers(json(200, body));
    assertThat(client.delete(serviceUrl(), CHANNEL, "1700000000001"))
        .isEqualTo(new ConnectorAnswer.Done(""));
    assertThat(only(CONNECTOR).getMethod().getName()).isEqualTo("DELETE");
    assertThat(only(CONNECTOR).getBodyAsString()).isEmpty();
  }

  @Test
  void aChatWithOnePersonIsOpened() {
    answers(json(201, "{\"id\":\"a:1chat\"}"));
    JsonObject parameters = NewConversation.withPerson("28:" + APP, "29:mira", TENANT);
    assertThat(client.createConversation(serviceUrl(), parameters))
        .isEqualTo(new ConversationAnswer.Opened("a:1chat", ""));
    assertThat(only(CONNECTOR).getUrl()).isEqualTo("/emea/v3/conversations");
    JsonObject body = (JsonObject) CanonicalJson.parse(only(CONNECTOR).getBody());
    assertThat(body.object("bot").text("id")).isEqualTo("28:" + APP);
    assertThat(body.objects("members", member -> member.text("id"))).containsExactly("29:mira");
    assertThat(body.object("channelData").object("tenant").text("id")).isEqualTo(TENANT);
  }

  @Test
  void aThreadInAChannelIsOpenedWithItsFirstMessage() {
    answers(json(201, "{\"id\":\"19:c@thread.tacv2;messageid=17\",\"activityId\":\"17\"}"));
    JsonObject parameters = NewConversation.inChannel("28:" + APP, CHANNEL, TENANT, HELLO);
    assertThat(client.createConversation(serviceUrl(), parameters))
        .isEqualTo(new ConversationAnswer.Opened("19:c@thread.tacv2;messageid=17", "17"));
    JsonObject body = (JsonObject) CanonicalJson.parse(only(CONNECTOR).getBody());
    assertThat(body.object("channelData").object("channel").text("id")).isEqualTo(CHANNEL);
    assertThat(body.bool("isGroup")).isTrue();
    assertThat(body.object("activity")).isEqualTo(HELLO);
  }

  @Test
  void aConversationWithoutANameIsNotOpened() {
    answers(json(201, "{\"activityId\":\"17\"}"));
    assertThat(client.createConversation(serviceUrl(), HELLO))
        .isEqualTo(new ConnectorAnswer.Failed(201, "malformed_answer"));
  }

  @Test
  void anIdCannotLeaveItsSegment() {
    answers(json(200, "{\"id\":\"1\"}"));
    client.update(serviceUrl(), "19:a/../b;messageid=1?x#y", "../../%2e", HELLO);
    assertThat(only(CONNECTOR).getUrl())
        .isEqualTo(
            "/emea/v3/conversations/19%3Aa%2F..%2Fb%3Bmessageid%3D1%3Fx%23y/activities/..%2F..%2F%252e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a\nb", "größe"})
  void whatIsNoIdIsNotSent(String id) {
    assertThatThrownBy(() -> client.send(serviceUrl(), id, HELLO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(received(CONNECTOR)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"not json", "[]", "{\"id\":\"1\",\"id\":\"2\"}", "{\"id\":\"1\"} trailing"})
  void aMalformedAnswerIsNotBelieved(String body) {
    answers(json(200, body));
    assertThat(send()).isEqualTo(new ConnectorAnswer.Failed(200, "malformed_answer"));
    assertThat(received(CONNECTOR)).hasSize(1);
  }

  @Test
  void anAnswerOfAnotherTypeIsNotBelieved() {
    answers(
        aResponse()
            .withStatus(200)
            .withHeader("Content-Type", "text/html")
            .withBody("{\"id\":\"1\"}"));
    assertThat(send()).isEqualTo(new ConnectorAnswer.Failed(200, "malformed_answer"));
  }

  @Test
  void anEndlessAnswerIsCutOff() {
    String padding = "x".repeat(BoundedHttp.MAX_BODY);
    answers(json(200, "{\"id\":\"1\",\"padding\":\"" + padding + "\"}"));
    assertThat(send()).isEqualTo(new ConnectorAnswer.Failed(200, "malformed_answer"));
    answers(json(404, "{\"error\":{\"code\":\"ConversationNotFound\"},\"p\":\"" + padding + "\"}"));
    assertThat(send()).isEqualTo(new ConnectorAnswer.Failed(404, "http_404"));
  }

  @Test
  void anIdThatIsNoneIsLeftOut() {
    answers(json(200, "{\"id\":\"with blank\"}"));
    assertThat(send()).isEqualTo(new ConnectorAnswer.Done(""));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aBrokenAnswerIsReportedAndNeverRepeated(Fault fault) {
    answers(aResponse().withFault(fault));
    assertThat(send()).isInstanceOf(ConnectorAnswer.Failed.class);
    assertThat(client.update(serviceUrl(), CHANNEL, "1", HELLO))
        .isInstanceOf(ConnectorAnswer.Failed.class);
    assertThat(client.delete(serviceUrl(), CHANNEL, "1"))
        .isInstanceOf(ConnectorAnswer.Failed.class);
    assertThat(received(CONNECTOR)).hasSize(3);
  }

  @Test
  void aConnectionThatBreaksOnItsSecondUseIsNotTriedOnAnother() {
    CONNECTOR.stubFor(
        any(anyUrl())
            .inScenario("reuse")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("open")
            .willReturn(json(200, "{\"id\":\"1\"}")));
    CONNECTOR.stubFor(
        any(anyUrl())
            .inScenario("reuse")
            .whenScenarioStateIs("open")
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    assertThat(send()).isEqualTo(new ConnectorAnswer.Done("1"));
    assertThat(send()).isEqualTo(new ConnectorAnswer.Failed(0, "unreachable"));
    assertThat(received(CONNECTOR)).hasSize(2);
  }

  @Test
  void aConnectorThatHangsIsGivenUpInTime() {
    answers(json(200, "{\"id\":\"1\"}").withFixedDelay(5_000));
    try (ConnectorClient hurried = client(Duration.ofMillis(200))) {
      assertThat(hurried.send(serviceUrl(), CHANNEL, HELLO))
          .isEqualTo(new ConnectorAnswer.Failed(0, "timeout"));
    }
  }

  @Test
  void anAnswerThatDribblesIsGivenUpInTime() {
    answers(json(200, "{\"id\":\"1\"}").withChunkedDribbleDelay(5, 5_000));
    try (ConnectorClient hurried = client(Duration.ofMillis(400))) {
      assertThat(hurried.send(serviceUrl(), CHANNEL, HELLO))
          .isEqualTo(new ConnectorAnswer.Failed(0, "timeout"));
    }
  }

  @Test
  void anActivityFarTooBigIsNotSent() {
    JsonObject big =
        JsonObject.builder().put("text", "x".repeat(ConnectorCalls.MAX_REQUEST)).build();
    assertThat(client.send(serviceUrl(), CHANNEL, big))
        .isEqualTo(new ConnectorAnswer.Failed(413, "MessageSizeTooBig"));
    assertThat(received(CONNECTOR)).isEmpty();
  }

  @Test
  void aBurstWaitsHereInsteadOfBeingRefusedThere() {
    answers(json(200, "{\"id\":\"1\"}"));
    for (int i = 0; i < 7; i++) {
      assertThat(send()).isEqualTo(new ConnectorAnswer.Done("1"));
    }
    var wait = new ConnectorAnswer.Failed(0, "own_budget", Optional.of(Duration.ofSeconds(1)));
    assertThat(send()).isEqualTo(wait);
    assertThat(client.update(serviceUrl(), CHANNEL + ";messageid=1", "1", HELLO)).isEqualTo(wait);
    assertThat(received(CONNECTOR)).hasSize(7);
    clock.advance(Duration.ofSeconds(1));
    assertThat(send()).isEqualTo(new ConnectorAnswer.Done("1"));
  }

  @Test
  void withoutATokenNothingIsSent() {
    LOGIN.stubFor(
        post(urlEqualTo(TOKEN_PATH))
            .willReturn(
                json(
                    400,
                    """
                    {"error": "invalid_client", "error_description": "AADSTS700016: Application"}\
                    """)));
    assertThat(send())
        .isEqualTo(
            new ConnectorAnswer.Failed(
                0, "token_AADSTS700016", Optional.of(Duration.ofMinutes(5))));
    assertThat(received(CONNECTOR)).isEmpty();
  }
}
