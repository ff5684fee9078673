package dev.countersign.teams.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets to see the bot's access token.
class BearerTest extends ConnectorTestCase {
  private static final String ELSEWHERE = "/elsewhere";

  @Test
  void anAddressThatIsNotAllowedGetsNothing() {
    assertThat(client.send(CONNECTOR.baseUrl() + "/amer/", CHANNEL, HELLO))
        .isEqualTo(new ConnectorAnswer.Failed(0, "service_url_not_allowed"));
    assertThat(client.members(CONNECTOR.baseUrl() + "/amer/", CHANNEL))
        .isEqualTo(new ConnectorAnswer.Failed(0, "service_url_not_allowed"));
    assertThat(client.createConversation("https://evil.example/", HELLO))
        .isEqualTo(new ConnectorAnswer.Failed(0, "service_url_not_allowed"));
    assertThat(received(CONNECTOR)).isEmpty();
    assertThat(received(LOGIN)).isEmpty();
  }

  @Test
  void anAddressAllowedWhenItWasStoredIsCheckedAgain() {
    answers(json(200, "{\"id\":\"1\"}"));
    var allowList = new AtomicReference<>(Optional.of(URI.create(serviceUrl())));
    try (var later =
        new ConnectorClient(tokens, _ -> allowList.get(), new ThrottleBudget(clock), clock)) {
      assertThat(later.send(serviceUrl(), CHANNEL, HELLO)).isEqualTo(new ConnectorAnswer.Done("1"));
      allowList.set(Optional.empty());
      assertThat(later.send(serviceUrl(), CHANNEL, HELLO))
          .isEqualTo(new ConnectorAnswer.Failed(0, "service_url_not_allowed"));
    }
    assertThat(received(CONNECTOR)).hasSize(1);
  }

  @Test
  void theCheckedAddressIsUsedAndNotTheGivenOne() {
    answers(json(200, "{\"id\":\"1\"}"));
    Optional<URI> checked = Optional.of(URI.create(serviceUrl()));
    try (var other = new ConnectorClient(tokens, _ -> checked, new ThrottleBudget(clock), clock)) {
      other.send("https://evil.example/", CHANNEL, HELLO);
    }
    assertThat(received(CONNECTOR)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectIsFollowed(int status) {
    ResponseDefinitionBuilder redirect =
        temporaryRedirect(LOGIN.baseUrl() + ELSEWHERE).withStatus(status);
    answers(redirect);
    assertThat(send()).isEqualTo(new ConnectorAnswer.Failed(status, "http_" + status));
    assertThat(client.member(serviceUrl(), CHANNEL, "29:mira"))
        .isEqualTo(new ConnectorAnswer.Failed(status, "http_" + status));
    assertThat(received(LOGIN)).noneMatch(request -> request.getUrl().equals(ELSEWHERE));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void theClientSecretFollowsNoRedirectEither(int status) {
    LOGIN.stubFor(
        post(urlEqualTo(TOKEN_PATH))
            .willReturn(temporaryRedirect(CONNECTOR.baseUrl() + ELSEWHERE).withStatus(status)));
    assertThat(tokens.bearer())
        .isEqualTo(new TokenAnswer.Later(TokenReader.PAUSE, "http_" + status));
    assertThat(received(CONNECTOR)).isEmpty();
  }

  @Test
  void aRefusedTokenIsDroppedOnceAndFetchedAnew() {
    answers(error(401, "Unauthorized"));
    assertThat(send()).isEqualTo(new ConnectorAnswer.Failed(401, "Unauthorized"));
    assertThat(received(CONNECTOR)).hasSize(1); // the next try is the caller's
    LOGIN.stubFor(post(urlEqualTo(TOKEN_PATH)).willReturn(token("second", 3_600)));
    assertThat(tokens.bearer()).isEqualTo(new TokenAnswer.Bearer("second"));
    assertThat(received(LOGIN)).hasSize(2);
  }

  @Test
  void aBotThatIsNeverAcceptedDoesNotHammerTheLogin() {
    answers(error(401, "BotNotRegistered"));
    for (int i = 0; i < 5; i++) {
      send();
    }
    assertThat(received(LOGIN)).hasSize(2);
    clock.advance(AccessTokens.BETWEEN_DROPS);
    send();
    send();
    assertThat(received(LOGIN)).hasSize(3);
  }

  @Test
  void onlyTheRefusedTokenIsDropped() {
    answers(json(200, "{\"id\":\"1\"}"));
    send();
    tokens.refused(new TokenAnswer.Bearer("an.older.one"));
    send();
    assertThat(received(LOGIN)).hasSize(1);
  }
}
