package dev.countersign.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.parser.CelStandardMacro;
import dev.countersign.DocumentEdit;
import dev.countersign.ReferencePage;
import dev.countersign.ReferencePage.Row;
import dev.countersign.WrittenCodes;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonForm;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Audience;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalSchema;
import dev.countersign.proposal.SampleProposals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/policy.md` names every key, variable, function and code that the reader of a policy knows,
/// and no other, each with its default.
class PolicyPageTest {
  private static final ReferencePage PAGE = ReferencePage.read("policy.md");
  private static final String REQUIRED = "required";
  private static final String ALWAYS = "always there";

  /// Where the objects of [PolicyKeysTest] stand in the file.
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          entry("{\"version\"", ""),
          entry("{\"id\":\"r\"", "risk[]."),
          entry("{\"tag\"", "tags[]."),
          entry("{\"id\":\"a\"", "rules[]."),
          entry("{\"expires\"", "rules[].sla."),
          entry("{\"after\"", "rules[].sla.escalate."),
          entry("{\"by\"", "rules[].sla.extend."),
          entry("{\"group\"", "rules[].stages[]."),
          entry("{\"who\"", "rules[].beneficiaries[]."),
          entry("{\"agents\"", "pilot."),
          entry("{\"fast_approvals\"", "freeze_agent."),
          entry("{\"times\":5", "freeze_agent.fast_approvals."),
          entry("{\"times\":7", "freeze_agent.over_budget."),
          entry("{\"per\":\"agent\"", "rules[].limits[]."));

  private static final Map<String, List<String>> LIMITS =
      Map.ofEntries(
          entry("facts", numbers(PolicyReader.MOST_FACTS)),
          entry("risk", numbers(PolicyReader.MOST_FACTORS)),
          entry("risk[].impact", numbers(RiskFactor.LEAST, RiskFactor.MOST)),
          entry("risk[].likelihood", numbers(RiskFactor.LEAST, RiskFactor.MOST)),
          entry("tags", numbers(TagRule.MOST)),
          entry("pilot.agents", numbers(PilotReader.MOST)),
          entry("pilot.groups", numbers(PilotReader.MOST)),
          entry("pilot.rules", numbers(PilotReader.MOST)),
          entry("freeze_agent.fast_approvals.times", numbers(1, AlarmFreezes.MOST_TIMES)),
          entry(
              "freeze_agent.fast_approvals.within",
              List.of(Durations.text(Sla.SHORTEST), Durations.text(AlarmFreezes.LONGEST))),
          entry("rules", numbers(PolicyReader.MOST_RULES)),
          entry("rules[].gate", Arrays.stream(Gate.values()).map(WireName::of).toList()),
          entry("rules[].sla.clock", Arrays.stream(Sla.Clock.values()).map(WireName::of).toList()),
          entry(
              "rules[].read_for",
              List.of(Durations.text(Rule.SHORTEST_READING), Durations.text(Rule.LONGEST_READING))),
          entry("rules[].stages", numbers(PolicyReader.MOST_STAGES)),
          entry("rules[].stages[].together", numbers(2, StagesReader.MOST_TOGETHER)),
          entry("rules[].beneficiaries", numbers(BeneficiaryField.MOST)),
          entry(
              "rules[].beneficiaries[].as",
              Arrays.stream(IdKind.values()).map(WireName::of).toList()),
          entry("rules[].limits", numbers(StandingApproval.MOST_LIMITS)),
          entry(
              "rules[].limits[].per",
              Arrays.stream(UseLimit.Per.values()).map(WireName::of).toList()),
          entry("rules[].limits[].uses", numbers(1, UseLimit.MOST_USES)),
          entry("rules[].limits[].most", List.of("1", Long.toString(UseLimit.MOST))),
          entry(
              "rules[].limits[].within",
              List.of(Durations.text(Sla.SHORTEST), Durations.text(UseLimit.LONGEST))),
          entry("rules[].stages[].approvals", numbers(1, Stage.MOST_APPROVALS)),
          entry("rules[].sla.extend.times", numbers(1, Extension.MOST_TIMES)),
          entry(
              "rules[].sla.remind",
              Stream.concat(numbers(Sla.MOST_REMINDERS).stream(), Stream.of("1%", "99%")).toList()),
          entry(
              "rules[].sla.expires",
              List.of(Durations.text(Sla.SHORTEST), Durations.text(Sla.LONGEST))));

  /// What stands in the reader in the form of a code, and is none.
  private static final Set<String> NO_CODES = Set.of(TextSearch.MATCHES, TextSearch.CONTAINS, "s");

  /// For the expansion of macros; nobody can write it.
  private static final String OF_MACROS = "@not_strictly_false";

  @Test
  void thePageNamesEveryKeyOfTheFileAndNoOther() {
    assertThat(keys().stream().map(row -> row.words(0).getFirst()))
        .containsExactlyInAnyOrderElementsOf(
            PLACES.entrySet().stream()
                .flatMap(place ->
                    PolicyKeysTest.known(place.getKey()).stream()
                        .map(key -> place.getValue() + key))
                .toList());
  }

  static List<Row> keys() {
    return PAGE.section("Keys").rows();
  }

  /// Left out, it is missed, or means the same as its default written out.
  @ParameterizedTest
  @MethodSource("keys")
  void aKeyThatIsLeftOutHasTheDefaultOfThePage(Row row) {
    String key = row.words(0).getFirst();
    JsonObject whole =
        SamplePolicies.object(
            key.matches("rules\\[]\\.(until|limits.*)")
                ? PolicyKeysTest.STANDING
                : PolicyKeysTest.WHOLE);
    String without = outcome(DocumentEdit.of(whole, key, Optional.empty()));
    if (row.cell(2).startsWith(REQUIRED)) {
      assertThat(without).contains("code=required");
    } else if (row.words(2).isEmpty()) {
      assertThat(row.cell(2)).isIn("none", "refused", "[below](#risk)");
      assertThat(without).doesNotContain("code=required");
    } else {
      assertThat(without)
          .doesNotContain("code=")
          .isEqualTo(
              outcome(DocumentEdit.of(whole, key, Optional.of(value(row.words(2).getFirst())))));
    }
  }

  @Test
  void thePageGivesEveryLimit() {
    LIMITS.forEach((key, limits) ->
        assertThat(PAGE.section("Keys").row(key).words(3)).as(key).containsAll(limits));
    assertThat(PAGE.section("Conditions").rows().stream().limit(4).map(row -> row.cell(1)))
        .containsExactly(
            "%,d characters".formatted(ConditionLimits.MOST_CHARACTERS),
            "%,d, at most %d within each other"
                .formatted(
                    ConditionLimits.OPTIONS.maxParseExpressionNodeCount(),
                    ConditionLimits.OPTIONS.maxParseRecursionDepth()),
            "%,d".formatted(ConditionLimits.OPTIONS.comprehensionMaxIterations()),
            "%,d characters".formatted(TextSearch.MOST_SEARCHED));
  }

  @Test
  void theMatrixOfThePageIsTheOneThatHoldsWithoutAnother() {
    assertThat(PAGE.section("Risk").rows().stream().map(row -> row.cells().subList(1, 5)))
        .isEqualTo(
            RiskMatrix.DEFAULT.rows().stream()
                .map(row -> row.stream().map(WireName::of).toList())
                .toList());
  }

  private static List<String> numbers(int... limits) {
    return Arrays.stream(limits).mapToObj(Integer::toString).toList();
  }

  static Stream<String> actionClasses() {
    return Stream.of("message", "record_change", "api_call", "tool_call");
  }

  @ParameterizedTest
  @MethodSource("actionClasses")
  void thePageNamesEveryMemberOfAnActionAndNoOther(String actionClass) {
    JsonObject schema = SamplePolicies.object(new String(ProposalSchema.bytes(), UTF_8));
    JsonObject definitions = schema.object("$defs");
    Set<String> members = new TreeSet<>();
    addMembers(definitions.object(actionClass), "", definitions, members);
    members.remove("class");
    assertThat(PAGE.section("`action` of class " + actionClass).named()).isEqualTo(members);
  }

  private static void addMembers(
      JsonObject shape, String before, JsonObject definitions, Set<String> members) {
    JsonObject at =
        shape
            .optionalText("$ref")
            .map(name -> definitions.object(name.substring(name.lastIndexOf('/') + 1)))
            .orElse(shape);
    at.optionalObject("properties")
        .ifPresent(properties ->
            properties
                .members()
                .forEach((name, member) -> {
                  members.add(before + name);
                  addMembers((JsonObject) member, before + name + ".", definitions, members);
                }));
    at.optionalObject("items")
        .ifPresent(items ->
            addMembers(
                items, before.substring(0, before.length() - 1) + "[].", definitions, members));
  }

  @Test
  void thePageNamesEveryMemberOfTheOtherVariablesAndNoOther() {
    Map<String, Object> variables = Variables.of(bareInput("tool_call"));
    assertThat(PAGE.section("`proposal`").named()).isEqualTo(members(variables, "proposal"));
    assertThat(PAGE.section("`derived`").named()).isEqualTo(members(variables, "derived"));
    assertThat(PAGE.section("`agent`").named()).isEqualTo(members(variables, "agent"));
    Set<String> ofEvery =
        actionClasses()
            .map(actionClass -> members(Variables.of(bareInput(actionClass)), "action"))
            .reduce((one, other) -> {
              one.retainAll(other);
              return one;
            })
            .orElseThrow();
    assertThat(PAGE.section("`action` of every class").named()).isEqualTo(ofEvery);
    assertThat(variables.keySet()).isEqualTo(Set.of("action", "proposal", "derived", "agent"));
  }

  private static Set<String> members(Map<String, Object> variables, String name) {
    return variables.get(name) instanceof Map<?, ?> members
        ? members.keySet().stream()
            .map(Object::toString)
            .collect(Collectors.toCollection(HashSet::new))
        : Set.of();
  }

  record Member(String variable, String actionClass, Row row) {
    String path() {
      return variable + "." + row.words(0).getFirst();
    }

    @Override
    public String toString() {
      return path() + " of " + actionClass;
    }
  }

  static List<Member> members() {
    List<Member> members = new ArrayList<>();
    actionClasses()
        .forEach(actionClass -> {
          add(members, "action", actionClass, "`action` of every class");
          add(members, "action", actionClass, "`action` of class " + actionClass);
        });
    add(members, "proposal", "tool_call", "`proposal`");
    add(members, "derived", "tool_call", "`derived`");
    add(members, "agent", "tool_call", "`agent`");
    return members;
  }

  private static void add(
      List<Member> members, String variable, String actionClass, String section) {
    PAGE.section(section)
        .rows()
        .forEach(row -> members.add(new Member(variable, actionClass, row)));
  }

  /// Of members in lists it holds for every item.
  @ParameterizedTest
  @MethodSource("members")
  void anAbsentMemberReadsAsThePageSays(Member member) {
    assertThat(allows(member)).isEqualTo(Gate.ALLOW);
  }

  private static Gate allows(Member member) {
    String path = member.path();
    ProposalDraft draft = bare(member.actionClass(), path.contains("[]"));
    return SamplePolicies.allowing(condition(member)).rule(input(draft, JsonObject.EMPTY)).gate();
  }

  private static String condition(Member member) {
    String path = member.path();
    Function<String, String> test =
        member.row().cell(2).equals(ALWAYS)
            ? "has(%s)"::formatted
            : name -> name + " == " + member.row().words(2).getFirst();
    int list = path.indexOf("[].");
    return list < 0
        ? test.apply(path)
        : "%1$s.exists(x, true) && %1$s.all(x, %2$s)"
            .formatted(path.substring(0, list), test.apply("x" + path.substring(list + 2)));
  }

  /// As `policy check` tells the author of a rule that allows.
  @ParameterizedTest
  @MethodSource("members")
  void thePageSaysWhatOnlyTheAgentSays(Member member) {
    boolean isList = member.row().cell(1).startsWith("list");
    // A list that is used whole is used with every claim in it.
    Policy policy =
        SamplePolicies.allowing(isList ? "size(" + member.path() + ") == 0" : condition(member));
    assertThat(policy.claims(policy.rules().getFirst()).isEmpty())
        .isEqualTo(!member.row().cell(3).startsWith("claim"));
  }

  @Test
  void thePageNamesEveryKindOfCommitmentAndEveryAudience() {
    assertThat(PAGE.section("`derived`").row("commitments").words(4))
        .containsAll(Arrays.stream(Commitments.Kind.values()).map(WireName::of).toList());
    assertThat(PAGE.section("`derived`").row("audience").words(4))
        .containsAll(Stream.of(Audience.INTERNAL, Audience.EXTERNAL).map(WireName::of).toList());
  }

  @Test
  void thePageNamesEveryKindOfSecretAndOfPersonalDataAndNoOther() {
    assertThat(PAGE.section("Secrets and personal data").named())
        .isEqualTo(
            Stream.<Enum<?>>concat(
                    Arrays.stream(Secrets.Kind.values()), Arrays.stream(PersonalData.Kind.values()))
                .map(WireName::of)
                .collect(Collectors.toSet()));
  }

  @Test
  void thePageNamesEveryFunctionAndMacroAndNoOther() {
    Set<String> known = new HashSet<>(Set.of("contains", "matches"));
    ConditionLanguage.FUNCTIONS.stream()
        .map(StandardFunction::functionName)
        .filter(name -> !name.equals(OF_MACROS))
        .map(name -> name.replaceAll("[_@](?![a-z])|^@", ""))
        .forEach(known::add);
    CelStandardMacro.STANDARD_MACROS.stream()
        .map(CelStandardMacro::getFunction)
        .forEach(known::add);
    assertThat(
            PAGE.section("Operators and functions").named().stream()
                .map(name -> name.replaceAll("[ ()]", ""))
                .collect(Collectors.toSet()))
        .isEqualTo(known);
  }

  static Stream<String> samplesOfFunctions() {
    return PAGE.section("Operators and functions").rows().stream()
        .map(row -> row.words(2).getFirst());
  }

  @ParameterizedTest
  @MethodSource("samplesOfFunctions")
  void everySampleOfAFunctionHoldsForTheRefund(String condition) {
    ProposalDraft refund = SampleProposals.draft(ReferencePage.example("refund.json"));
    JsonObject derived = DerivedFacts.of(refund.action(), DomainList.of(List.of()));
    assertThat(SamplePolicies.allowing(condition).rule(input(refund, derived)).gate())
        .isEqualTo(Gate.ALLOW);
  }

  @Test
  void thePageNamesEveryCodeOfTheReaderAndNoOther() {
    Set<String> codes =
        WrittenCodes.of(
            PolicyReader.class,
            StandingReader.class,
            BeneficiaryReader.class,
            StagesReader.class,
            TagsReader.class,
            PilotReader.class,
            Durations.class,
            ConditionLanguage.class,
            JsonForm.class);
    codes.removeAll(NO_CODES);
    PolicyKeysTest.KEYS.values().forEach(codes::removeAll);
    assertThat(PAGE.section("What can be wrong").named()).isEqualTo(codes);
  }

  private static String outcome(Json policy) {
    return PolicyKeysTest.outcome(CanonicalJson.text(policy));
  }

  private static Json value(String word) {
    return word.matches("[0-9]+|true|false")
        ? CanonicalJson.parse(word.getBytes(UTF_8))
        : Json.of(word);
  }

  private static PolicyInput bareInput(String actionClass) {
    return input(bare(actionClass, false), JsonObject.EMPTY);
  }

  /// Of an agent whose key names no environment.
  private static PolicyInput input(ProposalDraft draft, JsonObject derived) {
    return new PolicyInput(
        draft.action(),
        draft.context(),
        derived,
        new AgentFacts(new AgentId("support-bot"), new PersonId("otto"), Optional.empty()));
  }

  /// With nothing that may be absent; where lists are asked for, one bare item in each.
  private static ProposalDraft bare(String actionClass, boolean lists) {
    String changes =
        switch (actionClass) {
          case "message" ->
              "'channel':'email','to':[{'address':'a@b.example'}],"
                  + "'body':{'media_type':'text/plain','content':'x'}";
          case "record_change" -> "'operation':'delete','record_type':'user'";
          case "api_call" -> "'method':'GET','url':'https://a.example/'";
          default -> "'server':'s','tool':'t','arguments':{}";
        };
    String items =
        switch (actionClass) {
          case "message" ->
              ",'cc':[{'address':'c@b.example'}],'bcc':[{'address':'d@b.example'}],"
                  + "'attachments':[{'name':'n','sha256':'"
                  + "a".repeat(64)
                  + "'}]";
          case "record_change" -> ",'changes':[{'path':'/role'}]";
          default -> "";
        };
    return SampleProposals.draft(
        "{'action_type':'t.x','target_system':'s','proposed_changes':{'class':'%s',%s%s}}"
            .formatted(actionClass, changes, lists ? items : "")
            .replace('\'', '"')
            .getBytes(UTF_8));
  }
}
