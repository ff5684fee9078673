package dev.countersign.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.proposal.SampleProposals;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// No key of a policy is read without effect: another value is another ruling, or is refused. What
/// `pilot`, `freeze_agent` and `loosening_needs_two` do, `PilotTest`, `AlarmFreezesTest` and
/// `DeployCommandTest` show.
class PolicyKeysTest {
  static final String WHOLE =
      """
      {"version":1,
       "facts":{"mail":"action.class == 'message'"},
       "risk":[{"id":"r","when":"mail","impact":2,"likelihood":2,"irreversible":false}],
       "risk_matrix":[["low","low","medium","medium"],["low","medium","medium","high"],
         ["medium","medium","high","high"],["medium","high","high","critical"]],
       "tags":[{"tag":"domain/mail","when":"mail"}],
       "rules":[{"id":"a","when":"mail","gate":"ask","vote_window":"1h","chat_approve":true,
         "attachments":"unseen","read_for":"20s",
         "sla":{"expires":"4h","clock":"wall","remind":["50%"],"escalate":{"after":"2h","to":"h"},
           "extend":{"by":"2h","times":1}},
         "stages":[{"group":"g","approvals":2,"distinct_function":false,"functions":["f"],"may_ask":["m"]}]
         ,"beneficiaries":[{"who":"'e-1'","as":"slack","tenant":"T01"}]}],
       "pilot":{"agents":["support-bot"],"groups":[],"rules":[]},
       "mask_in_chat":"secrets",
       "freeze_agent":{"fast_approvals":{"times":5,"within":"1h"},
         "over_budget":{"times":7,"within":"1h"}},
       "loosening_needs_two":false}
      """;

  /// A rule that allows within bounds; what it would ask has the keys of a rule that asks.
  static final String STANDING =
      """
      {"version":1,
       "rules":[{"id":"s","when":"action.class == 'message'","gate":"allow","until":"2098-01-31",
         "limits":[{"per":"agent","uses":10,"within":"1h"},
           {"per":"rule","sum":"size(action.to)","most":100,"within":"1d"}]}]}
      """;

  /// Where each object of the file begins, and the keys whose effect the table below shows.
  static final Map<String, Set<String>> KEYS =
      Map.ofEntries(
          entry(
              "{\"version\"",
              Set.of(
                  "version",
                  "facts",
                  "risk",
                  "risk_matrix",
                  "tags",
                  "rules",
                  "pilot",
                  "mask_in_chat",
                  "freeze_agent",
                  "loosening_needs_two")),
          entry("{\"fast_approvals\"", Set.of("fast_approvals", "over_budget")),
          entry("{\"times\":5", Set.of("times", "within")),
          entry("{\"times\":7", Set.of("times", "within")),
          entry("{\"agents\"", Set.of("agents", "groups", "rules")),
          entry("{\"tag\"", Set.of("tag", "when")),
          entry("{\"id\":\"r\"", Set.of("id", "when", "impact", "likelihood", "irreversible")),
          entry(
              "{\"id\":\"a\"",
              Set.of(
                  "id",
                  "when",
                  "gate",
                  "vote_window",
                  "chat_approve",
                  "attachments",
                  "read_for",
                  "sla",
                  "stages",
                  "beneficiaries",
                  "until",
                  "limits")),
          entry("{\"who\"", Set.of("who", "as", "tenant")),
          entry("{\"per\":\"agent\"", Set.of("per", "uses", "sum", "most", "within")),
          entry("{\"expires\"", Set.of("expires", "clock", "remind", "escalate", "extend")),
          entry("{\"by\"", Set.of("by", "times")),
          entry("{\"after\"", Set.of("after", "to")),
          entry(
              "{\"group\"",
              Set.of(
                  "group", "approvals", "distinct_function", "functions", "may_ask", "together")));

