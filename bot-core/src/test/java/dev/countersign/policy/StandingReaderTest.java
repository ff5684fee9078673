package dev.countersign.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.SampleProposals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// `until` and `limits` of a rule, and what is wrong with them.
class StandingReaderTest {
  private static final String STAGES = "\"stages\":[{\"group\":\"g\",\"approvals\":1}]";

  private static String rule(String gate, String more) {
    return "{\"version\":1,\"rules\":[{\"id\":\"r\",\"when\":\"true\",\"gate\":\""
        + gate
        + "\","
        + more
        + "}]}";
  }

  private static List<String> problems(String policy) {
    return SamplePolicies.reading(policy) instanceof PolicyReading.Unreadable(var problems)
        ? problems.stream().map(problem -> problem.pointer() + " " + problem.code()).toList()
        : List.of();
  }

  @ParameterizedTest
  @CsvSource({
    "2027-01-31, 2027-02-01T00:00:00Z",
    "2028-02-28, 2028-02-29T00:00:00Z",
    "2027-01-31T18:00:30Z, 2027-01-31T18:00:30Z"
  })
  void aDayEndsWhenTheNextBegins(String until, Instant end) {
    Policy policy = SamplePolicies.policy(rule("allow", "\"until\":\"" + until + "\""));

    assertThat(policy.rules().getFirst().standing().flatMap(StandingApproval::until)).contains(end);
    assertThat(policy.ended(end.minusNanos(1))).isEmpty();
    assertThat(policy.ended(end)).isEqualTo(Map.of("r", new Lapse.Ended(end)));
  }

