package dev.countersign.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.card.AskLimit.Turn;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AskLimitTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));
  private final AskLimit limit = new AskLimit(clock);

  @Test
  void theFirstOneTooManyIsWorthSayingAndNoOtherOfItsMinute() {
    for (int i = 0; i < AskLimit.MOST; i++) {
      assertThat(limit.ask("mira")).isEqualTo(Turn.TAKEN);
    }

    assertThat(limit.ask("mira")).isEqualTo(Turn.FIRST_TOO_MANY);
    assertThat(limit.ask("mira")).isEqualTo(Turn.TOO_MANY);
    assertThat(limit.ask("noor")).as("somebody else").isEqualTo(Turn.TAKEN);
  }

  @Test
  void aMinuteAfterTheFirstQuestionOneMayAskAnew() {
    for (int i = 0; i <= AskLimit.MOST; i++) {
      limit.ask("mira");
    }

    clock.advance(AskLimit.SPAN.minusMillis(1));
    assertThat(limit.ask("mira")).isEqualTo(Turn.TOO_MANY);
    clock.advance(Duration.ofMillis(1));
    assertThat(limit.ask("mira")).isEqualTo(Turn.TAKEN);
  }

  @Test
  void soManyPeopleAreRememberedAndTheOneWhoHasNotAskedForTheLongestIsForgotten() {
    for (int i = 0; i < AskLimit.MOST; i++) {
      limit.ask("mira");
      limit.ask("noor");
    }
    for (int i = 0; i < AskLimit.REMEMBERED - 2; i++) {
      limit.ask("other-" + i);
    }
    limit.ask("noor");
    limit.ask("one more");

    assertThat(limit.ask("noor")).as("asked lately").isEqualTo(Turn.TOO_MANY);
    assertThat(limit.ask("mira")).as("forgotten").isEqualTo(Turn.TAKEN);
  }
}
