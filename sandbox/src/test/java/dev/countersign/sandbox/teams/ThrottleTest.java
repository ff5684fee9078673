package dev.countersign.sandbox.teams;

import static dev.countersign.sandbox.teams.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.sandbox.SettableClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottleTest extends TeamsTestCase {
  private final SettableClock time = new SettableClock();
  private final Throttle throttle = new Throttle(time, true);

  @Override
  TeamsSandbox.Builder tenant() {
    return super.tenant().throttled();
  }

  @Test
  void theEighthMessageInASecondIsTooMany() throws Exception {
    for (int i = 0; i < 7; i++) {
      assertThat(client.send(CHANNEL, text("a")).status()).isEqualTo(201);
    }
    var refused = client.send(CHANNEL, text("a"));
    assertThat(refused.code()).isEqualTo("429 Throttled");
    assertThat(refused.headers()).containsEntry("retry-after", "1");
    assertThat(client.send(CHAT.id(), text("a")).status()).isEqualTo(201);
    clock.advance(Duration.ofSeconds(1));
    assertThat(client.send(CHANNEL, text("a")).status()).isEqualTo(201);
    assertThat(client.send(CHANNEL, text("a")).headers()).containsEntry("retry-after", "1");
  }

  @ParameterizedTest
  @CsvSource({
    "SEND, 7, 0, 1000",
    "SEND, 8, 143, 1000",
    "SEND, 60, 490, 600",
    "SEND, 1800, 1000, 1800000",
    "CREATE_CONVERSATION, 7, 0, 1000",
    "MEMBERS, 14, 0, 1000",
    "PAGED_MEMBERS, 14, 0, 1000",
    "MEMBERS, 16, 72, 1000",
    "MEMBERS, 120, 249, 500",
    "CHANNELS, 14, 0, 1000",
  })
  void aBudgetEndsWithItsLastCall(
      ConnectorOperation operation, int calls, int gapMillis, int most) {
    for (int i = 0; i < calls; i++) {
      assertThat(throttle.refuse(operation, "c")).as("call " + i).isEmpty();
      time.advance(Duration.ofMillis(gapMillis));
    }
    Optional<Duration> refused = throttle.refuse(operation, "c");
    assertThat(refused).isPresent();
    assertThat(refused.orElseThrow()).isBetween(Duration.ofMillis(1), Duration.ofMillis(most));

    time.advance(refused.orElseThrow());
    assertThat(throttle.refuse(operation, "c")).isEmpty();
  }

  @Test
  void theWholeAppHasThirtyCallsASecond() {
    for (int i = 0; i < 30; i++) {
      assertThat(throttle.refuse(ConnectorOperation.SEND, "c" + i)).isEmpty();
    }
    assertThat(throttle.refuse(ConnectorOperation.SEND, "other")).contains(Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    assertThat(throttle.refuse(ConnectorOperation.SEND, "other")).isEmpty();
  }
}