  @Test
  void limitsAreReadInTheirOrder() {
    Policy policy =
        SamplePolicies.policy(
            rule(
                "allow",
                """
                "limits":[{"per":"target","uses":2,"within":"1d"},
                  {"per":"rule","sum":"action.body.json.amount","most":1000000000000000,"within":"30d"}]
                """));

    List<UseLimit> limits = policy.rules().getFirst().standing().orElseThrow().limits();
    assertThat(limits)
        .extracting(UseLimit::per)
        .containsExactly(UseLimit.Per.TARGET, UseLimit.Per.RULE);
    assertThat(limits).extracting(UseLimit::most).containsExactly(2L, UseLimit.MOST);
    assertThat(limits.getLast().sum().map(Amount::text)).contains("action.body.json.amount");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        of("ask", "\"until\":\"2027-01-31\"," + STAGES, "/rules/0/until only_when_allowing"),
        of(
            "refuse",
            "\"limits\":[{\"per\":\"rule\",\"uses\":1,\"within\":\"1h\"}]",
            "/rules/0/limits only_when_allowing"),
        of("allow", STAGES, "/rules/0/stages only_when_asking"),
        of("allow", "\"sla\":{\"expires\":\"4h\"}", "/rules/0/sla only_when_asking"),
        of(
            "allow",
            "\"until\":\"2027-01-31\",\"sla\":{\"expires\":\"4h\"}",
            "/rules/0/sla only_when_asking"),
        of("allow", "\"until\":\"2027-01-31\",\"stages\":[]", "/rules/0/stages required"),
        of("allow", "\"until\":\"2027-02-30\"", "/rules/0/until bad_until"),
        of("allow", "\"until\":\"tomorrow\"", "/rules/0/until bad_until"),
        of("allow", "\"until\":\"2027-01-31T18:00:00+01:00\"", "/rules/0/until bad_until"),
        of("allow", "\"until\":20270131", "/rules/0/until wrong_type"),
        of("allow", "\"limits\":[]", "/rules/0/limits required"),
        of("allow", "\"limits\":[1,2,3,4,5,6]", "/rules/0/limits too_many"),
        limit("\"uses\":1,\"within\":\"1h\"", "/per required"),
        limit("\"per\":\"person\",\"uses\":1,\"within\":\"1h\"", "/per unknown_per"),
        limit("\"per\":\"rule\",\"uses\":1", "/within required"),
        limit("\"per\":\"rule\",\"uses\":1,\"within\":\"31d\"", "/within bad_duration"),
        limit("\"per\":\"rule\",\"within\":\"1h\"", " uses_or_sum"),
        limit(
            "\"per\":\"rule\",\"uses\":1,\"sum\":\"1\",\"most\":1,\"within\":\"1h\"",
            " uses_or_sum"),
        limit("\"per\":\"rule\",\"uses\":0,\"within\":\"1h\"", "/uses out_of_range"),
        limit("\"per\":\"rule\",\"uses\":10001,\"within\":\"1h\"", "/uses out_of_range"),
        limit("\"per\":\"rule\",\"uses\":1,\"most\":1,\"within\":\"1h\"", "/most only_with_sum"),
        limit("\"per\":\"rule\",\"sum\":\"1\",\"within\":\"1h\"", "/most required"),
        sum("action.class ==", "/sum condition_syntax"),
        sum("nothing", "/sum unknown_name"),
        sum("'a'", "/sum condition_type"),
        sum("true", "/sum condition_type"),
        sum("[1]", "/sum condition_type"));
  }

  private static Arguments of(String gate, String more, String problem) {
    return Arguments.of(rule(gate, more), problem);
  }

  private static Arguments limit(String members, String problem) {
    return of("allow", "\"limits\":[{" + members + "}]", "/rules/0/limits/0" + problem);
  }

  private static Arguments sum(String expression, String problem) {
    return limit(
        "\"per\":\"rule\",\"sum\":\"" + expression + "\",\"most\":1,\"within\":\"1h\"", problem);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsWrongIsToldWithItsPlace(String policy, String problem) {
    assertThat(problems(policy)).contains(problem);
  }

  @Test
  void aSumOverWhatOnlyTheAgentSaysIsAClaim() {
    Policy policy =
        SamplePolicies.policy(
            rule(
                "allow",
                """
                "limits":[{"per":"rule","sum":"int(proposal.confidence)","most":1,"within":"1h"}]
                """));

    assertThat(policy.claims(policy.rules().getFirst())).containsExactly("proposal.confidence");
  }

  @Test
  void aRequestCountsAHundredTimesAtMost() {
    String limit = "{\"per\":\"target\",\"uses\":1000,\"within\":\"1h\"}";
    Policy policy = SamplePolicies.policy(rule("allow", "\"limits\":[" + limit + "]," + STAGES));

    assertThat(policy.rule(SamplePolicies.input(toSoMany(100))).gate()).isEqualTo(Gate.ALLOW);
    Ruling more = policy.rule(SamplePolicies.input(toSoMany(101)));
    assertThat(more.gate()).isEqualTo(Gate.ASK);
    assertThat(more.findings()).extracting(Finding::result).contains("too_many_counts");
  }

  private static ProposalDraft toSoMany(int recipients) {
    String to =
        Stream.iterate(1, n -> n + 1)
            .limit(recipients)
            .map(n -> "{\"address\":\"a" + n + "@b.example\"}")
            .reduce((one, other) -> one + "," + other)
            .orElseThrow();
    return SampleProposals.draft(
        """
        {"action_type":"a","target_system":"s","proposed_changes":{"class":"message","channel":"email",
         "to":[%s],"body":{"media_type":"text/plain","content":"Hello."}}}
        """
            .formatted(to)
            .getBytes(UTF_8));
  }

  @Test
  void onlyARulingThatAllowsUsesAnything() {
    Policy policy =
        SamplePolicies.rules(
            SamplePolicies.rule(
                "s",
                "true",
                "allow",
                ",\"limits\":[{\"per\":\"rule\",\"uses\":1,\"within\":\"1h\"}]"),
            SamplePolicies.refuse("no", "true"));

    Ruling ruling = policy.rule(SamplePolicies.input(SampleProposals.refund()));

    assertThat(ruling.gate()).isEqualTo(Gate.REFUSE);
    assertThat(ruling.allowances()).isEmpty();
    assertThat(ruling.isToBeCounted()).isFalse();
  }
}
