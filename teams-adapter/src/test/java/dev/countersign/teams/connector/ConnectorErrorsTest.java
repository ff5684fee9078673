package dev.countersign.teams.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorErrorsTest extends ConnectorTestCase {
  private final ConnectorErrors punctual = new ConnectorErrors(() -> 0);

  private Sent sent(ResponseDefinitionBuilder answer) {
    answers(answer);
    return punctual.sent((ConnectorAnswer.Failed) send());
  }

  @ParameterizedTest
  @CsvSource({
    "400,BadArgument,CARD",
    "400,BadSyntax,CARD",
    "400,MissingProperty,CARD",
    "413,MessageSizeTooBig,CARD",
    "401,BotNotRegistered,PLACE",
    "403,InvalidBotApiHost,PLACE",
    "403,ConversationBlockedByUser,PLACE",
    "403,BotNotInConversationRoster,PLACE",
    "403,BotDisabledByAdmin,PLACE",
    "404,ConversationNotFound,PLACE",
    "404,ActivityNotFoundInConversation,GONE"
  })
  void whatStandsInTheWayIsNamed(int status, String code, Obstacle obstacle) {
    assertThat(sent(error(status, code))).isEqualTo(new Sent.Refused(obstacle, code));
  }

  @ParameterizedTest
  @CsvSource({
    "401,Unauthorized,10",
    "400,ServiceError,10",
    "404,NeverHeardOf,10",
    "412,PreconditionFailed,10",
    "429,Throttled,10",
    "500,ServiceError,10",
    "502,ServiceError,10",
    "503,ServiceUnavailable,10",
    "504,GatewayTimeout,10",
    "500,ConversationNotFound,10"
  })
  void whatMayPassIsTriedAgain(int status, String code, long seconds) {
    assertThat(sent(error(status, code)))
        .isEqualTo(new Sent.Later(Duration.ofSeconds(seconds), code));
  }

  @ParameterizedTest
  @CsvSource({
    "302,10", "400,10", "401,10", "404,10", "412,10", "429,10", "500,10", "502,10", "503,10",
    "504,10"
  })
  void aGatewaysAnswerIsTriedAgain(int status, long seconds) {
    assertThat(sent(aResponse().withStatus(status).withBody("<html>sorry</html>")))
        .isEqualTo(new Sent.Later(Duration.ofSeconds(seconds), "http_" + status));
  }

  @Test
  void aMessageTooBigForAGatewayIsTooBig() {
    assertThat(sent(aResponse().withStatus(413).withBody("<html>too big</html>")))
        .isEqualTo(new Sent.Refused(Obstacle.CARD, "http_413"));
  }

  @ParameterizedTest
  @CsvSource({
    "7,7",
    "0,1",
    "1,1",
    "300,300",
    "301,300",
    "86400,300",
    "999999999,300",
    "9999999999999999999,10",
    "-5,10",
    "1.5,10",
    "soon,10",
    "'',10",
    "'Mon, 23 Nov 2026 09:00:30 GMT',30",
    "'Mon, 23 Nov 2026 08:00:00 GMT',1",
    "'Fri, 31 Dec 9999 23:59:59 GMT',300"
  })
  void theConnectorsOwnPauseIsKeptWithinBounds(String header, long seconds) {
    boolean says = header.matches("[0-9]{1,9}|.*GMT");
    for (int status : new int[] {429, 503}) {
      boolean limited = status == 429 && says;
      assertThat(sent(error(status, "Throttled").withHeader("Retry-After", header)))
          .isEqualTo(new Sent.Later(Duration.ofSeconds(seconds), "Throttled", limited));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"with blank", "", "<script>", "a-b", "😀"})
  void anErrorThatIsNoCodeIsNotRepeated(String code) {
    assertThat(sent(error(503, code))).isEqualTo(new Sent.Later(ConnectorErrors.PAUSE, "http_503"));
    assertThat(punctual.sent(new ConnectorAnswer.Failed(503, code)))
        .isEqualTo(new Sent.Later(ConnectorErrors.PAUSE, "unknown_error"));
  }

  @Test
  void aBrokenConnectionIsTriedAgain() {
    assertThat(sent(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)))
        .isEqualTo(new Sent.Later(ConnectorErrors.PAUSE, "unreachable"));
    assertThat(punctual.sent(new ConnectorAnswer.Failed(0, "timeout")))
        .isEqualTo(new Sent.Later(ConnectorErrors.PAUSE, "timeout"));
  }

  @Test
  void aSecretThatEntraRefusesClosesEveryPlace() {
    assertThat(punctual.sent(new ConnectorAnswer.Failed(0, "token_AADSTS7000215")))
        .isEqualTo(new Sent.Refused(Obstacle.PLACE, "token_AADSTS7000215"));
    assertThat(punctual.sent(new ConnectorAnswer.Failed(0, "token_http_503")))
        .isInstanceOf(Sent.Later.class);
  }

  @Test
  void anAddressThatIsNotAllowedClosesThePlace() {
    assertThat(punctual.sent(new ConnectorAnswer.Failed(0, "service_url_not_allowed")))
        .isEqualTo(new Sent.Refused(Obstacle.PLACE, "service_url_not_allowed"));
  }

  @Test
  void jitterProlongsByAFifthAndNeverShortens() {
    var errors = new ConnectorErrors(new SplittableRandom(7));
    var throttled =
        new ConnectorAnswer.Failed(429, "Throttled", Optional.of(Duration.ofSeconds(30)));
    var pauses =
        IntStream.range(0, 1_000)
            .mapToObj(_ -> ((Sent.Later) errors.sent(throttled)).pause())
            .toList();
    assertThat(pauses)
        .allSatisfy(
            pause -> assertThat(pause).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(36)));
    assertThat(pauses.stream().distinct()).hasSizeGreaterThan(500);
    var endless = new ConnectorAnswer.Failed(429, "Throttled", Optional.of(Duration.ofDays(1)));
    assertThat(errors.sent(endless))
        .isEqualTo(new Sent.Later(ConnectorErrors.LONGEST_PAUSE, "Throttled", true));
  }
}
