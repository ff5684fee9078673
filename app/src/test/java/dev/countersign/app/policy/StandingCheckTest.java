package dev.countersign.app.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.policy.Policy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is noted of standing approvals that are sound and may not be meant so.
class StandingCheckTest {
  private static final Instant LAST_MOMENT = Instant.parse("2027-01-31T23:59:59.999Z");
  private static final Instant END = Instant.parse("2027-02-01T00:00:00Z");
  private static final String STAGES = "stages: [{group: leads, approvals: 1}]";
  private static final String LIMITS = "limits: [{per: rule, uses: 1, within: 1h}]";

  private static List<String> notes(Instant now, String... bounds) {
    YamlDocument yaml =
        document(
            """
            version: 1
            rules:
              - id: calls
                when: 'action.class == "api_call"'
                gate: allow
            """
                + "    "
                + String.join("\n    ", bounds)
                + "\n");
    return StandingCheck.of(yaml, ((FileReading.Read<Policy>) GateFiles.policy(yaml)).value(), now)
        .stream()
        .map(FileProblem::toString)
        .toList();
  }

  private static YamlDocument document(String text) {
    return ((FileReading.Read<YamlDocument>) YamlDocument.read("policy.yaml", text.getBytes(UTF_8)))
        .value();
  }

  @Test
  void oneThatIsOverIsNotedWithWhatTheRuleDoesSince() {
    assertThat(notes(LAST_MOMENT, "until: 2027-01-31")).isEmpty();
    assertThat(notes(END, "until: 2027-01-31"))
        .containsExactly(
            "policy.yaml:6: /rules/0/until: This ended at 2027-02-01T00:00:00Z: since then it"
                + " refuses.");
    assertThat(notes(END, "until: 2027-01-31", STAGES))
        .singleElement()
        .asString()
        .contains("since then it asks");
  }

  @Test
  void limitsWithoutStagesAreNoted() {
    assertThat(notes(END, LIMITS, STAGES)).isEmpty();
    assertThat(notes(END, LIMITS))
        .singleElement()
        .asString()
        .contains("/rules/0/limits")
        .contains("when a limit is used up, it refuses");
  }

  @Test
  void aRuleWithoutBoundsIsNotLookedAt() {
    assertThat(notes(END)).isEmpty();
  }
}
