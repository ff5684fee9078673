package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.json.JsonObject;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Permissions given in advance: how far they reach, what uses them, and what is told of it.
class StandingApprovalTest {
  private static final String STAGES =
      "\"stages\":[{\"group\":\"support-leads\",\"approvals\":1}],\"sla\":{\"expires\":\"4h\"}";
  private static final String TWO_AN_HOUR = limit("\"per\":\"agent\",\"uses\":2,\"within\":\"1h\"");

  private static String limit(String members) {
    return "\"limits\":[{" + members + "}]," + STAGES;
  }

  private static String policy(String bounds, String... more) {
    return """
    {"version":1,"rules":[{"id":"refunds","when":"action.class == \\"api_call\\"","gate":"allow",%s}%s]}
    """
        .formatted(bounds, String.join("", more));
  }

  private static TestGate gate(String bounds) {
    return TestGate.inMemory(policy(bounds));
  }

  private static byte[] refundOf(String amount) {
    return TestGate.body(
        """
        {"anew":true,"proposed_changes":{"class":"api_call","method":"POST",
         "url":"https://api.billing.example/v1/refunds","body":{"media_type":"application/json","json":{"amount":%s}}}}
        """
            .formatted(amount));
  }

  @Test
  void asManyUsesAsTheLimitHasAreAllowedAndTheNextIsAsked() {
    TestGate gate = gate(TWO_AN_HOUR);

    assertThat(gate.state(gate.propose())).isInstanceOf(Approved.class);
    assertThat(gate.state(gate.propose())).isInstanceOf(Approved.class);
    assertThat(gate.state(gate.propose())).isInstanceOf(Pending.class);

    gate.clock.advance(Duration.ofHours(1));
    assertThat(gate.state(gate.propose())).as("the window has passed").isInstanceOf(Approved.class);
  }

  @Test
  void eachUseIsToldInTheRulingAndInItsEntry() {
    TestGate gate = gate("\"until\":\"2027-01-31\"," + TWO_AN_HOUR);
    gate.propose();
    ProposalId second = gate.propose();

    JsonObject allowance =
        gate.audit(second, EntryType.RULED)
            .getFirst()
            .object("data")
            .objects("allowances", o -> o)
            .getFirst();
    assertThat(allowance.text("rule")).isEqualTo("refunds");
    assertThat(allowance.text("until")).isEqualTo("2027-02-01T00:00:00Z");
    assertThat(allowance.instant("at")).isEqualTo(TestGate.START);
    JsonObject limit = allowance.objects("limits", o -> o).getFirst();
    assertThat(limit.text("per")).isEqualTo("agent");
    assertThat(limit.text("key")).isEqualTo("support-bot");
    assertThat(limit.number("used")).isEqualTo(2);
    assertThat(limit.number("most")).isEqualTo(2);
    assertThat(limit.number("within_seconds")).isEqualTo(3_600);
    assertThat(because(gate, second)).contains("refunds: use 2 of 2 by this agent within 1h.");
    assertThat(Ruling.fromJson(gate.record(second).ruling().toJson()))
        .isEqualTo(gate.record(second).ruling());
  }

  @Test
  void whoIsAskedInsteadIsToldWhy() {
    TestGate gate = gate(TWO_AN_HOUR);
    gate.propose();
    gate.propose();
    ProposalId third = gate.propose();

    assertThat(because(gate, third))
        .contains("Asked because refunds is used up: 2 of 2 by this agent within 1h.");
    assertThat(gate.record(third).ruling().allowances()).isEmpty();
    assertThat(gate.record(third).ruling().rules()).containsExactly("refunds");
  }

  @Test
  void withoutStagesNothingMoreIsLetThrough() {
    TestGate gate = gate("\"limits\":[{\"per\":\"agent\",\"uses\":1,\"within\":\"1h\"}]");
    gate.propose();
    ProposalId second = gate.propose();

    assertThat(gate.state(second)).isInstanceOf(Refused.class);
    assertThat(because(gate, second)).contains("Refused because refunds is used up");
  }

  @Test
  void fromTheEndOnTheRuleAsks() {
    TestGate gate = gate("\"until\":\"2026-11-23\"," + STAGES);
    assertThat(gate.state(gate.propose())).isInstanceOf(Approved.class);

    gate.clock.advance(
        Duration.between(TestGate.START, Instant.parse("2026-11-23T23:59:59.999999Z")));
    assertThat(gate.state(gate.propose())).as("the last moment").isInstanceOf(Approved.class);

    gate.clock.advance(Duration.ofNanos(1_000));
    ProposalId late = gate.propose();
    assertThat(gate.state(late)).isInstanceOf(Pending.class);
    assertThat(because(gate, late))
        .contains("Asked because refunds ended at 2026-11-24T00:00:00Z.");
  }

