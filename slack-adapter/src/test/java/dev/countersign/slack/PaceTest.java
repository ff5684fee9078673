package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.slack.Pace.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-30T08:00:00Z"));
  private final Pace pace = new Pace(clock);

  @Test
  void aChannelTakesAShortBurstAndThenOneMessageASecond() {
    for (int nth = 0; nth < 5; nth++) {
      assertThat(pace.take(Kind.POST, "C1")).isZero();
    }
    assertThat(pace.take(Kind.POST, "C1")).isEqualTo(Duration.ofSeconds(1));
    assertThat(pace.take(Kind.POST, "C2")).as("another channel").isZero();

    clock.advance(Duration.ofSeconds(1));
    assertThat(pace.take(Kind.POST, "C1")).isZero();
    assertThat(pace.take(Kind.POST, "C1")).isPositive();
  }

  @Test
  void updatesShareOneLineOfTheWorkspace() {
    int taken = 0;
    for (int nth = 0; nth < 100; nth++) {
      taken += pace.take(Kind.UPDATE, "C" + nth).isZero() ? 1 : 0;
    }
    assertThat(taken).isEqualTo(20);
    clock.advance(Duration.ofMinutes(1));
    taken = 0;
    for (int nth = 0; nth < 100; nth++) {
      taken += pace.take(Kind.UPDATE, "C" + nth).isZero() ? 1 : 0;
    }
    assertThat(taken).as("a pause buys no more than a burst").isEqualTo(20);
  }

  @Test
  void whoWaitsHasATurnOfTheirOwn() {
    for (int nth = 0; nth < 5; nth++) {
      pace.take(Kind.POST, "C1");
    }
    List<Duration> waits = new ArrayList<>();
    for (int nth = 0; nth < 100; nth++) {
      waits.add(pace.take(Kind.POST, "C1"));
    }
    assertThat(waits).doesNotHaveDuplicates().isSorted();

    // Everybody comes back when told, and goes.
    Duration passed = Duration.ZERO;
    for (Duration wait : waits) {
      clock.advance(wait.minus(passed));
      passed = wait;
      assertThat(pace.take(Kind.POST, "C1")).isZero();
    }
    assertThat(Collections.max(waits)).isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void afterA429TheLineRestsAsLongAsSlackSays() {
    pace.rest(Kind.POST, "C1", Duration.ofSeconds(30));
    assertThat(pace.take(Kind.POST, "C1")).isEqualTo(Duration.ofSeconds(30));
    assertThat(pace.take(Kind.POST, "C2")).isZero();
    clock.advance(Duration.ofSeconds(30));
    assertThat(pace.take(Kind.POST, "C1")).isZero();
  }
}
