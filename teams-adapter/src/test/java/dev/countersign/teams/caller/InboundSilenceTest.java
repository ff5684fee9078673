package dev.countersign.teams.caller;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.SettableClock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class InboundSilenceTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");

  @Test
  void noLogLineShowsATokenOrABodyWhateverIsWrong() {
    Logger ours = (Logger) LoggerFactory.getLogger("dev.countersign");
    Level before = ours.getLevel();
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    ours.setLevel(Level.TRACE);
    ours.addAppender(lines);
    try {
      showEverything();
    } finally {
      ours.detachAppender(lines);
      ours.setLevel(before);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsOnly("connector keys not fetched: unreachable");
    assertThat(lines.list).allMatch(line -> line.getThrowableProxy() == null);
  }

  private static void showEverything() {
    var clock = new SettableClock(NOW);
    try (var connector = new ConnectorDouble().publish(CallCase.KEY);
        var keys = new ConnectorKeys(connector.settings(), clock)) {
      var verifier = new ConnectorTokenVerifier(connector.settings(), keys, clock);
      for (Spoilt spoilt : Spoilt.all()) {
        CallCase call = new CallCase(NOW).with(spoilt.change());
        assertThat(verifier.verify(call.authorization(), call.read()))
            .isInstanceOf(CallerVerdict.Refused.class);
      }
      connector.server.resetAll();
      clock.advance(ConnectorKeys.FRESH);
      CallCase call = new CallCase(clock.instant());
      for (String ours : List.of("key-1", "key-9")) {
        call.header.put("kid", ours);
        assertThat(verifier.verify(call.authorization(), call.read())).isNotNull();
      }
    }
  }
}
