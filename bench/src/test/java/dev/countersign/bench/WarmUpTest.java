package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  @Test
  void itEndsOnceTheCompilersTakeLessThanAFewPercent() throws Exception {
    Queue<Costs> rounds =
        new ArrayDeque<>(List.of(spent(50, 50), spent(90, 10), spent(97, 3), spent(99, 1)));

    String told = new WarmUp(Duration.ofMinutes(10)).run(rounds::remove);

    assertThat(rounds).hasSize(1);
    assertThat(told).endsWith("JIT at 3.0 %");
  }

  @Test
  void theLongestWarmUpIsSaidWhereItWasTooShort() throws Exception {
    String told = new WarmUp(Duration.ZERO).run(() -> spent(80, 20));

    assertThat(told).endsWith("JIT at 20.0 %, NOT under 5 %: too short");
  }

  @Test
  void whereTheShareIsNotKnownItLastsAsLongAsItMay() throws Exception {
    String told = new WarmUp(Duration.ZERO).run(() -> new Costs(Map.of(Cost.JVM, 5L)));

    assertThat(told).endsWith("share of JIT not known here");
  }

  private static Costs spent(long jvm, long compilers) {
    return new Costs(Map.of(Cost.JVM, jvm, Cost.COMPILERS, compilers));
  }
}
