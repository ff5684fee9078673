package dev.countersign.teams.answer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/// Every line that we log, at the lowest level there is.
final class Overheard implements AutoCloseable {
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger ours = (Logger) LoggerFactory.getLogger("dev.countersign");

  Overheard() {
    lines.start();
    ours.addAppender(lines);
    ours.setAdditive(false);
    ours.setLevel(Level.TRACE);
  }

  /// Nothing was logged of these words, nor of a token or an activity.
  void assertSilentAbout(String... secrets) {
    String logged =
        List.copyOf(lines.list).stream()
            .map(e -> e.getFormattedMessage() + ThrowableProxyUtil.asString(e.getThrowableProxy()))
            .collect(Collectors.joining("\n"));
    assertThat(logged)
        .doesNotContain(secrets)
        .doesNotContain("eyJ", "Bearer", "xxxxxxxxxx", "\"type\"", "Exception");
  }

  @Override
  public void close() {
    ours.detachAppender(lines);
    ours.setAdditive(true);
    ours.setLevel(null);
  }
}
