package dev.countersign.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalSchema;
import dev.countersign.proposal.SampleProposals;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a review claims is surely so; what it cannot know it leaves alone.
class PolicyReviewTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action.class == 'message' && action.class == 'api_call'",
        "action.class == 'mesage'",
        "action['class'] == 'mesage'",
        "derived.audience == 'extern'",
        "'extern' == derived.audience && action.class == 'message'",
        "derived.audience in ['extern', 'intern']",
        "action.class == 'message' && action.operation == 'delete'",
        "action.class == 'message' && !(action.class in ['message', 'tool_call'])",
        "action.class == 'api_call' && action.target_system == 'a' && action.target_system == 'b'",
        "action.body.json.currency == 'eur' && action.body.json.currency == 'usd'",
        "derived.recipient_count > 50 && derived.recipient_count < 10",
        "derived.recipient_count > 50 && 50 > derived.recipient_count",
        "action.class == 'message' ? derived.audience == 'extern' : false",
        "(derived.path.startsWith('/v1') && action.class == 'tool_call') && action.class == 'message'",
        "action.labels == 'x'",
        "false",
        "derived.path.startsWith('/v1') && !derived.path.startsWith( '/v1' )",
      })
  void aConditionThatHoldsForNoActionIsTold(String condition) {
    assertThat(errors(SamplePolicies.allowing(condition)))
        .containsExactly("/rules/0/when never_matches");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action.class == 'message' || action.class == 'api_call'",
        "action.class != 'message'",
        "action.class == action.action_type",
        "derived.recipient_count > 50 && derived.recipient_count < 52",
        "derived.recipient_count >= 50 && derived.recipient_count <= 50",
        "action.body.json.amount == 1 && action.body.json.amount == 1.0",
        "action.body.json.name == '1' || action.body.json.name == 1",
        "action.class == 'api_call' && action.body.json.currency != 'eur' && action.body.json.currency != 'usd'",
        "proposal.claimed_risk == '' && proposal.urgency == 'normal'",
        "proposal.labels.a == 'x' && proposal.labels.b == 'y'",
        "derived.path.startsWith('/v1') && !derived.path.startsWith('/v2')",
        "derived.method == '' && derived.audience == 'none'",
        "action.auth_scope.exists(s, s == 'a') && action.auth_scope.exists(s, s == 'b')",
        "'refunds' in action.auth_scope",
        "!has(action.body.json.reason)",
        "true",
      })
  void aConditionThatMayHoldIsLeftAlone(String condition) {
    assertThat(errors(SamplePolicies.allowing(condition))).isEmpty();
  }

  /// What is claimed of a condition is true of real actions.
  @ParameterizedTest
  @MethodSource("claims")
  void noProposalMatchesWhatIsSaidToMatchNone(String condition) {
    Policy policy = SamplePolicies.allowing(condition);
    assertThat(errors(policy)).isNotEmpty();
    for (ProposalDraft draft :
        List.of(
            SampleProposals.refund(),
            SampleProposals.ticketReply(),
            SampleProposals.billingTerms(),
            SampleProposals.merge())) {
      PolicyInput input =
          new PolicyInput(
              draft.action(),
              draft.context(),
              DerivedFacts.of(draft.action(), DomainList.NONE),
              SamplePolicies.input(draft).agent());
      assertThat(policy.rule(input).gate()).isEqualTo(Gate.REFUSE);
    }
  }

  static Stream<String> claims() {
    List<String> members = List.of("action.class", "derived.audience", "derived.method");
    List<String> values = List.of("message", "api_call", "external", "none", "POST", "");
    return members.stream()
        .flatMap(member ->
            values.stream()
                .flatMap(value ->
                    values.stream()
                        .map(other ->
                            "%1$s == '%2$s' && %1$s == '%3$s'".formatted(member, value, other))))
        .filter(condition -> !errors(SamplePolicies.allowing(condition)).isEmpty());
  }

  @Test
  void factsAreLookedInto() {
    assertThat(
            errors(
                SamplePolicies.policy(
                    """
                    {"version": 1,
                     "facts": {"message": "action.class == 'message'", "call": "!message && action.class == 'api_call'"},
                     "risk": [{"id": "odd", "when": "message && call", "impact": 2}],
                     "rules": [{"id": "both", "when": "call && message", "gate": "refuse"},
                               {"id": "call", "when": "call", "gate": "allow"}]}
                    """)))
        .containsExactly("/risk/0/when never_matches", "/rules/0/when never_matches");
  }

  @Test
  void aValueThatAMemberNeverHasIsToldWhereItStands() {
    PolicyReview review =
        PolicyReview.of(
            SamplePolicies.policy(
                """
                {"version": 1,
                 "facts": {"outside": "derived.audience in ['external', 'extern']"},
                 "rules": [{"id": "r", "when": "outside || action.environment != 'prod'", "gate": "refuse"}]}
                """));

    assertThat(review.errors())
        .extracting(PolicyProblem::pointer, PolicyProblem::code)
        .containsExactly(
            tuple("/facts/outside", "unknown_value"), tuple("/rules/0/when", "unknown_value"));
    assertThat(review.errors().getFirst().detail())
        .isEqualTo(
            "derived.audience is never \"extern\"; it is one of: \"external\", \"internal\","
                + " \"none\", \"public\".");
  }

  @Test
  void aRuleThatNeverMatchesSaysWhyAndWhatBecomesOfErrors() {
    assertThat(PolicyReview.of(SamplePolicies.allowing("action.class == 'mesage'")).errors())
        .singleElement()
        .extracting(PolicyProblem::detail)
        .isEqualTo(
            "This rule never matches: its condition is true for no action. action.class is never"
                + " \"mesage\"; it is one of: \"api_call\", \"message\", \"record_change\","
                + " \"tool_call\".");
    assertThat(
            PolicyReview.of(SamplePolicies.allowing("action.x.y == 1 && action.x.y == 2")).errors())
        .singleElement()
        .extracting(PolicyProblem::detail)
        .asString()
        .endsWith("Where it cannot be evaluated, it refuses.");
  }

  @Test
  void aRuleWithoutEffectIsTold() {
    assertThat(
            warnings(
                SamplePolicies.allow("a", "action.class == 'message' && derived.port == 1"),
                SamplePolicies.refuse("b", "derived.port == 1 && (action.class == 'message')")))
        .containsExactly("/rules/0/when shadowed");
    assertThat(
            warnings(
                SamplePolicies.refuse("b", "derived.path.startsWith('/v1')"),
                SamplePolicies.ask(
                    "a", "derived.path.startsWith( '/v1' ) && action.class == 'api_call'", "g")))
        .as("matches only where the other refuses")
        .containsExactly("/rules/1/when shadowed");
    assertThat(
            warnings(
                SamplePolicies.allow("a", "derived.port != 1"),
                SamplePolicies.ask("b", "!(1 == derived.port)", "g")))
        .as("one allows and one asks")
        .containsExactly("/rules/0/when shadowed");
    assertThat(
            warnings(
                SamplePolicies.refuse("a", "derived.port != 1"),
                SamplePolicies.refuse("b", "derived.port > 1")))
        .as("refused by an earlier one anyway")
        .containsExactly("/rules/1/when shadowed");
  }

  @Test
  void rulesThatAddUpOrMatchElsewhereTooAreLeftAlone() {
    assertThat(
            warnings(
                SamplePolicies.ask("a", "action.class == 'message'", "g"),
                SamplePolicies.ask("b", "action.class == 'message'", "h"),
                SamplePolicies.allow("c", "action.class == 'api_call'"),
                SamplePolicies.refuse("d", "action.class == 'api_call' && derived.port == 80"),
                SamplePolicies.refuse("e", "derived.path.startsWith('/v1')"),
                SamplePolicies.allow("f", "derived.path.startsWith('/v2')")))
        .isEmpty();
  }

  @Test
  void whatIsTooMuchToTryIsNotClaimed() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      parts.add("(proposal.labels.m" + i + " == 'a' || derived.path.contains('" + i + "'))");
    }
    String much = String.join(" && ", parts).substring(0, 1_900);
    String whole = much.substring(0, much.lastIndexOf(" && "));

    assertThat(errors(SamplePolicies.allowing(whole))).isEmpty();
    assertThat(errors(SamplePolicies.allowing(whole + " && action.class == 'x'")))
        .as("one part is enough")
        .containsExactly("/rules/0/when never_matches");
  }

  @Test
  void agentsAreNamedWithTheirPlaces() {
    assertThat(
            PolicyReview.of(
                    SamplePolicies.policy(
                        """
                        {"version": 1,
                         "facts": {"ours": "agent.id in ['a', 'b']"},
                         "rules": [{"id": "r", "when": "ours && agent.id != 'c'", "gate": "refuse"}]}
                        """))
                .agents())
        .containsExactly(
            new PolicyReview.Named("/facts/ours", "a"),
            new PolicyReview.Named("/facts/ours", "b"),
            new PolicyReview.Named("/rules/0/when", "c"));
  }

  /// A member that the shape of a proposal gets is one that conditions may name.
  @Test
  void theMembersOfEachClassAreThoseOfTheSchema() {
    JsonObject changes =
        SamplePolicies.object(new String(ProposalSchema.bytes(), UTF_8)).object("$defs");
    for (ActionClass of : ActionClass.values()) {
      Set<String> members =
          new TreeSet<>(changes.object(WireName.of(of)).object("properties").members().keySet());
      members.remove("class");
      assertThat(MemberValues.OF_CLASS.get(of))
          .as(of.name())
          .containsExactlyInAnyOrderElementsOf(members);
    }
  }

  private static List<String> errors(Policy policy) {
    return told(PolicyReview.of(policy).errors());
  }

  private static List<String> warnings(String... rules) {
    PolicyReview review = PolicyReview.of(SamplePolicies.rules(rules));
    assertThat(review.errors()).isEmpty();
    return told(review.warnings());
  }

  private static List<String> told(List<PolicyProblem> problems) {
    return problems.stream().map(problem -> problem.pointer() + " " + problem.code()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action.target_id",
        "proposal.labels.employee",
        "action.auth_scope",
        "fact ? 'a' : 'b'"
      })
  void beneficiariesThatOnlyTheAgentNamesAreTold(String who) {
    assertThat(told(forBeneficiaries("action.class == 'api_call'", who)))
        .containsExactly("/rules/0/beneficiaries/0/who claimed_beneficiary");
  }

  @Test
  void beneficiariesOfWhatIsSentAreNot() {
    assertThat(told(forBeneficiaries("action.class == 'api_call'", "action.body.json.employee")))
        .isEmpty();
    assertThat(told(forBeneficiaries("action.class == 'record_change'", "action.target_id")))
        .isEmpty();
    assertThat(told(forBeneficiaries("record", "action.target_id"))).isEmpty();
  }

  private static List<String> told(Policy policy) {
    return PolicyReview.of(policy).warnings().stream()
        .map(problem -> problem.pointer() + " " + problem.code())
        .toList();
  }

  private static Policy forBeneficiaries(String when, String who) {
    return SamplePolicies.policy(
        """
        {"version":1,"facts":{"fact":"proposal.confidence > 0.5","record":"action.class == 'record_change'"},
         "rules":[{"id":"a","when":"%s","gate":"ask","stages":[{"group":"g","approvals":1}],
          "beneficiaries":[{"who":"%s","as":"person"}]}]}
        """
            .formatted(when, who));
  }
}
