package dev.countersign.slack;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.card.ClickAnswer;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.SlackPress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@ParameterizedClass
@EnumSource(Way.class)
class SilenceTest extends SlackTestCase {

  SilenceTest(Way way) {
    super(way);
  }

  @Test
  void noLogLineHoldsASecretATokenOrAnAddressToAnswer() {
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    // An operator hunting a fault turns everything on.
    List<Logger> loggers =
        List.of(
            logger("dev.countersign.slack"),
            logger("com.slack.api"),
            logger("okhttp3"),
            logger("jdk.internal.httpclient"));
    loggers.forEach(logger -> {
      logger.setLevel(Level.TRACE);
      logger.addAppender(appender);
    });
    String responseUrl;
    try {
      responseUrl = talk();
    } finally {
      loggers.forEach(logger -> {
        logger.detachAppender(appender);
        logger.setLevel(Level.OFF);
      });
    }
    String logged =
        List.copyOf(appender.list).stream()
            .map(e -> e.getFormattedMessage() + ThrowableProxyUtil.asString(e.getThrowableProxy()))
            .collect(Collectors.joining("\n"));
    assertThat(logged)
        .contains(
            switch (way) {
              case REQUESTS -> "slack callback refused: bad_signature";
              case SOCKET -> "slack callback without effect: repeated envelope";
            })
        .doesNotContain(
            slack.botToken(),
            slack.signingSecret(),
            slack.appToken(),
            "ticket",
            "a private type",
            "token-APPROVE",
            "token-REJECT",
            "a private note",
            "private question",
            responseUrl,
            "v0=");
  }

  /// Everything that can go right or wrong, once.
  private String talk() {
    String card = post(adapter.channel().render(SampleRecords.pendingMessage()));
    desk.answers(_ -> new ClickAnswer(ClickAnswer.Kind.NOT_ENTITLED, "not_eligible", "No."));
    SlackPress press = slack.press(APPROVALS.channel(), card, "approve", "U0MIRA");
    assertThat(slack.awaitReply(press, AT_MOST)).isPresent();
    slack.press(APPROVALS.channel(), card, "reject", "U0MIRA");
    OpenedView form = slack.modal("U0MIRA").orElseThrow();
    Map<String, String> filled = Map.of("reason", "wrong_content", "note", "a private note");
    JsonObject submission = slack.submission(form, filled);
    slack.submitAs(form, submission);
    slack.submitAs(form, submission.with("user", Json.of(1)));
    slack.submitAs(form, submission.with("api_app_id", Json.of("A0OTHER")));
    slack.submitAs(
        form,
        submission.with(
            "view", submission.object("view").with("callback_id", Json.of("a private form"))));
    slack.submitAs(
        form,
        submission.with("view", submission.object("view").with("type", Json.of("workflow_step"))));
    slack.fail("views.open", new Fault.Answer("expired_trigger_id"), 1);
    slack.press(APPROVALS.channel(), card, "return", "U0MIRA");
    switch (way) {
      case REQUESTS -> slack.deliver(press.delivery().body() + "&x", press.delivery().headers());
      case SOCKET -> {
        slack.socketMode().repeat(press.delivery());
        slack.socketMode().say("{\"type\":\"a private type\",\"token-APPROVE\":1}");
        slack.socketMode().sayGoodbye("refresh_requested");
        assertThat(slack.socketMode().await(1, AT_MOST)).isTrue();
      }
    }
    slack.deliver(press.payload().with("type", Json.of("hologram")));
    slack.deliver(press.payload().with("user", Json.of(1)));
    slack.command(APPROVALS.channel(), "U0MIRA", "/countersign", "status a private question");
    queue.answers(() -> {
      throw new IllegalStateException("a fault");
    });
    slack.command(APPROVALS.channel(), "U0MIRA", "/countersign", "status another private question");
    slack.fail("chat.postMessage", new Fault.Answer("invalid_auth"), 1);
    var again = adapter.channel().render(SampleRecords.pendingMessage());
    adapter.channel().post(APPROVALS, again, DrawnCard.tokens(again));
    assertThat(settings().toString())
        .doesNotContain(slack.botToken(), slack.signingSecret(), slack.appToken());
    return press.responseUrl();
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
