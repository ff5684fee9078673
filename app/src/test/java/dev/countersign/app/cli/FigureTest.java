package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {

  @ParameterizedTest
  @CsvSource({
    "PT0.4S,0s",
    "PT0.5S,1s",
    "PT119S,119s",
    "PT120S,2m",
    "PT150S,3m",
    "PT2H,2h",
    "PT47H,47h",
    "PT48H,2d",
    "PT60H,3d"
  })
  void aTimeIsToldInOneUnit(Duration time, String told) {
    assertThat(Figure.time(time)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"0,7,0", "1,3,33", "2,3,67", "1,200,1", "1,201,0", "7,7,100"})
  void aShareIsRoundedHalfUp(long part, long whole, long percent) {
    assertThat(Figure.percent(part, whole)).contains(percent);
  }

  @Test
  void thereIsNoShareOfNothing() {
    assertThat(Figure.percent(0, 0)).isEmpty();
  }
}
