package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.AgentId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final AgentId BOT = new AgentId("support-bot");

  private final AtomicLong nanos = new AtomicLong();
  private final RateLimits<AgentId> rates = new RateLimits<>(2, 4, nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aBurstIsServedAndThenTheRate() {
    assertThat(rates.take(BOT)).isEmpty();
    assertThat(rates.take(BOT)).isEmpty();
    assertThat(rates.take(BOT)).contains(Duration.ofMillis(250));
    pass(Duration.ofMillis(250));
    assertThat(rates.take(BOT)).isEmpty();
    assertThat(rates.take(BOT)).isPresent();
  }

  @Test
  void knockingDoesNotMakeTheWaitLonger() {
    rates.take(BOT);
    rates.take(BOT);
    for (int i = 0; i < 10; i++) {
      assertThat(rates.take(BOT)).contains(Duration.ofMillis(250));
    }
    pass(Duration.ofMillis(100));
    assertThat(rates.take(BOT)).contains(Duration.ofMillis(150));
  }

  @Test
  void aLongPauseFillsNoMoreThanTheBurst() {
    pass(Duration.ofDays(1));
    rates.take(BOT);
    rates.take(BOT);
    assertThat(rates.take(BOT)).isPresent();
  }

  @Test
  void everyAgentHasItsOwn() {
    rates.take(BOT);
    rates.take(BOT);
    assertThat(rates.take(new AgentId("other-bot"))).isEmpty();
  }
}
