package dev.countersign.policy;

import static dev.countersign.policy.SamplePolicies.allow;
import static dev.countersign.policy.SamplePolicies.allowing;
import static dev.countersign.policy.SamplePolicies.ask;
import static dev.countersign.policy.SamplePolicies.input;
import static dev.countersign.policy.SamplePolicies.policy;
import static dev.countersign.policy.SamplePolicies.refuse;
import static dev.countersign.policy.SamplePolicies.rule;
import static dev.countersign.policy.SamplePolicies.rules;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.json.CanonicalJson;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.SampleProposals;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
  private static final PolicyInput ANY = input(SampleProposals.merge());

  @Test
  void theExampleAsksSupportLeadsAboutAMessageToACustomer() {
    Ruling ruling =
        SamplePolicies.example()
            .rule(input(SampleProposals.ticketReply(), "{\"audience\": \"external\"}"));

    assertThat(ruling.gate()).isEqualTo(Gate.ASK);
    assertThat(ruling.policy()).isEqualTo(SamplePolicies.VERSION);
    assertThat(ruling.rules()).containsExactly("external-message");
    assertThat(ruling.stages()).containsExactly(stage("support-leads", 1, false));
    assertThat(ruling.expiresIn()).isEqualTo(Duration.ofHours(4));
    assertThat(ruling.chatApprove()).isTrue();
    // Impact 3 by the audience, likelihood 3 because no confidence was given.
    assertThat(ruling.risk().assessed()).isEqualTo(RiskLevel.HIGH);
    assertThat(ruling.risk().factors()).containsExactly("external-audience", "unsure");
  }

  @Test
  void theExampleAllowsADraftThatStaysInside() {
    Ruling ruling =
        SamplePolicies.example()
            .rule(input(SampleProposals.ticketReply(), "{\"audience\": \"internal\"}"));

    assertThat(ruling.gate()).isEqualTo(Gate.ALLOW);
    assertThat(ruling.rules()).containsExactly("internal-drafts");
    assertThat(ruling.stages()).isEmpty();
  }

  @Test
  void theExampleRefusesARefundThatNoRuleCoversAndStillAssessesItsRisk() {
    Ruling ruling =
        SamplePolicies.example()
            .rule(input(SampleProposals.refund(), "{\"audience\": \"internal\"}"));

    assertThat(ruling.gate()).isEqualTo(Gate.REFUSE);
    assertThat(ruling.rules()).isEmpty();
    assertThat(ruling.findings()).extracting(Finding::result).contains("no_rule_matched");
    assertThat(ruling.risk().factors()).containsExactly("moves-money");
    assertThat(ruling.risk().irreversible()).isTrue();
    assertThat(ruling.risk().assessed()).isEqualTo(RiskLevel.HIGH);
  }

  @Test
  void theExampleWantsTwoFunctionsAndTheStrongerCheckForAccess() {
    Ruling ruling =
        SamplePolicies.example()
            .rule(input(recordChange("{\"path\": \"/role\", \"to\": \"admin\"}")));

    assertThat(ruling.gate()).isEqualTo(Gate.ASK);
    assertThat(ruling.rules()).containsExactly("access-role");
    assertThat(ruling.stages())
        .containsExactly(stage("it-admins", 1, false), stage("managers", 1, true));
    assertThat(ruling.chatApprove()).isFalse();
    assertThat(
            SamplePolicies.example()
                .rule(input(recordChange("{\"path\": \"/status\", \"to\": \"on\"}")))
                .gate())
        .isEqualTo(Gate.REFUSE);
  }

  @Test
  void theExampleReadsWhatTheGateDerivesItself() {
    ProposalDraft reply = SampleProposals.ticketReply();
    DomainList theirs = DomainList.of(List.of("example.com"));
    DomainList everybodys = DomainList.of(List.of("example.com", "client.example"));

    assertThat(derivedRuling(reply, theirs).rules()).containsExactly("external-message");
    // The agent itself calls its audience external; that is believed, since it is the stricter.
    assertThat(derivedRuling(reply, everybodys).rules()).containsExactly("external-message");
  }

  private static Ruling derivedRuling(ProposalDraft draft, DomainList internal) {
    PolicyInput input = input(draft);
    return SamplePolicies.example()
        .rule(
            new PolicyInput(
                draft.action(),
                draft.context(),
                DerivedFacts.of(draft.action(), internal),
                input.agent()));
  }

  @ParameterizedTest
  @CsvSource({
    "allow, ALLOW",
    "ask, ASK",
    "refuse, REFUSE",
    "allow ask, ASK",
    "ask allow, ASK",
    "allow refuse, REFUSE",
    "refuse ask, REFUSE",
    "ask refuse allow, REFUSE"
  })
  void theStrictestOfAllThatMatchWins(String gates, Gate expected) {
    List<String> written = List.of(gates.split(" ", -1));
    Policy policy =
        rules(
            IntStream.range(0, written.size())
                .mapToObj(i ->
                    written.get(i).equals("ask")
                        ? ask("r" + i, "true", "leads")
                        : rule("r" + i, "true", written.get(i), ""))
                .toArray(String[]::new));

    Ruling ruling = policy.rule(ANY);

    assertThat(ruling.gate()).isEqualTo(expected);
    assertThat(ruling.rules()).hasSize(written.size());
    assertThat(ruling.stages().isEmpty()).isEqualTo(expected != Gate.ASK);
  }

  @Test
  void whatNoRuleMatchesIsRefused() {
    assertThat(rules().rule(ANY).gate()).isEqualTo(Gate.REFUSE);
    assertThat(allowing("false").rule(ANY).gate()).isEqualTo(Gate.REFUSE);
  }

  @Test
  void whatSeveralAskingRulesRequireAddsUp() {
    Policy policy =
        rules(
            asking("a", "{'group':'leads','approvals':1},{'group':'finance','approvals':2}", ""),
            asking("b", "{'group':'legal','approvals':1}", ""),
            asking(
                "c",
                "{'group':'leads','approvals':3,'distinct_function':true},{'group':'finance','approvals':1}",
                ""));

    assertThat(policy.rule(ANY).stages())
        .containsExactly(
            stage("leads", 3, true), stage("finance", 2, false), stage("legal", 1, false));
  }

  @Test
  void theShortestTimeCountsAndARuleWithoutOneHasADay() {
    String week = ", 'sla': {'expires': '7d'}";
    String hour = ", 'sla': {'expires': '1h'}";
    assertThat(expiry(week, hour)).isEqualTo(Duration.ofHours(1));
    assertThat(expiry(hour, week)).isEqualTo(Duration.ofHours(1));
    assertThat(expiry(week)).isEqualTo(Duration.ofDays(7));
    assertThat(expiry(week, "")).isEqualTo(Duration.ofHours(24));
    assertThat(expiry("")).isEqualTo(Duration.ofHours(24));
  }

  /// Working time never passes faster than time does, so it matters only where there is less of it.
  @Test
  void theShortestWorkingTimeCountsBesideTheShortestTime() {
    String time = ", 'sla': {'expires': '4h'}";
    String less = ", 'sla': {'expires': '3h', 'clock': 'working'}";
    String more = ", 'sla': {'expires': '5h', 'clock': 'working'}";

    assertThat(expiry(less, more)).isEqualTo(Sla.LONGEST);
    assertThat(workingTime(less, more)).contains(Duration.ofHours(3));
    assertThat(workingTime(more, less)).contains(Duration.ofHours(3));
    assertThat(expiry(less, time)).isEqualTo(Duration.ofHours(4));
    assertThat(workingTime(less, time)).contains(Duration.ofHours(3));
    assertThat(workingTime(time, more)).isEmpty();
    assertThat(workingTime(time)).isEmpty();
  }

  @Test
  void oneRuleIsEnoughToDemandTheStrongerCheck() {
    Policy policy =
        rules(
            asking("a", "{'group':'leads','approvals':1}", ", 'chat_approve': true"),
            asking("b", "{'group':'leads','approvals':1}", ", 'chat_approve': false"),
            asking("c", "{'group':'leads','approvals':1}", ""));

    assertThat(policy.rule(ANY).chatApprove()).isFalse();
  }

  @Test
  void aCriticalRiskDemandsTheStrongerCheckWhateverTheRulesSay() {
    String rule = ask("a", "true", "leads");
    assertThat(risky("'impact': 4, 'likelihood': 3", rule).rule(ANY).chatApprove()).isFalse();
    assertThat(risky("'impact': 4, 'likelihood': 2", rule).rule(ANY).chatApprove()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "'impact': 1                                          | LOW",
        "'impact': 2                                          | LOW",
        "'impact': 3                                          | MEDIUM",
        "'impact': 4                                          | MEDIUM",
        "'likelihood': 3                                      | MEDIUM",
        "'likelihood': 4                                      | MEDIUM",
        "'impact': 2, 'likelihood': 4                         | HIGH",
        "'impact': 3, 'likelihood': 4                         | CRITICAL",
        "'irreversible': true                                 | MEDIUM",
        "'impact': 4, 'irreversible': true                    | HIGH",
        "'impact': 4, 'likelihood': 4, 'irreversible': true   | CRITICAL",
      })
  void theLevelComesFromTheMatrixAndRisesWhereNothingCanBeUndone(String raises, RiskLevel level) {
    assertThat(risky(raises, "").rule(ANY).risk().assessed()).isEqualTo(level);
  }

  @Test
  void factorsRaiseEachAxisToTheHighestOfAllThatMatch() {
    Policy policy =
        policy(
            """
            {"version": 1, "rules": [], "risk": [
              {"id": "a", "when": "true", "impact": 3},
              {"id": "b", "when": "true", "likelihood": 4},
              {"id": "c", "when": "true", "impact": 2, "likelihood": 2},
              {"id": "d", "when": "false", "impact": 4, "irreversible": true}]}
            """);

    RiskAssessment risk = policy.rule(ANY).risk();

    assertThat(risk.assessed()).isEqualTo(RiskLevel.CRITICAL);
    assertThat(risk.factors()).containsExactly("a", "b", "c");
    assertThat(risk.irreversible()).isFalse();
  }

  @Test
  void theMatrixOfTheFileReplacesTheDefault() {
    Policy policy =
        policy(
            """
            {"version": 1, "rules": [], "risk": [{"id": "a", "when": "true", "impact": 2}], "risk_matrix": [
              ["low", "low", "low", "low"], ["high", "high", "high", "high"],
              ["high", "high", "high", "high"], ["high", "high", "high", "high"]]}
            """);

    assertThat(policy.rule(ANY).risk().assessed()).isEqualTo(RiskLevel.HIGH);
  }

  @Test
  void anAgentsClaimRaisesTheLevelAndNeverLowersIt() {
    assertThat(risky("'impact': 1", "").rule(claiming("high")).risk().assessed())
        .isEqualTo(RiskLevel.HIGH);
    assertThat(risky("'impact': 4, 'likelihood': 4", "").rule(claiming("low")).risk().assessed())
        .isEqualTo(RiskLevel.CRITICAL);
    assertThat(risky("'impact': 1", "").rule(claiming("critical")).findings())
        .extracting(Finding::subject)
        .contains("claimed_risk");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "action.nothing == 1                  | attribute_not_found",
        "action.url == \"\"                   | attribute_not_found",
        "agent.secret == \"\"                 | attribute_not_found",
        "1 / 0 == 1                           | divide_by_zero",
        "action.tool                          | not_a_boolean",
        "action.tool > 5                      | overload_not_found",
        "proposal.labels[\"team\"] == \"x\"   | attribute_not_found",
      })
  void aRuleThatCannotBeEvaluatedCountsAsARefusal(String condition, String code) {
    Ruling ruling = rules(allow("sound", "true"), allow("broken", condition)).rule(ANY);

    assertThat(ruling.gate()).isEqualTo(Gate.REFUSE);
    assertThat(ruling.rules()).containsExactly("sound", "broken");
    assertThat(ruling.findings())
        .filteredOn(finding -> finding.subject().equals("broken"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.result()).isEqualTo("error");
          assertThat(finding.because()).contains(code);
        });
  }

  @Test
  void aFactThatCannotBeEvaluatedRefusesEveryRuleThatNamesItHoweverFar() {
    Policy policy =
        policy(
            """
            {"version": 1, "facts": {"broken": "action.nothing", "through": "broken || true", "sound": "true"},
             "rules": [{"id": "direct", "when": "true || broken", "gate": "allow"},
                       {"id": "indirect", "when": "through", "gate": "allow"},
                       {"id": "apart", "when": "sound", "gate": "allow"}]}
            """);

    Ruling ruling = policy.rule(ANY);

    assertThat(ruling.gate()).isEqualTo(Gate.REFUSE);
    assertThat(ruling.findings())
        .extracting(finding -> finding.subject() + " " + finding.result())
        .containsExactly("direct error", "indirect error", "apart matched", "risk assessed");
    assertThat(ruling.findings().getFirst().parts())
        .extracting(finding -> finding.subject() + " " + finding.result())
        .containsExactly("broken error");
  }

  @Test
  void aBrokenFactThatNoRuleNamesRefusesNothing() {
    assertThat(
            policy(
                    """
                    {"version": 1, "facts": {"broken": "action.nothing"},
                     "rules": [{"id": "a", "when": "true", "gate": "allow"}]}
                    """)
                .rule(ANY)
                .gate())
        .isEqualTo(Gate.ALLOW);
  }

  @Test
  void aRiskFactorThatCannotBeEvaluatedIsCriticalUnderAnyMatrix() {
    Policy policy =
        policy(
            """
            {"version": 1, "rules": [{"id": "a", "when": "true", "gate": "ask", "stages": [{"group": "g", "approvals": 1}]}],
             "risk": [{"id": "broken", "when": "action.nothing", "impact": 1}],
             "risk_matrix": [["low","low","low","low"],["low","low","low","low"],["low","low","low","low"],["low","low","low","low"]]}
            """);

    Ruling ruling = policy.rule(ANY);

    assertThat(ruling.risk().assessed()).isEqualTo(RiskLevel.CRITICAL);
    assertThat(ruling.risk().factors()).containsExactly("broken");
    assertThat(ruling.chatApprove()).isFalse();
    assertThat(ruling.findings()).extracting(Finding::result).contains("error");
  }

  @Test
  void aMatchedRuleTellsItsFactsAndWhoMustApprove() {
    Ruling ruling =
        SamplePolicies.example()
            .rule(input(SampleProposals.ticketReply(), "{\"audience\": \"public\"}"));

    assertThat(ruling.findings())
        .extracting(finding -> finding.subject() + " " + finding.result())
        .containsExactly(
            "internal-drafts not_matched",
            "external-message matched",
            "access-role not_matched",
            "external-audience raised",
            "unsure raised",
            "risk assessed");
    assertThat(ruling.findings().get(1).parts())
        .extracting(finding -> finding.subject() + " " + finding.result())
        .containsExactly("external matched", "support-leads required");
    assertThat(Ruling.fromJson(ruling.toJson())).isEqualTo(ruling);
  }

  @Test
  void findingsAreBoundedAndSayHowManyWereLeftOut() {
    String facts =
        IntStream.range(0, 100)
            .mapToObj(i -> "\"f" + i + "\":\"true\"")
            .collect(Collectors.joining(","));
    String named = IntStream.range(0, 100).mapToObj(i -> "f" + i).collect(Collectors.joining("&&"));
    String manyRules =
        IntStream.range(0, 200)
            .mapToObj(i -> i % 2 == 0 ? allow("r" + i, named) : allow("r" + i, "!(" + named + ")"))
            .collect(Collectors.joining(","));
    Policy policy =
        policy("{\"version\":1,\"facts\":{" + facts + "},\"rules\":[" + manyRules + "]}");

    Ruling ruling = policy.rule(ANY);

    assertThat(nodes(ruling.findings())).isLessThanOrEqualTo(RulingFindings.MOST_NODES);
    assertThat(ruling.findings()).extracting(Finding::result).contains("left_out", "not_matched");
    assertThat(ruling.rules()).hasSize(100);
  }

  @Test
  void findingsNeverRepeatWhatTheAgentSupplied() {
    String marker = "Zq7supplied";
    ProposalDraft draft =
        draft(
            """
            {"action_type": "mcp.tool_call", "target_system": "forge", "rationale": "%1$s", "labels": {"%1$s": "%1$s"},
             "proposed_changes": {"class": "tool_call", "server": "%1$s", "tool": "%1$s", "arguments": {"%1$s": "%1$s"}}}
            """
                .formatted(marker));
    Policy policy =
        rules(
            allow("a", "action.arguments[action.tool] > 1"),
            allow("b", "proposal.labels[action.server] > 1"),
            allow("c", "action[action.tool] == 1"),
            allow("d", "int(action.tool) == 1"),
            allow("e", "action.tool.matches(action.server)"));

    Ruling ruling = policy.rule(input(draft));

    assertThat(CanonicalJson.text(ruling.toJson())).doesNotContain(marker);
    assertThat(ruling.gate()).isEqualTo(Gate.REFUSE);
  }

  @Test
  void aNestedComprehensionOverManyRecipientsEndsAsAnError() {
    Policy policy =
        rules(
            allow(
                "pairs",
                "action.to.all(a, action.to.all(b, action.to.all(c, a.name != \"x\" && b.name != c.address)))"));

    Ruling ruling = policy.rule(input(messageToMany("hello")));

    assertThat(ruling.gate()).isEqualTo(Gate.REFUSE);
    assertThat(ruling.findings().getFirst().because()).contains("iteration_budget_exceeded");
  }

  @Test
  void textSearchIsPaidFromOnePurseForTheWholeRuling() {
    Policy policy =
        rules(
            IntStream.range(0, 50)
                .mapToObj(i ->
                    allow(
                        "r" + i,
                        "action.to.all(p, !action.body.content.matches(\"(x+x+)+y|%d\"))"
                            .formatted(i)))
                .toArray(String[]::new));

    Ruling ruling = policy.rule(input(messageToMany("x".repeat(20_000))));

    assertThat(ruling.gate()).isEqualTo(Gate.REFUSE);
    assertThat(ruling.findings().getFirst().because()).contains("search_limit_exceeded");
  }

  @Test
  void anOrdinarySearchOverAllRecipientsIsAffordable() {
    assertThat(
            allowing(
                    "action.to.all(p, p.address.endsWith(\".example\") && p.address.contains(\"@\") && p.address.matches(\"^[a-z0-9]+@\"))")
                .rule(input(messageToMany("hello")))
                .gate())
        .isEqualTo(Gate.ALLOW);
  }

  @Test
  void onePolicyServesManyThreads() throws InterruptedException {
    Policy policy = SamplePolicies.example();
    PolicyInput message = input(SampleProposals.ticketReply(), "{\"audience\": \"external\"}");
    PolicyInput refund = input(SampleProposals.refund(), "{\"audience\": \"internal\"}");
    Ruling asked = policy.rule(message);
    Ruling refused = policy.rule(refund);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(
              Stream.generate(() -> List.of(message, refund))
                  .limit(200)
                  .flatMap(List::stream)
                  .<java.util.concurrent.Callable<Ruling>>map(one -> () -> policy.rule(one))
                  .toList());
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).resultNow()).isEqualTo(i % 2 == 0 ? asked : refused);
      }
    }
  }

  static ProposalDraft draft(String json) {
    return SampleProposals.draft(json.getBytes(UTF_8));
  }

  static ProposalDraft recordChange(String change) {
    return draft(
        """
        {"action_type": "record.update", "target_system": "crm", "confidence": 1,
         "proposed_changes": {"class": "record_change", "operation": "update", "record_type": "user", "changes": [%s]}}
        """
            .formatted(change));
  }

  static ProposalDraft messageToMany(String content) {
    String to =
        IntStream.range(0, 500)
            .mapToObj(i -> "{\"address\":\"u" + i + "@c.example\"}")
            .collect(Collectors.joining(","));
    return draft(
        """
        {"action_type": "message.send", "target_system": "mail",
         "proposed_changes": {"class": "message", "channel": "email", "to": [%s],
                              "body": {"media_type": "text/plain", "content": "%s"}}}
        """
            .formatted(to, content));
  }

  private static PolicyInput claiming(String level) {
    return input(
        draft(
            """
            {"action_type": "mcp.tool_call", "target_system": "forge", "risk_level": "%s",
             "proposed_changes": {"class": "tool_call", "server": "s", "tool": "t", "arguments": {}}}
            """
                .formatted(level)));
  }

  private static Policy risky(String raises, String rule) {
    return policy(
        "{\"version\":1,\"risk\":[{\"id\":\"f\",\"when\":\"true\","
            + raises.replace('\'', '"')
            + "}],\"rules\":["
            + rule
            + "]}");
  }

  private static String asking(String id, String stages, String more) {
    return rule(id, "true", "ask", (", 'stages': [" + stages + "]" + more).replace('\'', '"'));
  }

  private static Duration expiry(String... slas) {
    return ruling(slas).expiresIn();
  }

  private static Optional<Duration> workingTime(String... slas) {
    return ruling(slas).timing().workingTime();
  }

  private static Ruling ruling(String... slas) {
    return rules(
            IntStream.range(0, slas.length)
                .mapToObj(i -> asking("r" + i, "{'group':'leads','approvals':1}", slas[i]))
                .toArray(String[]::new))
        .rule(ANY);
  }

  private static Stage stage(String group, int required, boolean distinct) {
    return new Stage(new GroupName(group), required, distinct);
  }

  private static int nodes(List<Finding> findings) {
    return findings.stream().mapToInt(finding -> 1 + nodes(finding.parts())).sum();
  }

  @Test
  void refusingIsNotUndoneByARuleThatAllows() {
    assertThat(rules(refuse("no", "true"), allow("yes", "true")).rule(ANY).gate())
        .isEqualTo(Gate.REFUSE);
  }

  /// Of a later rule the groups that are new are asked at once, after all that was asked before.
  @Test
  void stepsOfSeveralRulesFollowEachOther() {
    Policy policy =
        SamplePolicies.policy(
            """
            {"version":1,"rules":[
              {"id":"one","when":"true","gate":"ask","stages":[{"group":"a","approvals":1},{"group":"b","approvals":1}]},
              {"id":"two","when":"true","gate":"ask","stages":[
                {"together":[{"group":"b","approvals":2},{"group":"c","approvals":1},{"group":"d","approvals":1}]},
                {"group":"e","approvals":1}]}]}
            """);

    assertThat(policy.rule(ANY).stages())
        .extracting(stage -> stage.group().value(), Stage::required, Stage::together)
        .containsExactly(
            tuple("a", 1, false),
            tuple("b", 2, false),
            tuple("c", 1, false),
            tuple("d", 1, true),
            tuple("e", 1, false));
  }

  @Test
  void aGroupThatSeveralRulesAskForFunctionsHasThoseThatAllOfThemList() {
    assertThat(ofFunctions("[\"f\",\"g\"]", "[\"g\",\"h\"]").stages())
        .singleElement()
        .extracting(Stage::functions)
        .isEqualTo(new TreeSet<>(Set.of("g")));
    assertThat(
            SamplePolicies.policy(
                    FUNCTIONS.formatted("[\"f\"]", "[\"g\"]").replace(",\"functions\":[\"g\"]", ""))
                .rule(ANY)
                .stages()
                .getFirst()
                .functions())
        .as("a rule that lists none narrows nothing")
        .containsExactly("f");
  }

  @Test
  void functionsThatExcludeEachOtherRefuse() {
    Ruling ruling = ofFunctions("[\"f\"]", "[\"g\"]");

    assertThat(ruling.gate()).isEqualTo(Gate.REFUSE);
    assertThat(ruling.findings())
        .filteredOn(finding -> finding.result().equals("nobody_can_decide"))
        .extracting(Finding::subject)
        .containsExactly("a");
  }

  private static final String FUNCTIONS =
      """
      {"version":1,"rules":[
        {"id":"one","when":"true","gate":"ask","stages":[{"group":"a","approvals":1,"functions":%s}]},
        {"id":"two","when":"true","gate":"ask","stages":[{"group":"a","approvals":1,"functions":%s}]}]}
      """;

  private static Ruling ofFunctions(String one, String two) {
    return SamplePolicies.policy(FUNCTIONS.formatted(one, two)).rule(ANY);
  }

  @Test
  void aStageIsReadBackAsItWasWrittenAndSaysFunctionsOnlyWhereItListsSome() {
    Stage any = new Stage(new GroupName("a"), 1, false);
    Stage some = any.of(Set.of("g", "f"));

    assertThat(any.toJson().has("functions")).isFalse();
    assertThat(Stage.fromJson(any.toJson())).isEqualTo(any);
    assertThat(Stage.fromJson(some.toJson())).isEqualTo(some);
    assertThat(some.toJson().texts("functions")).containsExactly("f", "g");
  }
}
