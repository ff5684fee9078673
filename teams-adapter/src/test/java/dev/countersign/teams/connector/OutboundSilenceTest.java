package dev.countersign.teams.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutboundSilenceTest extends ConnectorTestCase {

  @Test
  void noLogLineAndNoAnswerHoldsASecretATokenOrABody() {
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    // An operator hunting a fault turns everything on.
    List<Logger> loggers = List.of(logger("dev.countersign.teams"), logger("jdk.httpclient"));
    Map<Logger, Optional<Level>> before =
        loggers.stream()
            .collect(
                Collectors.toMap(
                    logger -> logger, logger -> Optional.ofNullable(logger.getLevel())));
    loggers.forEach(logger -> {
      logger.setLevel(Level.TRACE);
      logger.setAdditive(false);
      logger.addAppender(appender);
    });
    String answers;
    try {
      answers = talk();
    } finally {
      before.forEach((logger, level) -> {
        logger.detachAppender(appender);
        logger.setLevel(level.orElse(null));
        logger.setAdditive(true);
      });
    }
    String logged =
        List.copyOf(appender.list).stream()
            .map(e -> e.getFormattedMessage() + ThrowableProxyUtil.asString(e.getThrowableProxy()))
            .collect(Collectors.joining("\n"));
    assertThat(logged).contains("no access token for the bot", "AADSTS7000215");
    assertThat(logged + answers)
        .doesNotContain(TOKEN, CLIENT_SECRET, "words", "Größe", "second.token");
  }

  /// Everything that can go right or wrong, once.
  private String talk() {
    var said = new StringBuilder();
    answers(json(200, "{\"id\":\"1\"}"));
    said.append(send()).append(tokens.bearer());
    answers(error(401, "Unauthorized"));
    said.append(send());
    LOGIN.stubFor(
        post(urlEqualTo(TOKEN_PATH))
            .willReturn(
                json(
                    401,
                    "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: words "
                        + CLIENT_SECRET
                        + "\"}")));
    said.append(send()).append(tokens.bearer());
    clock.advance(Duration.ofHours(1));
    LOGIN.stubFor(post(urlEqualTo(TOKEN_PATH)).willReturn(json(200, "words " + TOKEN)));
    said.append(send());
    clock.advance(Duration.ofHours(1));
    LOGIN.stubFor(post(urlEqualTo(TOKEN_PATH)).willReturn(token("second.token", 3_600)));
    answers(json(200, "words " + TOKEN));
    said.append(send());
    answers(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    said.append(send());
    answers(error(503, TOKEN));
    said.append(send());
    return said.toString();
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
