package dev.countersign.policy;

import static dev.countersign.policy.SamplePolicies.allowing;
import static dev.countersign.policy.SamplePolicies.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.SampleProposals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action.action_type == 'refund.create'",
        "action.target_system == 'billing' && action.target_id == 'charge_7301'",
        "action.environment == 'production'",
        "action.body.json.amount == 8950",
        "action.body.json.amount > 8949.5",
        "action.body.json.amount / 100 == 89",
        "double(action.body.json.amount) * 0.5 < 5000.0",
        "action.body.text == ''",
        "action.headers['content-type'].contains('json')",
        "'refunds:write' in action.auth_scope",
        "action.side_effects.size() == 2",
        "proposal.confidence > 0.8 && proposal.confidence < 1",
        "proposal.urgency == 'high' && proposal.blocking_customer",
        "proposal.claimed_risk == 'high' && proposal.labels.team == 'support'",
        "'team' in proposal.labels && !('tier' in proposal.labels)",
        "agent.id == 'support-bot' && agent.owner == 'reviewer-1' && agent.environment == 'live'",
        "derived.host == 'api.billing.example' && derived.port == 443 && derived.fields == []",
        "!has(action.nothing)",
      })
  void aFullProposalReadsAsItWasSent(String condition) {
    assertThat(
            allowing(condition)
                .rule(
                    input(
                        SampleProposals.refund(),
                        "{\"host\": \"api.billing.example\", \"port\": 443}"))
                .gate())
        .isEqualTo(Gate.ALLOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "message       | action.audience == '' && action.thread_ref == '' && action.subject == ''",
        "message       | action.cc == [] && action.bcc == [] && action.attachments == []",
        "message       | action.to.all(p, p.name == '')",
        "message       | action.target_id == ''",
        "record_change | action.changes == [] && !action.reversible",
        "change        | action.changes.exists(c, c.path == '/role' && c.from == '' && c.to == '')",
        "api_call      | action.headers.size() == 0 && action.auth_scope == [] && action.side_effects == []",
        "api_call      | action.body.media_type == '' && action.body.text == '' && action.body.json.size() == 0",
        "tool_call     | action.tool_definition_digest == '' && action.annotations.title == ''",
        "tool_call     | action.annotations.destructiveHint && action.annotations.openWorldHint",
        "tool_call     | !action.annotations.readOnlyHint && !action.annotations.idempotentHint",
        "annotated     | action.annotations.readOnlyHint && action.annotations.destructiveHint",
        "tool_call     | action.arguments.maybe == '' && action.arguments.list == [1, '', 2.5]",
        "tool_call     | proposal.confidence == 0 && proposal.confidence < 0.6 && proposal.claimed_risk == ''",
        "tool_call     | proposal.urgency == 'normal' && !proposal.blocking_customer && proposal.labels.size() == 0",
        "tool_call     | derived.audience == 'none' && derived.host == '' && derived.path == '' && derived.method == ''",
        "tool_call     | derived.port == 0 && derived.recipient_count == 0",
        "tool_call     | derived.recipient_domains == [] && derived.fields == [] && derived.commitments == []",
      })
  void anAbsentMemberReadsAsItsDefaultAndNullNeverAppears(String sample, String condition) {
    assertThat(allowing(condition).rule(input(bare(sample))).gate()).isEqualTo(Gate.ALLOW);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "0.59, true", "0.6, false", "1, false", "1.0, false", "null, true"})
  void confidenceComparesWithAFractionHoweverItIsWritten(String confidence, boolean unsure) {
    ProposalDraft draft =
        PolicyTest.draft(
            """
            {"action_type": "t.c", "target_system": "s", "confidence": %s,
             "proposed_changes": {"class": "tool_call", "server": "s", "tool": "t", "arguments": {}}}
            """
                .formatted(confidence));

    assertThat(allowing("proposal.confidence < 0.6").rule(input(draft)).gate())
        .isEqualTo(unsure ? Gate.ALLOW : Gate.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action.url.startsWith('https://')",
        "action.changes.exists(c, c.path == '/role')",
        "action.to.size() == 0",
      })
  void theMembersOfAnotherClassDoNotExist(String condition) {
    Ruling ruling = allowing("!(" + condition + ")").rule(input(bare("tool_call")));

    assertThat(ruling.rules()).containsExactly("only");
    assertThat(ruling.findings().getFirst().result()).isEqualTo("error");
  }

  @Test
  void everythingThatTheGateDerivesHasADefaultOfTheSameKind() {
    var derived =
        Defaults.NONE.fill(
            DerivedFacts.of(
                SampleProposals.refund().action(), DomainList.of(List.of("example.com"))));

    assertThat(Variables.DERIVED.absent().keySet()).isEqualTo(derived.keySet());
    derived.forEach((name, value) ->
        assertThat(Variables.DERIVED.absent().get(name) instanceof List)
            .as(name)
            .isEqualTo(value instanceof List));
  }

  private static ProposalDraft bare(String sample) {
    String changes =
        switch (sample) {
          case "message" ->
              "'class': 'message', 'channel': 'email', 'to': [{'address': 'a@b.example'}], 'body': {'media_type': 'text/plain', 'content': 'x'}";
          case "record_change" ->
              "'class': 'record_change', 'operation': 'delete', 'record_type': 'user'";
          case "change" ->
              "'class': 'record_change', 'operation': 'update', 'record_type': 'user', 'changes': [{'path': '/role', 'to': null}]";
          case "api_call" -> "'class': 'api_call', 'method': 'GET', 'url': 'https://a.example/'";
          case "annotated" ->
              "'class': 'tool_call', 'server': 's', 'tool': 't', 'arguments': {}, 'annotations': {'readOnlyHint': true}";
          default ->
              "'class': 'tool_call', 'server': 's', 'tool': 't', 'arguments': {'maybe': null, 'list': [1, null, 2.5]}";
        };
    return PolicyTest.draft(
        ("{'action_type': 'a.b', 'target_system': 's', 'proposed_changes': {" + changes + "}}")
            .replace('\'', '"'));
  }
}