  @Test
  void anAmountThatIsSplitCountsAsItsSum() {
    TestGate gate =
        gate(
            limit(
                "\"per\":\"rule\",\"sum\":\"action.body.json.amount\",\"most\":100,\"within\":\"1d\""));

    assertThat(gate.state(gate.propose(refundOf("60")))).isInstanceOf(Approved.class);
    assertThat(gate.state(gate.propose(refundOf("0")))).isInstanceOf(Approved.class);
    ProposalId tooMuch = gate.propose(refundOf("41"));
    assertThat(gate.state(tooMuch)).isInstanceOf(Pending.class);
    assertThat(because(gate, tooMuch))
        .contains("Asked because refunds has no room for 41 more: 60 of 100 in all within 1d.");
    ProposalId exact = gate.propose(refundOf("40"));
    assertThat(gate.state(exact)).isInstanceOf(Approved.class);
    assertThat(because(gate, exact))
        .contains("refunds: 40 more makes 100 of 100 in all within 1d.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "0.5",
        "\"7\"",
        "true",
        "null",
        "[1]",
        "1000000000000001",
        "9007199254740991"
      })
  void whatIsNoAmountIsRefused(String amount) {
    TestGate gate =
        gate(
            limit(
                "\"per\":\"rule\",\"sum\":\"action.body.json.amount\",\"most\":100,\"within\":\"1d\""));

    assertThat(gate.state(gate.propose(refundOf(amount)))).isInstanceOf(Refused.class);
  }

  @Test
  void anotherTargetIdIsNoOtherTargetOfACall() {
    TestGate gate = gate(limit("\"per\":\"target\",\"uses\":1,\"within\":\"1h\""));

    gate.propose(TestGate.body("{\"target_id\":\"one\"}"));

    assertThat(gate.state(gate.propose(TestGate.body("{\"target_id\":\"two\"}"))))
        .isInstanceOf(Pending.class);
  }

  @Test
  void whatIsRepeatedUnderItsKeyCountsOnce() {
    TestGate gate = gate(TWO_AN_HOUR);
    byte[] body = TestGate.body("{\"anew\":true}");

    for (int i = 0; i < 5; i++) {
      gate.intake.submit(gate.agent(), body, Optional.of("key"));
    }
    assertThat(gate.state(gate.propose())).isInstanceOf(Approved.class);

    assertThat(gate.intake.submit(gate.agent(), body, Optional.of("key")))
        .as("used up by now")
        .isInstanceOfSatisfying(
            IntakeResult.Recorded.class, again -> assertThat(again.replayed()).isTrue());
  }

  @Test
  void anEvaluationCountsNothingAndSaysWhatWouldHappen() {
    TestGate gate = gate(TWO_AN_HOUR);
    for (int i = 0; i < 5; i++) {
      assertThat(evaluated(gate).gate()).isEqualTo(Gate.ALLOW);
    }
    assertThat(evaluated(gate).findings())
        .extracting(Finding::because)
        .contains("refunds: use 1 of 2 by this agent within 1h.");

    gate.propose();
    gate.propose();

    assertThat(evaluated(gate).gate()).isEqualTo(Gate.ASK);
    assertThat(evaluated(gate).findings())
        .extracting(Finding::because)
        .contains("Asked because refunds is used up: 2 of 2 by this agent within 1h.");
  }

  private static Ruling evaluated(TestGate gate) {
    return ((IntakeEvaluation.Ruled)
            gate.intake.evaluate(gate.agent(), TestGate.body("{\"anew\":true}")))
        .ruling();
  }

  @Test
  void aDryRunUsesNothingAndIsAskedOnceTheLimitIsUsedUp() {
    TestGate gate = gate(TWO_AN_HOUR);
    String dry = "{\"anew\":true,\"dry_run\":true}";
    for (int i = 0; i < 5; i++) {
      ProposalId id = gate.propose(TestGate.body(dry));
      assertThat(gate.state(id)).isInstanceOf(Approved.class);
      assertThat(gate.record(id).ruling().allowances()).isEmpty();
    }
    gate.propose();
    gate.propose();

    assertThat(gate.state(gate.propose(TestGate.body(dry)))).isInstanceOf(Pending.class);
  }

  @Test
  void whatOnlyEndsCountsNothing() {
    TestGate gate = gate("\"until\":\"2027-01-31\"," + STAGES);
    gate.intake.evaluate(gate.agent(), TestGate.body("{\"anew\":true}"));
    ProposalId dry = gate.propose(TestGate.body("{\"anew\":true,\"dry_run\":true}"));
    ProposalId id = gate.propose();

    assertThat(gate.state(dry)).isInstanceOf(Approved.class);
    assertThat(gate.record(id).ruling().allowances())
        .singleElement()
        .satisfies(allowance -> assertThat(allowance.charges()).isEmpty());
    assertThat(because(gate, id)).contains("allows in advance, until 2027-02-01T00:00:00Z.");
  }

