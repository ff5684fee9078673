package dev.countersign.teams.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.countersign.SettableClock;
import dev.countersign.json.JsonObject;
import dev.countersign.secret.Secret;
import dev.countersign.teams.settings.TeamsCredential;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/// A connector and a login server on real sockets, and the client between them.
abstract class ConnectorTestCase {
  static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
  static final String APP = "0a1b2c3d-0000-4000-8000-00000000b001";
  static final String TENANT = "0a1b2c3d-0000-4000-8000-00000000a001";
  static final String RESOURCE = "https://api.botframework.com";
  static final String CLIENT_SECRET = "not-a-real~client.secret";
  static final String TOKEN = "header.bearer-of-the-bot.signature";
  static final String TOKEN_PATH = "/" + TENANT + "/oauth2/v2.0/token";
  static final String CHANNEL = "19:approvals@thread.tacv2";
  static final JsonObject HELLO =
      JsonObject.builder().put("type", "message").put("text", "Größe ✓").build();

  static final WireMockServer CONNECTOR = server();
  static final WireMockServer LOGIN = server();

  final SettableClock clock = new SettableClock(NOW);
  final AccessTokens tokens =
      new AccessTokens(
          new TokenRequests(
              new TeamsCredential.ClientSecret(new Secret(CLIENT_SECRET)),
              APP,
              TENANT,
              URI.create(LOGIN.baseUrl() + "/"),
              RESOURCE),
          clock);
  final ConnectorClient client = client(BoundedHttp.CALL_TIMEOUT);

  private static WireMockServer server() {
    var server = new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());
    server.start();
    return server;
  }

  @BeforeAll
  static void start() {
    assertThat(CONNECTOR.isRunning() && LOGIN.isRunning()).isTrue();
  }

  @AfterAll
  static void forget() {
    CONNECTOR.resetAll();
    LOGIN.resetAll();
  }

  @BeforeEach
  final void reset() {
    CONNECTOR.resetAll();
    LOGIN.resetAll();
    LOGIN.stubFor(post(urlEqualTo(TOKEN_PATH)).willReturn(token(TOKEN, 3_600)));
  }

  @AfterEach
  final void close() {
    client.close();
    tokens.close();
  }

  final ConnectorClient client(Duration callTimeout) {
    return new ConnectorClient(
        tokens, ConnectorTestCase::allowed, new ThrottleBudget(clock), clock, callTimeout);
  }

  /// As the one configured origin would be allowed.
  static Optional<URI> allowed(String url) {
    return url.equals(serviceUrl()) ? Optional.of(URI.create(url)) : Optional.empty();
  }

  static String serviceUrl() {
    return CONNECTOR.baseUrl() + "/emea/";
  }

  static ResponseDefinitionBuilder token(String token, int seconds) {
    return okJson(
        """
        {"token_type": "Bearer", "expires_in": %d, "ext_expires_in": %d, "access_token": "%s"}\
        """
            .formatted(seconds, seconds, token));
  }

  static ResponseDefinitionBuilder error(int status, String code) {
    return json(
        status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"words " + TOKEN + "\"}}");
  }

  static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json; charset=utf-8")
        .withBody(body);
  }

  static void answers(ResponseDefinitionBuilder answer) {
    CONNECTOR.stubFor(any(anyUrl()).willReturn(answer));
  }

  final ConnectorAnswer send() {
    return client.send(serviceUrl(), CHANNEL, HELLO);
  }

  static List<LoggedRequest> received(WireMockServer server) {
    return server.getServeEvents().getRequests().stream().map(ServeEvent::getRequest).toList();
  }

  static LoggedRequest only(WireMockServer server) {
    assertThat(received(server)).hasSize(1);
    return received(server).getFirst();
  }
}
