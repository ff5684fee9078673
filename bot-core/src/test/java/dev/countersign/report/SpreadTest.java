package dev.countersign.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadTest {
  private static Spread of(long... millis) {
    Spread spread = new Spread();
    Arrays.stream(millis).mapToObj(Duration::ofMillis).forEach(spread::add);
    return spread;
  }

  @Test
  void aPercentileIsTheLeastThatSoManyDoNotExceed() {
    Spread spread = of(LongStream.rangeClosed(1, 10).toArray());

    assertThat(spread.percentile(50)).contains(Duration.ofMillis(5));
    assertThat(spread.percentile(90)).contains(Duration.ofMillis(9));
    assertThat(spread.percentile(91)).contains(Duration.ofMillis(10));
    assertThat(of(7).percentile(1)).contains(Duration.ofMillis(7));
    assertThat(new Spread().percentile(50)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 255, 256, 511, 512, 513, 1_023, 1_024, 60_000, 3_600_000, 2_592_000_000L})
  void whatIsToldIsNearlyWhatWasAdded(long millis) {
    assertThat(of(millis).percentile(50).orElseThrow().toMillis())
        .isCloseTo(millis, Percentage.withPercentage(0.2));
  }

  @Test
  void ofManyRandomTimesThePercentilesAreThoseOfTheSortedList() {
    long[] times = new Random(7).longs(5_000, 0, 2_592_000_000L).toArray();
    Spread spread = of(times);
    Arrays.sort(times);

    for (int percent : new int[] {1, 10, 50, 90, 99, 100}) {
      assertThat(spread.percentile(percent).orElseThrow().toMillis())
          .isCloseTo(times[percent * 50 - 1], Percentage.withPercentage(0.2));
    }
  }

  @Test
  void shorterAreThoseBelow() {
    Spread spread = of(1_000, 9_000, 9_999, 11_000, 30_000);

    assertThat(spread.shorterThan(Duration.ofSeconds(10).plusMillis(200))).isEqualTo(3);
    assertThat(spread.shorterThan(Duration.ZERO)).isZero();
  }

  @Test
  void aTimeBelowZeroCountsAsNone() {
    assertThat(of(-5).percentile(50)).contains(Duration.ZERO);
  }
}