  @Test
  void theTableNamesEveryKeyThatTheReaderKnows() {
    KEYS.forEach((beginning, keys) -> assertThat(known(beginning)).as(beginning).isEqualTo(keys));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "version":1                  | "version":2
          == 'message'                 | == 'api_call'
          "risk":[{                    | "risk":[{"id":"q","when":"true","impact":4},{
          ["low","low",                | ["low","high",
          "rules":[{                   | "rules":[{"id":"b","when":"true","gate":"refuse"},{
          "id":"r"                     | "id":"other"
          "r","when":"mail"            | "r","when":"false"
          "impact":2                   | "impact":4
          "likelihood":2               | "likelihood":4
          "irreversible":false         | "irreversible":true
          "tags":[{                    | "tags":[{"tag":"domain/other","when":"true"},{
          "tag":"domain/mail"          | "tag":"severity/mail"
          "domain/mail","when":"mail"  | "domain/mail","when":"false"
          "id":"a"                     | "id":"other"
          "a","when":"mail"            | "a","when":"false"
          "gate":"ask"                 | "gate":"allow"
          "vote_window":"1h"           | "vote_window":"2h"
          "chat_approve":true          | "chat_approve":false
          "attachments":"unseen"       | "attachments":"opened"
          "read_for":"20s"             | "read_for":"2m"
          "sla":{"expires":"4h",       | "sla":{
          "clock":"wall"               | "clock":"working"
          "stages":[{                  | "stages":[{"group":"h","approvals":1},{
          {"group":"g","approvals":2,"distinct_function":false,"functions":["f"],"may_ask":["m"]} | {"together":[{"group":"g","approvals":2},{"group":"k","approvals":1}]}
          "expires":"4h"               | "expires":"5h"
          "remind":["50%"]             | "remind":["50%","80%"]
          "after":"2h"                 | "after":"3h"
          "to":"h"                     | "to":"k"
          ,"escalate":{"after":"2h","to":"h"} | ``
          "extend":{"by":"2h","times":1} | "extend":{"by":"2h","times":2}
          "by":"2h"                    | "by":"3h"
          "times":1                    | "times":3
          ,"beneficiaries":[{"who":"'e-1'","as":"slack","tenant":"T01"}] | ``
          'e-1'                        | 'e-2'
          "as":"slack"                 | "as":"teams"
          "tenant":"T01"               | "tenant":"T02"
          "group":"g"                  | "group":"other"
          ["support-bot"]              | ["another-bot"]
          "mask_in_chat":"secrets"     | "mask_in_chat":"none"
          "approvals":2                | "approvals":3
          "distinct_function":false    | "distinct_function":true
          ,"functions":["f"]           | ``
          "functions":["f"]            | "functions":["f","k"]
          ,"may_ask":["m"]             | ``
          "may_ask":["m"]              | "may_ask":["m","n"]
          """)
  void anotherValueIsAnotherRuling(String from, String to) {
    assertThat(WHOLE).contains(from);
    assertThat(outcome(WHOLE.replace(from, to))).isNotEqualTo(outcome(WHOLE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "2098-01-31"      | "2098-02-01"
          "limits":[{       | "limits":[{"per":"target","uses":1,"within":"1h"},{
          "per":"agent"     | "per":"target"
          "uses":10         | "uses":11
          "within":"1h"     | "within":"2h"
          size(action.to)   | size(action.cc)
          "most":100        | "most":101
          """)
  void anotherBoundIsAnotherRuling(String from, String to) {
    assertThat(STANDING).contains(from);
    assertThat(outcome(STANDING.replace(from, to))).isNotEqualTo(outcome(STANDING));
  }

  /// The ruling on a message with an attachment, or why the file cannot be read.
  static String outcome(String policy) {
    return switch (SamplePolicies.reading(policy)) {
      case PolicyReading.Unreadable(var problems) -> problems.toString();
      case PolicyReading.Read(var read) ->
          CanonicalJson.text(
              read.rule(
                      SamplePolicies.input(
                          SampleProposals.draft(
                              """
                              {"action_type":"a","target_system":"s","proposed_changes":{
                               "class":"message","channel":"email","to":[{"address":"a@b.example"}],
                               "body":{"media_type":"text/plain","content":"Hello."},
                               "attachments":[{"name":"n","sha256":"%s"}]}}
                              """
                                  .formatted("a".repeat(64))
                                  .getBytes(UTF_8)),
                          "{\"secrets\":[{\"kind\":\"jwt\",\"where\":\"body\"}]}"))
                  .toJson());
    };
  }

  static Set<String> known(String beginning) {
    String file = WHOLE.contains(beginning) ? WHOLE : STANDING;
    String unknown = file.replace(beginning, "{\"zzz\":1," + beginning.substring(1));
    String detail =
        ((PolicyReading.Unreadable) SamplePolicies.reading(unknown))
            .problems().stream()
                .filter(problem -> problem.code().equals("unknown_key"))
                .findFirst()
                .orElseThrow()
                .detail();
    String names = detail.substring(detail.indexOf(": ") + 2, detail.length() - 1);
    return Arrays.stream(names.split(", ")).collect(Collectors.toSet());
  }
}
