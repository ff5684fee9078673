package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CostsTest {

  @Test
  void whatOneReadingDoesNotKnowTheDifferenceDoesNotKnow() {
    Costs before = new Costs(Map.of(Cost.JVM, 10L, Cost.POSTGRES, 7L));
    Costs after = new Costs(Map.of(Cost.JVM, 30L));

    assertThat(after.since(before)).isEqualTo(new Costs(Map.of(Cost.JVM, 20L)));
  }

  @Test
  void noDifferenceIsLessThanNothing() {
    Costs before = new Costs(Map.of(Cost.OTHERS, 10L));
    Costs after = new Costs(Map.of(Cost.OTHERS, 9L));

    assertThat(after.since(before).of(Cost.OTHERS)).hasValue(0);
  }

  @Test
  void theCallersPartIsTakenFromTheJvms() {
    Costs spent = new Costs(Map.of(Cost.JVM, 30L, Cost.CALLERS, 0L)).withCallers(12);

    assertThat(spent).isEqualTo(new Costs(Map.of(Cost.JVM, 18L, Cost.CALLERS, 12L)));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcessAndItsChildrenAreCounted() {
    long self = ProcessHandle.current().pid();
    long parent = MachineTimes.parent(self).orElseThrow();

    assertThat(MachineTimes.tree(self).orElseThrow()).isPositive();
    assertThat(MachineTimes.tree(parent).orElseThrow())
        .isGreaterThanOrEqualTo(MachineTimes.tree(self).orElseThrow() / 2);
    assertThat(MachineTimes.tree(Long.MAX_VALUE)).isEqualTo(OptionalLong.empty());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theCompilersAndCollectorsOfThisJvmAreFound() {
    JvmThreads.Times times = new JvmThreads().look().orElseThrow();

    assertThat(times.compilers()).isPositive();
    assertThat(times.collectors()).isPositive();
    assertThat(MachineTimes.machine().orElseThrow().busy())
        .isPositive()
        .isLessThanOrEqualTo(MachineTimes.machine().orElseThrow().all());
  }
}
