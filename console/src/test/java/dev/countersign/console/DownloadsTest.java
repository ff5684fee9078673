package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.AskLimit;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DownloadsTest {
  private final Downloads downloads = new Downloads(new AskLimit(() -> Instant.EPOCH));

  @Test
  void oneAccountHasAShareOfThePlacesAndAllHaveNoMoreThanThereAre() {
    for (int nth = 0; nth < Downloads.AT_ONCE; nth++) {
      assertThat(downloads.begins("account " + nth / Downloads.AT_ONCE_TO_ONE)).isTrue();
      if (nth == Downloads.AT_ONCE_TO_ONE - 1) {
        assertThat(downloads.begins("account 0")).as("beyond its share").isFalse();
      }
    }
    assertThat(downloads.begins("another")).as("beyond all places").isFalse();
    downloads.ended("account 0");
    assertThat(downloads.begins("another")).isTrue();
  }
}
