package dev.countersign.executors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.executors.Calls;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueRuleTest {
  private static final ValueRule NUMBER =
      new ValueRule.Numeric(Optional.empty(), Optional.empty(), 2);

  @ParameterizedTest
  @CsvSource({"250.50, 250.5", "1e3, 1000", "-0.00, 0", "7, 7"})
  void aNumberIsReadInItsOneSpelling(String held, String json) {
    assertThat(NUMBER.read(held)).contains(Calls.json(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "1e300000000",
        "-1e401",
        "1e-999999999",
        "NaN",
        "Infinity",
        "",
        "1,0"
      })
  void aNumberThatOnlyALyingDatabaseHasIsNone(String held) {
    assertThat(NUMBER.read(held)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-30T12:00:00.000000Z, 2026-11-30T12:00:00Z",
    "2026-11-30T12:00:00.500000Z, 2026-11-30T12:00:00.500Z",
    "2026-11-30T12:00:00.000001Z, 2026-11-30T12:00:00.000001Z"
  })
  void aMomentIsReadAsAnAgentWritesIt(String held, String json) {
    assertThat(new ValueRule.Moment().read(held)).contains(Calls.json("\"" + json + "\""));
  }
}
