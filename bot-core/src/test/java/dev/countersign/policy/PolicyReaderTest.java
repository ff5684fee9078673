package dev.countersign.policy;

import static dev.countersign.policy.SamplePolicies.ask;
import static dev.countersign.policy.SamplePolicies.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {
  private static final String RULES = "\"rules\": []";

  @Test
  void theExampleOfTheContractIsRead() {
    Policy policy = SamplePolicies.example();

    assertThat(policy.version()).isEqualTo(SamplePolicies.VERSION);
    assertThat(policy.facts()).extracting(Fact::name).containsExactly("external", "money");
    assertThat(policy.risk().factors())
        .extracting(RiskFactor::id)
        .containsExactly("external-audience", "moves-money", "unsure");
    assertThat(policy.rules())
        .extracting(Rule::gate)
        .containsExactly(Gate.ALLOW, Gate.ASK, Gate.ASK);
    assertThat(policy.rules().get(1).sla()).isEqualTo(new Sla(Duration.ofHours(4)));
    assertThat(policy.rules().get(2).stages())
        .containsExactly(
            new Stage(new GroupName("it-admins"), 1, false),
            new Stage(new GroupName("managers"), 1, true));
    assertThat(policy.rules().get(2).chatApprove()).isFalse();
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    assertThat(
            problems(
                """
                {"version": 2, "color": "blue",
                 "facts": {"Bad": "true", "broken": "action.class ==", "unknown": "nobody == 1"},
                 "risk": [{"id": "r", "when": "1 + 1", "impact": 5}],
                 "rules": [{"id": "a", "when": "true", "gate": "maybe"},
                           {"id": "a", "gate": "ask"}]}
                """))
        .contains(
            "/version unsupported_version",
            "/color unknown_key",
            "/facts/Bad bad_name",
            "/facts/broken condition_syntax",
            "/facts/unknown unknown_name",
            "/risk/0/when condition_type",
            "/risk/0/impact out_of_range",
            "/rules/0/gate unknown_gate",
            "/rules/1/id duplicate_id",
            "/rules/1/when required",
            "/rules/1/stages required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{}                                                                  | /version required",
        "{\"version\": 1}                                                    | /rules required",
        "{\"version\": \"1\", \"rules\": []}                                 | /version wrong_type",
        "{\"version\": 1, \"rules\": {}}                                     | /rules wrong_type",
        "{\"version\": 1, \"rules\": [7]}                                    | /rules/0 wrong_type",
        "{\"version\": 1, \"rules\": [], \"facts\": {\"a\": true}}           | /facts/a wrong_type",
        "{\"version\": 1, \"rules\": [], \"facts\": {\"action\": \"true\"}}  | /facts/action"
            + " bad_name",
        "{\"version\": 1, \"rules\": [], \"facts\": {\"in\": \"true\"}}      | /facts/in bad_name",
        "{\"version\": 1, \"rules\": [], \"facts\": {\"a~/b\": \"true\"}}    | /facts/a~0~1b"
            + " bad_name",
      })
  void theDocumentHasItsShape(String json, String problem) {
    assertThat(problems(json)).contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'x','when':'true'}                                                        |"
            + " /rules/0/gate required",
        "{'id':'X','when':'true','gate':'allow'}                                         |"
            + " /rules/0/id bad_name",
        "{'id':'x','when':'','gate':'allow'}                                             |"
            + " /rules/0/when condition_syntax",
        "{'id':'x','when':'true','gate':'allow','why':'so'}                              |"
            + " /rules/0/why unknown_key",
        "{'id':'x','when':'true','gate':'allow','stages':[{'group':'g','approvals':1}]}  |"
            + " /rules/0/stages only_when_asking",
        "{'id':'x','when':'true','gate':'refuse','sla':{}}                               |"
            + " /rules/0/sla only_when_asking",
        "{'id':'x','when':'true','gate':'refuse','chat_approve':false}                   |"
            + " /rules/0/chat_approve only_when_asking",
        "{'id':'x','when':'true','gate':'allow','vote_window':'1h'}                      |"
            + " /rules/0/vote_window only_when_asking",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g','approvals':2}],'vote_window':'24h'}"
            + " | /rules/0/vote_window after_expiry",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g','approvals':2}],'vote_window':'soon'}"
            + " | /rules/0/vote_window bad_duration",
        "{'id':'x','when':'true','gate':'ask','stages':[]}                               |"
            + " /rules/0/stages required",
        "{'id':'x','when':'true','gate':'ask','stages':[{'approvals':1}]}                |"
            + " /rules/0/stages/0/group required",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g'}]}                  |"
            + " /rules/0/stages/0/approvals required",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g','approvals':0}]}    |"
            + " /rules/0/stages/0/approvals out_of_range",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g','approvals':21}]}   |"
            + " /rules/0/stages/0/approvals out_of_range",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g','approvals':1.5}]}  |"
            + " /rules/0/stages/0/approvals out_of_range",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'G','approvals':1}]}    |"
            + " /rules/0/stages/0/group bad_name",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g','approvals':1,'of':2}]} |"
            + " /rules/0/stages/0/of unknown_key",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g','approvals':1},{'group':'g','approvals':2}]}"
            + " | /rules/0/stages/1/group duplicate_group",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g','approvals':1,'functions':[]}]}"
            + " | /rules/0/stages/0/functions required",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g','approvals':1,'functions':['Legal']}]}"
            + " | /rules/0/stages/0/functions/0 bad_name",
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g','approvals':1,'functions':['f','f']}]}"
            + " | /rules/0/stages/0/functions/1 duplicate_function",
      })
  void aRuleHasItsShape(String rule, String problem) {
    assertThat(problems("{\"version\": 1, \"rules\": [" + rule.replace('\'', '"') + "]}"))
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "0s,bad_reading_time",
    "11m,bad_reading_time",
    "601s,bad_reading_time",
    "1h,bad_reading_time",
    "20,bad_reading_time",
    "99999s,bad_reading_time",
    "10m,after_expiry"
  })
  void aTimeToReadHasItsShapeAndIsShorterThanTheTimeToDecide(String time, String code) {
    String rule =
        """
        {"id":"x","when":"true","gate":"ask","stages":[{"group":"g","approvals":1}],
         "sla":{"expires":"10m"},"read_for":"%s"}
        """
            .formatted(time);

    assertThat(problems("{\"version\": 1, \"rules\": [" + rule + "]}"))
        .containsExactly("/rules/0/read_for " + code);
  }

  @Test
  void aTimeToReadBelongsToARuleThatAsks() {
    assertThat(
            problems(
                """
                {"version":1,"rules":[{"id":"x","when":"true","gate":"allow","read_for":"20s"}]}
                """))
        .containsExactly("/rules/0/read_for only_when_asking");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'expires':'0m'}                                        | /expires bad_duration",
        "{'expires':'31d'}                                       | /expires bad_duration",
        "{'clock':'office'}                                      | /clock unknown_clock",
        "{'expires':'30s'}                                       | /expires bad_duration",
        "{'expires':'4'}                                         | /expires bad_duration",
        "{'expires':'99999999h'}                                 | /expires bad_duration",
        "{'remind':['100%']}                                     | /remind/0 bad_share",
        "{'remind':['0%']}                                       | /remind/0 bad_share",
        "{'remind':['50']}                                       | /remind/0 bad_share",
        "{'remind':[50]}                                         | /remind/0 wrong_type",
        "{'remind':[]}                                           | /remind required",
        "{'remind':['80%','50%']}                                | /remind not_ascending",
        "{'remind':['50%','50%']}                                | /remind not_ascending",
        "{'remind':['1%','2%','3%','4%','5%','6%']}              | /remind too_many",
        "{'escalate':{'after':'2h'}}                             | /escalate/to required",
        "{'escalate':{'to':'h'}}                                 | /escalate/after required",
        "{'escalate':{'after':'2x','to':'h'}}                    | /escalate/after bad_duration",
        "{'escalate':{'after':'2h','to':'G'}}                    | /escalate/to bad_name",
        "{'escalate':{'after':'2h','to':'g'}}                    | /escalate/to own_group",
        "{'escalate':{'after':'2h','to':'h','at':'1h'}}          | /escalate/at unknown_key",
        "{'extend':{'times':2}}                                  | /extend/by required",
        "{'extend':{'by':'2h','times':0}}                        | /extend/times out_of_range",
        "{'extend':{'by':'2h','times':6}}                        | /extend/times out_of_range",
        "{'expires':'2h','escalate':{'after':'2h','to':'h'}}     | /escalate/after after_expiry",
        "{'deadline':'2h'}                                       | /deadline unknown_key",
      })
  void timesHaveTheirShape(String sla, String problem) {
    String rule =
        "{'id':'x','when':'true','gate':'ask','stages':[{'group':'g','approvals':1}],'sla':"
            + sla
            + "}";
    assertThat(problems("{\"version\": 1, \"rules\": [" + rule.replace('\'', '"') + "]}"))
        .contains("/rules/0/sla" + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1m", "90m", "720h", "30d"})
  void timesFromOneMinuteToThirtyDaysAreAccepted(String expires) {
    assertThat(
            problems(
                "{\"version\": 1, \"rules\": ["
                    + SamplePolicies.rule(
                        "x",
                        "true",
                        "ask",
                        ", \"stages\": [{\"group\": \"g\", \"approvals\": 1}], \"sla\":"
                            + " {\"expires\": \""
                            + expires
                            + "\"}")
                    + "]}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id':'f','when':'true'}                                | /risk/0 raises_nothing",
        "{'id':'f','when':'true','irreversible':false}           | /risk/0 raises_nothing",
        "{'id':'f','when':'true','impact':0}                     | /risk/0/impact out_of_range",
        "{'id':'f','when':'true','likelihood':5}                 | /risk/0/likelihood out_of_range",
        "{'id':'f','when':'true','impact':2,'level':'high'}      | /risk/0/level unknown_key",
        "{'when':'true','impact':2}                              | /risk/0/id required",
      })
  void aRiskFactorHasItsShape(String factor, String problem) {
    assertThat(
            problems("{\"version\":1," + RULES + ",\"risk\":[" + factor.replace('\'', '"') + "]}"))
        .contains(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[['low']]",
        "[['low','low','low','huge'],['low','low','low','low'],['low','low','low','low'],['low','low','low','low']]",
        "[['low','high','low','low'],['low','high','high','high'],['low','high','high','high'],['low','high','high','high']]",
        "[['high','high','high','high'],['low','high','high','high'],['high','high','high','high'],['high','high','high','high']]",
      })
  void aRiskMatrixIsFourByFourAndNeverFalls(String matrix) {
    assertThat(
            problems(
                "{\"version\":1," + RULES + ",\"risk_matrix\":" + matrix.replace('\'', '"') + "}"))
        .containsExactly("/risk_matrix bad_matrix");
  }

  @Test
  void aFactMayNameOnlyTheFactsBeforeIt() {
    assertThat(
            problems(
                "{\"version\":1,"
                    + RULES
                    + ",\"facts\":{\"one\":\"true\",\"two\":\"one\",\"three\":\"four ||"
                    + " two\",\"four\":\"three\",\"five\":\"five\"}}"))
        .containsExactly("/facts/three later_fact", "/facts/five later_fact");
  }

  @Test
  void aWholeFileIsBounded() {
    String manyFacts =
        IntStream.range(0, 101)
            .mapToObj(i -> "\"f" + i + "\":\"true\"")
            .collect(Collectors.joining(","));
    String manyFactors =
        IntStream.range(0, 101)
            .mapToObj(i -> "{\"id\":\"f" + i + "\",\"when\":\"true\",\"impact\":2}")
            .collect(Collectors.joining(","));

    assertThat(
            problems(
                "{\"version\":1,\"facts\":{%s},\"risk\":[%s],\"rules\":[]}"
                    .formatted(manyFacts, manyFactors)))
        .containsExactly("/facts too_many", "/risk too_many");
    assertThat(rules(PolicyReader.MOST_RULES)).isInstanceOf(PolicyReading.Read.class);
    assertThat(rules(PolicyReader.MOST_RULES + 1))
        .isInstanceOfSatisfying(
            PolicyReading.Unreadable.class,
            reading ->
                assertThat(reading.problems())
                    .extracting(PolicyProblem::pointer, PolicyProblem::code)
                    .containsExactly(tuple("/rules", "too_many")));
  }

  /// More members than a document of JSON may have; a policy is read from YAML.
  private static PolicyReading rules(int many) {
    List<Integer> numbers = IntStream.range(0, many).boxed().toList();
    JsonObject policy =
        JsonObject.builder()
            .put("version", 1)
            .put(
                "rules",
                JsonArray.of(
                    numbers, number -> SamplePolicies.object(ask("r" + number, "true", "g"))))
            .build();
    return PolicyReader.read(policy, Digest.of("policy"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "action.n + 1                                  | condition_type",
        "timestamp(\"2026-01-01T00:00:00Z\") == action.n | unknown_name",
        "duration(\"1h\") == action.n                  | unknown_name",
        "\"a\" + \"b\" == \"ab\"                       | condition_type",
        "action.url.matches(\"(\")                     | bad_regex",
        "action.url.matches(\"a{900}\")                | bad_regex",
        "google.protobuf.Struct{} == action.n          | unknown_name",
        "action.size(                                  | condition_syntax",
      })
  void aConditionStaysInsideTheLanguage(String condition, String code) {
    String rule = SamplePolicies.allow("x", condition);
    assertThat(problems("{\"version\":1,\"rules\":[" + rule + "]}"))
        .contains("/rules/0/when " + code);
  }

  @Test
  void aConditionIsBoundedInLengthAndDepth() {
    assertThat(problems(withCondition("true || " + "a".repeat(2_000))))
        .containsExactly("/rules/0/when condition_too_long");
    assertThat(problems(withCondition("(".repeat(900) + "true" + ")".repeat(900))))
        .allMatch(problem -> problem.startsWith("/rules/0/when condition_syntax"))
        .isNotEmpty();
    assertThat(problems(withCondition("!".repeat(1_900) + "true"))).isNotNull();
  }

  private static String withCondition(String condition) {
    return "{\"version\":1,\"rules\":[" + SamplePolicies.allow("x", condition) + "]}";
  }

  private static List<String> problems(String json) {
    return switch (reading(json)) {
      case PolicyReading.Read _ -> List.of();
      case PolicyReading.Unreadable(List<PolicyProblem> problems) ->
          problems.stream().map(problem -> problem.pointer() + " " + problem.code()).toList();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"as":"person"}                                    | /who required
          {"who":"action.target_id"}                         | /as required
          {"who":"action.target_id","as":"mail"}             | /as unknown_id_kind
          {"who":"action.target_id","as":"slack"}            | /tenant required
          {"who":"action.target_id","as":"oidc","tenant":" "} | /tenant bad_tenant
          {"who":"action.target_id","as":"person","tenant":"T01"} | /tenant only_with_accounts
          {"who":"1","as":"person"}                          | /who condition_type
          {"who":"[1]","as":"person"}                        | /who condition_type
          {"who":"true","as":"person"}                       | /who condition_type
          {"who":"nobody","as":"person"}                     | /who unknown_name
          {"who":"a b","as":"person"}                        | /who condition_syntax
          """)
  void aFieldOfBeneficiariesSaysWhoAndAsWhat(String field, String problem) {
    assertThat(problems(asking(field))).contains("/rules/0/beneficiaries/0" + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'e-1'",
        "action.target_id",
        "action.body.json.employee",
        "['a', 'b']",
        "action.changes.map(c, c.to)",
        "has(action.body.json.e) ? [action.body.json.e] : []"
      })
  void whoIsATextOrAListOfTexts(String who) {
    assertThat(reading(asking("{\"who\":\"" + who + "\",\"as\":\"person\"}")))
        .isInstanceOf(PolicyReading.Read.class);
  }

  @Test
  void beneficiariesBelongToARuleThatAsks() {
    String allowing = asking("{\"who\":\"'e'\",\"as\":\"person\"}").replace("ask", "allow");
    assertThat(problems(allowing)).contains("/rules/0/beneficiaries only_when_asking");
    assertThat(problems(asking(""))).contains("/rules/0/beneficiaries required");
  }

  @Test
  void stagesOfOneStepAreAskedAtOnce() {
    Policy policy =
        SamplePolicies.policy(
            staged(
                """
                {"together":[{"group":"a","approvals":1},{"group":"b","approvals":2}]},
                {"group":"c","approvals":1},
                {"together":[{"group":"d","approvals":1},{"group":"e","approvals":1,"distinct_function":true}]}
                """));

    assertThat(policy.rules().getFirst().stages())
        .extracting(stage -> stage.group().value(), Stage::required, Stage::together)
        .containsExactly(
            tuple("a", 1, false),
            tuple("b", 2, true),
            tuple("c", 1, false),
            tuple("d", 1, false),
            tuple("e", 1, true));
    assertThat(Stage.steps(policy.rules().getFirst().stages()))
        .containsExactly(List.of(0, 1), List.of(2), List.of(3, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"together":[]}                                                    | /0/together required
          {"together":[{"group":"a","approvals":1}]}                         | /0/together required
          {"together":[{"group":"a","approvals":1},{"group":"a","approvals":1}]} | /0/together/1/group duplicate_group
          {"group":"a","approvals":1},{"together":[{"group":"b","approvals":1},{"group":"a","approvals":1}]} | /1/together/1/group duplicate_group
          {"approvals":2,"together":[{"group":"a","approvals":1},{"group":"b","approvals":1}]} | /0/approvals only_in_stage
          {"together":[{"group":"a","approvals":1},{"group":"b"}]}           | /0/together/1/approvals required
          {"together":[{"together":[]},{"group":"b","approvals":1}]}         | /0/together/0/together unknown_key
          """)
  void whatIsWrongWithAStepIsToldWhereItStands(String steps, String problem) {
    assertThat(problems(staged(steps))).contains("/rules/0/stages" + problem);
  }

  @Test
  void theStagesOfAllStepsAreBounded() {
    String step =
        "{\"together\":["
            + IntStream.range(0, 5)
                .mapToObj(n -> "{\"group\":\"g%s-" + n + "\",\"approvals\":1}")
                .collect(Collectors.joining(","))
            + "]}";
    String two = step.replace("%s", "x") + "," + step.replace("%s", "y");

    assertThat(reading(staged(two))).isInstanceOf(PolicyReading.Read.class);
    assertThat(problems(staged(two + ",{\"group\":\"more\",\"approvals\":1}")))
        .containsExactly("/rules/0/stages too_many");
    assertThat(problems(staged(step.replace("]}", ",{\"group\":\"sixth\",\"approvals\":1}]}"))))
        .contains("/rules/0/stages/0/together too_many");
  }

  private static String staged(String steps) {
    return """
    {"version":1,"rules":[{"id":"a","when":"true","gate":"ask","stages":[%s]}]}
    """
        .formatted(steps);
  }

  private static String asking(String field) {
    return """
    {"version":1,"rules":[{"id":"a","when":"true","gate":"ask","beneficiaries":[%s],
      "stages":[{"group":"g","approvals":1}]}]}
    """
        .formatted(field);
  }
}
