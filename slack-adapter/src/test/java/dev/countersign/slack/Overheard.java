package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/// Every line that we and the libraries below us log, at the lowest level there is.
final class Overheard implements AutoCloseable {
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final List<Logger> loud =
      Stream.of("dev.countersign.slack", "com.slack.api", "okhttp3", "jdk.internal.httpclient")
          .map(name -> (Logger) LoggerFactory.getLogger(name))
          .toList();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  Overheard() {
    lines.start();
    root.addAppender(lines);
    loud.forEach(logger -> logger.setLevel(Level.TRACE));
  }

  /// Something was logged of what came in, and nothing of these words nor of a payload.
  void assertSilentAbout(String... secrets) {
    String logged =
        List.copyOf(lines.list).stream()
            .map(e -> e.getFormattedMessage() + ThrowableProxyUtil.asString(e.getThrowableProxy()))
            .collect(Collectors.joining("\n"));
    assertThat(logged)
        .contains("slack ")
        .doesNotContain(secrets)
        .doesNotContain("v0=", "\"type\"", "payload=")
        .doesNotContain("token-", "/actions/", "private note", "xxxxxxxxxx", "Exception");
  }

  @Override
  public void close() {
    root.detachAppender(lines);
    loud.forEach(logger -> logger.setLevel(Level.OFF));
  }
}
