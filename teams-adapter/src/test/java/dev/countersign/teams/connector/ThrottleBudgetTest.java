package dev.countersign.teams.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.teams.connector.ThrottleBudget.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottleBudgetTest {
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  private final ThrottleBudget budget = new ThrottleBudget(clock);

  private Duration take(Kind kind) {
    return budget.take(kind, "19:a");
  }

  private void spend(Kind kind, int calls) {
    for (int i = 0; i < calls; i++) {
      assertThat(take(kind)).as("call %d", i + 1).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"SEND,7", "CREATE,7", "MEMBERS,14"})
  void aSecondHasItsLimit(Kind kind, int calls) {
    spend(kind, calls);
    assertThat(take(kind)).isEqualTo(Duration.ofSeconds(1));
    clock.advance(Duration.ofMillis(999));
    assertThat(take(kind)).isEqualTo(Duration.ofMillis(1));
    clock.advance(Duration.ofMillis(1));
    assertThat(take(kind)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"SEND,7,8", "CREATE,7,8", "MEMBERS,14,16"})
  void twoSecondsHaveTheirLimit(Kind kind, int first, int both) {
    spend(kind, first);
    clock.advance(Duration.ofSeconds(1));
    spend(kind, both - first);
    assertThat(take(kind)).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({"SEND,60", "CREATE,60", "MEMBERS,120"})
  void halfAMinuteHasItsLimit(Kind kind, int calls) {
    Duration step = Duration.ofSeconds(25).dividedBy(calls);
    for (int i = 0; i < calls; i++) {
      assertThat(take(kind)).isZero();
      clock.advance(step);
    }
    Duration spent = step.multipliedBy(calls);
    assertThat(take(kind)).isEqualTo(Duration.ofSeconds(30).minus(spent));
  }

  @ParameterizedTest
  @CsvSource({"SEND,1800,1750", "CREATE,1800,1750", "MEMBERS,3600,875"})
  void anHourHasItsLimit(Kind kind, int calls, long millis) {
    Instant start = clock.instant();
    for (int i = 0; i < calls; i++) {
      assertThat(take(kind)).isZero();
      clock.advance(Duration.ofMillis(millis));
    }
    assertThat(take(kind))
        .isEqualTo(Duration.between(clock.instant(), start.plus(Duration.ofHours(1))));
  }

  @Test
  void whoMustWaitSpendsNothing() {
    spend(Kind.SEND, 7);
    for (int i = 0; i < 100; i++) {
      assertThat(take(Kind.SEND)).isEqualTo(Duration.ofSeconds(1));
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(take(Kind.SEND)).isZero();
  }

  @Test
  void conversationsAndKindsHavePursesOfTheirOwn() {
    spend(Kind.SEND, 7);
    assertThat(budget.take(Kind.SEND, "19:b")).isZero();
    assertThat(take(Kind.MEMBERS)).isZero();
    assertThat(take(Kind.CREATE)).isZero();
  }

  @Test
  void theWholeTenantHasThirtyCallsASecond() {
    for (int i = 0; i < 30; i++) {
      assertThat(budget.take(Kind.SEND, "19:" + i)).isZero();
    }
    assertThat(budget.take(Kind.SEND, "19:fresh")).isEqualTo(Duration.ofSeconds(1));
    assertThat(budget.take(Kind.MEMBERS, "19:fresh")).isEqualTo(Duration.ofSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(budget.take(Kind.SEND, "19:fresh")).isZero();
  }

  @Test
  void nothingIsRememberedForLongerThanAnHour() {
    for (int i = 0; i < 500; i++) {
      assertThat(budget.take(Kind.SEND, "19:" + i)).isZero();
      clock.advance(Duration.ofMillis(50));
    }
    assertThat(budget.size()).isEqualTo(500);
    clock.advance(Duration.ofHours(1));
    assertThat(take(Kind.SEND)).isZero();
    assertThat(budget.size()).isEqualTo(1);
  }

  @Test
  void askingInVainIsNotRemembered() {
    for (int i = 0; i < 1_000; i++) {
      budget.take(Kind.SEND, "19:" + i);
    }
    clock.advance(Duration.ofMillis(1));
    budget.take(Kind.SEND, "19:0");
    assertThat(budget.size()).isLessThanOrEqualTo(31);
  }

  @Test
  void aClockSetBackDoesNotStopUs() {
    spend(Kind.SEND, 7);
    clock.set(NOW.minus(Duration.ofDays(1)));
    assertThat(take(Kind.SEND)).isZero();
  }
}
