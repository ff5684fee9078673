package dev.countersign.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.policy.AlarmFreezes.Bound;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When the gate freezes an agent by itself is written out in the policy, or it freezes nobody.
class AlarmFreezesTest {
  private static String with(String freezes) {
    return "{\"version\":1,\"rules\":[]" + freezes + "}";
  }

  private static AlarmFreezes read(String freezes) {
    return ((PolicyReading.Read) SamplePolicies.reading(with(freezes))).policy().alarms();
  }

  @Test
  void aPolicyThatSaysNothingFreezesNobody() {
    assertThat(read("")).isEqualTo(AlarmFreezes.NONE);
  }

  @Test
  void eachAlarmHasItsOwnBound() {
    AlarmFreezes both =
        read(
            """
            ,"freeze_agent":{"fast_approvals":{"times":5,"within":"1h"},
              "over_budget":{"times":20,"within":"10m"}}
            """);
    assertThat(both.of(AgentAlarm.FAST_APPROVALS)).contains(new Bound(5, Duration.ofHours(1)));
    assertThat(both.of(AgentAlarm.OVER_BUDGET)).contains(new Bound(20, Duration.ofMinutes(10)));
    assertThat(
            read(",\"freeze_agent\":{\"over_budget\":{\"times\":1,\"within\":\"1d\"}}")
                .of(AgentAlarm.FAST_APPROVALS))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          true                                             | wrong_type
          {}                                               | required
          {"slow_approvals":{"times":1,"within":"1h"}}     | unknown_key
          {"fast_approvals":5}                             | wrong_type
          {"fast_approvals":{"within":"1h"}}               | required
          {"fast_approvals":{"times":5}}                   | required
          {"fast_approvals":{"times":0,"within":"1h"}}     | out_of_range
          {"fast_approvals":{"times":10001,"within":"1h"}} | out_of_range
          {"fast_approvals":{"times":5,"within":"59s"}}    | bad_duration
          {"fast_approvals":{"times":5,"within":"25h"}}    | bad_duration
          {"fast_approvals":{"times":5,"within":"2d"}}     | bad_duration
          {"fast_approvals":{"times":5,"within":"1h","for":"1h"}} | unknown_key
          """)
  void whatIsNotWrittenAsExpectedIsRefused(String written, String code) {
    assertThat(
            ((PolicyReading.Unreadable)
                    SamplePolicies.reading(with(",\"freeze_agent\":" + written)))
                .problems())
        .extracting(PolicyProblem::code)
        .contains(code);
  }

  @Test
  void noBoundIsBeyondWhatIsCounted() {
    assertThatThrownBy(() -> new Bound(1, Duration.ofHours(25)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Bound(0, Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
