package dev.countersign.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.countersign.card.CallbackMetrics;
import dev.countersign.card.CallbackMetrics.PrivateReply;
import dev.countersign.people.Surface;
import dev.countersign.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrivateRepliesTest {
  private static final String PATH = "/actions/T1/1/secret";

  private final BlockingQueue<PrivateReply> results = new LinkedBlockingQueue<>();
  private final WireMockServer slack =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    slack.start();
    slack.stubFor(
        post(urlEqualTo("/api/chat.postEphemeral"))
            .willReturn(aResponse().withBody("{\"ok\":true}")));
  }

  @AfterEach
  void stop() {
    slack.stop();
  }

  @Test
  void theAnswerIsPrivatePlainAndKeepsTheCard() throws Exception {
    slack.stubFor(post(urlEqualTo(PATH)).willReturn(aResponse().withStatus(200)));
    assertThat(tell()).isEqualTo(PrivateReply.SHOWN);
    slack.verify(
        1,
        postRequestedFor(urlEqualTo(PATH))
            .withRequestBody(
                equalToJson(
                    """
                    {"response_type": "ephemeral", "replace_original": false,
                     "text": "&lt;!channel&gt; no",
                     "blocks": [{"type": "section",
                       "text": {"type": "plain_text", "emoji": false, "text": "<!channel> no"}}]}
                    """)));
  }

  @Test
  void aFailingAddressIsTriedThreeTimesThenPassedBy() throws Exception {
    slack.stubFor(post(urlEqualTo(PATH)).willReturn(aResponse().withStatus(503)));
    assertThat(tell()).isEqualTo(PrivateReply.SHOWN);
    slack.verify(3, postRequestedFor(urlEqualTo(PATH)));
    slack.verify(1, postRequestedFor(urlEqualTo("/api/chat.postEphemeral")));
  }

  @Test
  void aBrokenConnectionIsTriedAgain() throws Exception {
    slack.stubFor(
        post(urlEqualTo(PATH))
            .inScenario("broken")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE))
            .willSetStateTo("well"));
    slack.stubFor(
        post(urlEqualTo(PATH))
            .inScenario("broken")
            .whenScenarioStateIs("well")
            .willReturn(aResponse().withStatus(200)));
    assertThat(tell()).isEqualTo(PrivateReply.SHOWN);
    slack.verify(0, postRequestedFor(urlEqualTo("/api/chat.postEphemeral")));
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    slack.stubFor(
        post(urlEqualTo(PATH))
            .willReturn(aResponse().withStatus(307).withHeader("Location", "/elsewhere")));
    assertThat(tell()).isEqualTo(PrivateReply.SHOWN);
    slack.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    slack.verify(1, postRequestedFor(urlEqualTo(PATH)));
  }

  @Test
  void whatNobodyTakesIsCountedAsLost() throws Exception {
    slack.stubFor(post(urlEqualTo(PATH)).willReturn(aResponse().withStatus(404)));
    slack.stubFor(
        post(urlEqualTo("/api/chat.postEphemeral"))
            .willReturn(aResponse().withBody("{\"ok\":false,\"error\":\"user_not_in_channel\"}")));
    assertThat(tell()).isEqualTo(PrivateReply.LOST);
  }

  private PrivateReply tell() throws InterruptedException {
    var metrics =
        new CallbackMetrics() {
          @Override
          public void callback(Surface chat, CallbackResult result, Duration took) {}

          @Override
          public void callerRefused(Surface chat, String reason) {}

          @Override
          public void privateReply(Surface chat, PrivateReply result) {
            results.add(result);
          }

          @Override
          public void connection(Surface chat, Connection change) {}
        };
    URI base = URI.create(slack.baseUrl());
    try (var api = new SlackWebApi(base.resolve("/api/"), new Secret("xoxb-test-token"));
        var replies = new PrivateReplies(api, metrics, Duration.ofMillis(1))) {
      replies.tell(
          new ReplyTo(Optional.of(base.resolve(PATH)), "C1", "U1", Optional.empty()),
          "<!channel> no");
      return Optional.ofNullable(results.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }
  }
}
