package dev.countersign.slack;

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
import org.slf4j.LoggerFactory;

class SilenceTest extends SlackTestCase {

  @Test
  void noLogLineHoldsASecretATokenOrAnAddressToAnswer() {
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    // An operator hunting a fault turns everything on.
    List<Logger> loggers =
        List.of(logger("dev.countersign.slack"), logger("com.slack.api"), logger("okhttp3"));
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
        .contains("slack callback refused: bad_signature")
        .doesNotContain(
            slack.botToken(),
            slack.signingSecret(),
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
    slack.deliver(press.delivery().body() + "&x", press.delivery().headers());
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
    assertThat(settings().toString()).doesNotContain(slack.botToken(), slack.signingSecret());
    return press.responseUrl();
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
