package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.Samples.card;
import static dev.countersign.sandbox.teams.Samples.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.HttpCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaygroundRelayTest extends TeamsTestCase {
  private static final String JSON = "application/json";

  private final HttpClient http = HttpClient.newHttpClient();
  private PlaygroundDouble playground;
  private String before;
  private PlaygroundRelay relay;

  @BeforeEach
  void open() throws Exception {
    playground = new PlaygroundDouble();
    before = posted(card("ok"));
    relay = teams.relay(playground.base(), Set.of(CHANNEL));
  }

  @AfterEach
  void shut() {
    relay.close();
    playground.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder activity(String type, JsonObject activity) {
    return HttpRequest.newBuilder(relay.messages())
        .header("Content-Type", type)
        .POST(BodyPublishers.ofString(CanonicalJson.text(activity)));
  }

  private JsonObject press() {
    return playground.pressed(MIRA, CHANNEL + ";messageid=p1", "p1");
  }

  @Test
  void whatItSendsComesToTheAppSignedAndTheAnswerGoesBackAsItIs() throws Exception {
    bot.answers(200, BotDouble.message("counted"));
    HttpResponse<String> answer = send(activity(JSON, press()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(BotDouble.message("counted"));
    BotDouble.Received got = bot.last();
    assertThat(got.activity())
        .isEqualTo(press().with("serviceUrl", Json.of(teams.serviceUrl().toString())));
    Jwt token = Jwt.read(got.authorization().substring("Bearer ".length())).orElseThrow();
    assertThat(token.claim("serviceurl")).contains(teams.serviceUrl().toString());
    assertThat(token.claim("aud")).contains(teams.appId());
  }

  @Test
  void aFailureOfTheAppGoesBackAsItIs() throws Exception {
    bot.answers(401, "");
    assertThat(send(activity(JSON, press())).statusCode()).isEqualTo(401);
  }

  @Test
  void itIsFoundByAProbeWhichTheAppDoesNotSee() throws Exception {
    HttpRequest.Builder probe =
        HttpRequest.newBuilder(relay.messages()).method("HEAD", BodyPublishers.noBody());
    assertThat(send(probe).statusCode()).isEqualTo(200);
    assertThat(bot.received()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example",
    "Origin, null",
    "Origin, OURS",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-origin"
  })
  void aWebPageCannotDriveItEvenFromItsOwnAddress(String header, String value) throws Exception {
    URI own = relay.messages();
    String said = value.equals("OURS") ? "http://" + own.getAuthority() : value;
    assertThat(send(activity(JSON, press()).header(header, said)).statusCode()).isEqualTo(403);
    assertThat(bot.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:PORT", "127.0.0.1:1", ""})
  void anotherHostIsRefused(String host) throws Exception {
    URI own = relay.messages();
    String named = host.replace("PORT", Integer.toString(own.getPort()));
    String body = CanonicalJson.text(press());
    assertThat(
            raw(
                own.getPort(),
                "POST "
                    + own.getPath()
                    + " HTTP/1.1\r\nHost: "
                    + named
                    + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body))
        .doesNotStartWith("HTTP/1.1 200");
    assertThat(bot.received()).isEmpty();
  }

  private static String raw(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void whoDoesNotKnowItsAddressDoesNotFindIt() throws Exception {
    for (String path : new String[] {"/", "/api/messages", "/x/api/messages"}) {
      HttpRequest.Builder guessed =
          HttpRequest.newBuilder(relay.messages().resolve(path))
              .header("Content-Type", JSON)
              .POST(BodyPublishers.ofString(CanonicalJson.text(press())));
      assertThat(send(guessed).statusCode()).isEqualTo(404);
    }
    assertThat(bot.received()).isEmpty();
  }

  @Test
  void nothingIsSignedButAnActivityOfThisPlaygroundInItsConversations() throws Exception {
    assertThat(send(activity("text/plain", press())).statusCode()).isEqualTo(415);
    assertThat(send(activity(JSON, JsonObject.builder().build())).statusCode()).isEqualTo(400);
    JsonObject other = press().with("serviceUrl", Json.of("http://localhost:1/_connector"));
    assertThat(send(activity(JSON, other)).statusCode()).isEqualTo(409);
    JsonObject elsewhere = playground.pressed(MIRA, CHAT.id(), "p1");
    assertThat(send(activity(JSON, elsewhere)).statusCode()).isEqualTo(403);
    assertThat(send(HttpRequest.newBuilder(relay.messages())).statusCode()).isEqualTo(405);
    assertThat(bot.received()).isEmpty();
  }

  @Test
  void whatTheAppPostsThereIsPostedInThePlaygroundWithoutTheAppsToken() throws Exception {
    assertThat(posted(card("ok"))).isEqualTo("p1");
    HttpCall call = playground.calls().getLast();
    assertThat(call.path())
        .isEqualTo("/_connector/v3/conversations/19%3ASupport-approvals%40thread.tacv2/activities");
    assertThat(call.header("Authorization")).isEmpty();
    assertThat(call.body()).contains("AdaptiveCard");
    assertThat(teams.messages(CHANNEL)).hasSize(1);
  }

  @Test
  void aThreadOfAChannelBeginsWithItsFirstMessage() throws Exception {
    JsonObject wanted =
        JsonObject.builder()
            .put("isGroup", true)
            .put(
                "channelData",
                JsonObject.builder().put("channel", Activities.object("id", CHANNEL)).build())
            .put("activity", message(card("ok")))
            .build();
    ConnectorClient.Reply begun = client.create(wanted);
    assertThat(begun.json().text("id")).isEqualTo(CHANNEL + ";messageid=p1");
    assertThat(begun.json().text("activityId")).isEqualTo("p1");
  }

  @Test
  void whatStoodBeforeAndOtherConversationsStayWithTheSandbox() throws Exception {
    assertThat(client.update(CHANNEL, before, message(card("later"))).status()).isEqualTo(200);
    assertThat(client.post(CHAT.id(), card("ok"))).isNotEmpty();
    assertThat(teams.messages(CHAT.id())).hasSize(1);
    assertThat(playground.calls()).isEmpty();
    assertThat(client.update(CHANNEL, "p7", message(card("later"))).status()).isEqualTo(200);
    assertThat(playground.calls().getLast().path()).endsWith("/activities/p7");
  }

  @Test
  void aCardThatTeamsWouldRefuseIsRefusedHereToo() throws Exception {
    JsonObject malformed = card("ok").with("body", Json.of("none"));
    assertThat(client.send(CHANNEL, message(malformed)).status()).isEqualTo(400);
    client.useToken("forged");
    assertThat(client.send(CHANNEL, message(card("ok"))).status()).isEqualTo(401);
    assertThat(playground.calls()).isEmpty();
  }

  @Test
  void aPlaygroundThatDoesNotRunIsAnOutage() throws Exception {
    playground.close();
    assertThat(client.send(CHANNEL, message(card("ok"))).status()).isEqualTo(503);
  }
}
