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
        "proposal.labels.exists(l, l == 'vip')                 | proposal.labels",
        "proposal.labels.all(l, l.startsWith('a'))             | proposal.labels",
        "size(proposal.labels.filter(l, l != 'a')) == 0        | proposal.labels",
        "proposal.labels.map(l, l) == ['a']                    | proposal.labels",
        "proposal.labels[0] == 'a'                             | proposal.labels",
        "action.annotations.exists(a, a == 'title')            | action.annotations",
        "action.side_effects.exists(e, e == '')                | action.side_effects",
        "has(action.annotations)                               | action.annotations",
        "action.annotations.readOnlyHint                       | action.annotations",
        "size(action.side_effects) == 0                        | action.side_effects",
        "action.changes.all(c, c.from == 'active')             | c.from",
        "action.changes[0].from == 'active'                    | from",
        "[proposal].all(p, p.urgency == 'low')                 | proposal",
        "(true ? proposal : proposal).urgency == 'low'         | proposal",
        "'vip' in proposal                                     | proposal",
        "proposal.exists(k, k == 'labels')                     | proposal",
        "[action].exists(a, a.reversible)                      | action",
        "(false ? action : action).reversible                  | action",
        "action == action                                      | action",
        "['reversible'].exists(k, action[k] == true)           | action.*",
        "action[action.class] == 1                             | action.*",
        "action.changes.all(c, c['from'] == 'active')          | c.from",
        "action.changes.exists(c, c.exists(k, c[k] == 1))      | c.*",
        "action.changes.exists(c, [c].exists(d, d.from == 1))  | action.changes[]",
        "[0].exists(i, action.changes[i].from == 'active')     | from",
        "action.changes == []                                  | action.changes",
        "has(action.changes[0].from)                           | from",
        "action.action_type == 'note.read'                     | action.action_type",
        "action.action_type.startsWith('note.')                | action.action_type",
        "action.target_id == 'sandbox'                         | action.target_id",
        "action.class == 'api_call' && action.target_id == 'x' | action.target_id",
        "action.to.all(t, t.name == 'Boss')                    | t.name",
        "action.attachments.all(a, a.size < 10)                | a.size",
        "action.annotations['readOnlyHint'] == true            | action.annotations",
        "action['annotations']['readOnlyHint'] == true         | action.annotations",
        "!action.annotations.destructiveHint                   | action.annotations",
        "'billing' in action.auth_scope                        | action.auth_scope"
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
        "action.body.json.from == 'acme' && action.body.json.reversible",
        "action.arguments.size < 10 && action['arguments']['audience'] == 'x'",
        "size(action.changes) == 1 && size(action.attachments) == 0",
        "action.changes.exists(c, c.path == '/from')",
        "action.class == 'record_change' && action.target_id == 'rec-1'",
        "'record_change' == action.class && action['target_id'] == 'rec-1'",
        "action.to.all(action, action.address == 'a@b.example')",
        "action.environment == 'test' && action.target_system == 'crm'",
        "agent.id == 'support-bot'"
      })
  void whatTheActionDoesIsNoClaim(String condition) {
    Policy policy = SamplePolicies.rules(allow("only", condition));

    assertThat(policy.claims(policy.rules().getFirst())).isEmpty();
  }
}