  @Test
  void whatAnotherRuleAsksUsesNothing() {
    TestGate gate =
        TestGate.inMemory(
            policy(
                TWO_AN_HOUR,
                ",{\"id\":\"live\",\"when\":\"proposal.urgency == 'critical'\",\"gate\":\"ask\","
                    + STAGES
                    + "}"));
    for (int i = 0; i < 5; i++) {
      assertThat(
              gate.state(gate.propose(TestGate.body("{\"anew\":true,\"urgency\":\"critical\"}"))))
          .isInstanceOf(Pending.class);
    }

    assertThat(gate.state(gate.propose())).isInstanceOf(Approved.class);
  }

  @Test
  void aUseThatWasCountedIsNotCountedAgainWhenItRuns() {
    TestGate gate = gate(limit("\"per\":\"agent\",\"uses\":1,\"within\":\"1h\""));
    ProposalId id = gate.propose();
    gate.execute();

    assertThat(execution(gate, id)).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void whatPeopleApprovedWhenTheLimitWasUsedUpRuns() {
    TestGate gate = gate(limit("\"per\":\"agent\",\"uses\":1,\"within\":\"1h\""));
    gate.propose();
    gate.execute();
    ProposalId asked = gate.ask();
    gate.press("ULENA", Decision.APPROVE);
    gate.execute();

    assertThat(execution(gate, asked)).isInstanceOf(Execution.Succeeded.class);
  }

  @Test
  void withdrawnBeforeItRunsItDoesNotRun() {
    String before = policy("\"until\":\"2027-01-31\"," + TWO_AN_HOUR);
    for (String after :
        new String[] {
          // the rule is gone, and nothing else allows
          "{\"version\":1,\"rules\":[]}",
          // it asks
          TestGate.ONE_LEAD,
          // it has ended
          before.replace("2027-01-31", "2026-11-22"),
          // the condition is narrower
          before.replace("action.class == \\\"api_call\\\"", "false"),
          // the limit is lower than what was used
          before.replace("\"uses\":2", "\"uses\":1"),
          // a longer time, in which more may have been used
          before.replace("\"within\":\"1h\"", "\"within\":\"2h\""),
          // something else is counted
          before.replace("\"per\":\"agent\"", "\"per\":\"rule\"")
        }) {
      TestGate gate = TestGate.inMemory(before);
      gate.propose();
      gate.execute();
      ProposalId id = gate.propose();
      gate.policy.set(TestGate.policy(after));
      gate.execute();

      assertThat(gate.audit(id))
          .as(after)
          .endsWith("execution_barred")
          .doesNotContain("grant_redeemed");
    }
  }

  @Test
  void whatLooksTheSameOrIsWiderRuns() {
    String before = policy("\"until\":\"2027-01-31\"," + TWO_AN_HOUR);
    for (String after :
        new String[] {
          before,
          before.replace("\"uses\":2", "\"uses\":3"),
          before.replace("\"within\":\"1h\"", "\"within\":\"30m\""),
          before.replace("2027-01-31", "2027-02-28")
        }) {
      TestGate gate = TestGate.inMemory(before);
      ProposalId id = gate.propose();
      gate.policy.set(TestGate.policy(after));
      gate.execute();

      assertThat(execution(gate, id)).as(after).isInstanceOf(Execution.Succeeded.class);
    }
  }

  @Test
  void itEndsBetweenTheApprovalAndTheExecution() {
    TestGate gate = gate("\"until\":\"2026-11-23T15:00:30Z\"," + STAGES);
    ProposalId id = gate.propose();
    gate.clock.advance(Duration.ofSeconds(30));
    gate.execute();

    assertThat(gate.audit(id)).endsWith("execution_barred").doesNotContain("grant_redeemed");
  }

  @Test
  void rulingsWithoutAStandingApprovalKeepTheirBytes() {
    TestGate gate = TestGate.inMemory();

    assertThat(gate.record(gate.propose()).ruling().toJson().has("allowances")).isFalse();
    assertThat(gate.record(gate.propose(SampleProposals.mergeBody())).ruling().toJson().members())
        .doesNotContainKey("allowances");
  }

  private static Execution execution(TestGate gate, ProposalId id) {
    return ((Approved) gate.state(id)).execution();
  }

  private static String because(TestGate gate, ProposalId id) {
    return gate.record(id).ruling().findings().stream()
        .map(Finding::because)
        .reduce("", (one, other) -> one + "\n" + other);
  }
}
