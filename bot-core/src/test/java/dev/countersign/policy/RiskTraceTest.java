package dev.countersign.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.SampleProposals;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RiskTraceTest {
  @Test
  void everyStepOfTheArithmeticIsTold() {
    assertThat(
            trace(
                "{'id':'moves-money','when':'true','impact':3,'irreversible':true},"
                    + "{'id':'unsure-agent','when':'true','likelihood':3},"
                    + "{'id':'small','when':'true','impact':2},"
                    + "{'id':'apart','when':'false','impact':4}",
                "medium"))
        .isEqualTo(
            "Impact 3 (moves-money), likelihood 3 (unsure-agent), the matrix says high;"
                + " irreversible: critical; the agent claimed medium.");
  }

  @Test
  void withoutFactorsTheLowestFieldOfTheMatrixHolds() {
    assertThat(trace("", "")).isEqualTo("Impact 1, likelihood 1, the matrix says low.");
  }

  @Test
  void aHigherClaimHolds() {
    assertThat(trace("", "high"))
        .isEqualTo(
            "Impact 1, likelihood 1, the matrix says low; the agent claimed high, which is higher"
                + " and holds.");
  }

  @Test
  void whatCouldNotBeEvaluatedIsCritical() {
    assertThat(trace("{'id':'broken','when':'action.nothing == 1','impact':2}", ""))
        .isEqualTo(
            "Impact 4 (broken), likelihood 4 (broken), the matrix says critical; not all factors"
                + " could be evaluated: critical.");
  }

  @Test
  void aFewOfManyFactorsAreNamed() {
    String many =
        IntStream.range(0, 9)
            .mapToObj(i -> "{'id':'f" + i + "','when':'true','impact':2}")
            .collect(Collectors.joining(","));

    assertThat(trace(many, ""))
        .startsWith("Impact 2 (f0, f1, f2, f3, f4 and 4 more), likelihood 1,");
  }

  private static String trace(String factors, String claimed) {
    Policy policy =
        SamplePolicies.policy(
            ("{'version':1,'rules':[],'risk':[" + factors + "]}").replace('\'', '"'));
    ProposalDraft draft =
        SampleProposals.draft(
            """
            {"action_type":"t.x","target_system":"s",%s
             "proposed_changes":{"class":"record_change","operation":"delete","record_type":"user"}}
            """
                .formatted(claimed.isEmpty() ? "" : "\"risk_level\":\"" + claimed + "\",")
                .getBytes(UTF_8));
    return policy
        .rule(
            new PolicyInput(
                draft.action(),
                draft.context(),
                DerivedFacts.of(draft.action(), DomainList.of(List.of())),
                new AgentFacts(new AgentId("bot"), new PersonId("otto"), Optional.empty())))
        .findings()
        .stream()
        .filter(finding -> finding.subject().equals(RiskTrace.SUBJECT))
        .findFirst()
        .orElseThrow()
        .because();
  }
}
