package dev.countersign.policy;

import static dev.countersign.policy.SamplePolicies.allow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a condition reads that only the agent says.
class ClaimsInConditionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "proposal.confidence > 0.9                             | proposal.confidence",
        "proposal.labels.team == 'x'                           | proposal.labels",
        "proposal['urgency'] == 'low'                          | proposal.urgency",
        "!proposal.blocking_customer                           | proposal.blocking_customer",
        "action.class == 'message' && action.audience == 'internal' | action.audience",
        "action['reversible'] == true                          | action.reversible",
        "has(action.annotations)                               | action.annotations",
        "action.annotations.readOnlyHint                       | action.annotations",
        "size(action.side_effects) == 0                        | action.side_effects",
        "action.changes.all(c, c.from == 'active')             | c.from",
        "action.changes[0].from == 'active'                    | from"
      })
  void aClaimIsFoundHoweverItIsRead(String condition, String claim) {
    Policy policy = SamplePolicies.rules(allow("only", condition));

    assertThat(policy.claims(policy.rules().getFirst())).containsExactly(claim);
  }

  @Test
  void aClaimIsFoundBehindFacts() {
    Policy policy =
        TestGate.policy(
            """
            {"version":1,"facts":{"sure":"proposal.confidence > 0.9","fine":"sure || false","other":"true"},
             "rules":[{"id":"a","when":"fine && other","gate":"allow"},{"id":"b","when":"other","gate":"allow"}]}
            """);

    assertThat(policy.claims(policy.rules().get(0))).containsExactly("proposal.confidence");
    assertThat(policy.claims(policy.rules().get(1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action.class == 'message' && derived.audience == 'internal'",
        "action.changes.all(c, c.to == 'active' && c.path == '/audience')",
        "action.body.json.amount < 100",
        "agent.id == 'support-bot'"
      })
  void whatTheActionDoesIsNoClaim(String condition) {
    Policy policy = SamplePolicies.rules(allow("only", condition));

    assertThat(policy.claims(policy.rules().getFirst())).isEmpty();
  }
}
