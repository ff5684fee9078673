package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ReferencePage;
import dev.countersign.WrittenCodes;
import dev.countersign.app.policy.PolicyCasesReader;
import dev.countersign.json.JsonForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `countersign policy test` over a policy with one rule that asks and one that allows.
class PolicyTestCommandTest {
  private static final String POLICY =
      """
      version: 1
      risk:
        - {id: outside, when: 'derived.audience == "external"', impact: 3}
      rules:
        - id: inside
          when: 'action.class == "message" && derived.audience == "internal"'
          gate: allow
        - id: outside
          when: 'action.class == "message" && derived.audience == "external"'
          gate: ask
          stages: [{group: leads, approvals: 1}]
          sla: {expires: 4h}
        - id: legal
          when: 'action.class == "message" && action.subject == "contract"'
          gate: ask
          stages: [{group: legal, approvals: 1}]
      """;

  private static final String PEOPLE =
      """
      people:
        - {id: ann, name: Ann, accounts: {slack: {team: T01, user: U01}}}
        - {id: olga, name: Olga, accounts: {slack: {team: T01, user: U02}}}
      groups:
        leads: {members: [ann], slack_channel: C01}
        legal: {members: [olga], slack_channel: C02}
      agents:
        bot: {owner: olga, key: ck_live_a1b2c3d4, may_propose: [message]}
      """;

  private static final String PROPOSAL =
      """
      {"action_type": "message.send", "target_system": "desk",
       "proposed_changes": {"class": "message", "channel": "email",
         "to": [{"address": "jo@customer.example"}],
         "body": {"media_type": "text/plain", "content": "Hello."}}}
      """;

  private static final String HEAD = "version: 1\ninternal_domains: [example.com]\ncases:\n";

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    write("policy.yaml", POLICY);
    write("people.yaml", PEOPLE);
    write("hello.json", PROPOSAL);
  }

  @Test
  void casesThatComeOutAsExpectedPass() throws IOException {
    cases(
        """
          - name: outside is asked
            proposal: hello.json
            agent: bot
            expect: {gate: ask, rules: [outside], stages: [{group: leads, approvals: 1}], risk: medium, expires: 4h, nobody_can_decide: false}
          - name: inside is allowed
            proposal: hello.json
            change: {/proposed_changes/to/0/address: ann@example.com}
            agent: bot
            expect: {gate: allow, stages: []}
          - name: a ticket reply is a message too
            proposal: {action_type: message.reply, target_system: desk, proposed_changes: {class: message, channel: other, to: [{address: ann@example.com}], body: {media_type: text/plain, content: Hello.}}}
            agent: bot
            expect: {rules: [inside]}
        """);

    CommandTestCase.Ran ran = test();

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().lines())
        .startsWith(
            "ok      outside is asked",
            "ok      inside is allowed",
            "ok      a ticket reply is a message too")
        .last()
        .asString()
        .startsWith("3 cases, 0 failed. Version sha-256:");
    assertThat(ran.exitCode()).isZero();
  }

  /// A pilot does not make the cases of the rules come out otherwise.
  @Test
  void outsideThePilotACaseIsComparedWithWhatItIsInside() throws IOException {
    write("policy.yaml", POLICY + "pilot: {agents: []}\n");
    cases(
        """
          - name: outside is asked
            proposal: hello.json
            agent: bot
            expect: {gate: ask, stages: [{group: leads, approvals: 1}], expires: 4h, observed: true}
          - name: not gated yet
            proposal: hello.json
            agent: bot
            expect: {observed: false}
        """);

    CommandTestCase.Ran ran = test();

    assertThat(ran.out())
        .contains("ok      outside is asked", "observed: expected false, got true")
        .contains("2 cases, 1 failed");
  }

  @Test
  void groupsAtOnceAreComparedAsThePolicyWritesThem() throws IOException {
    write(
        "policy.yaml",
        POLICY.replace(
            "stages: [{group: leads, approvals: 1}]",
            "stages: [{together: [{group: leads, approvals: 1}, {group: legal, approvals: 1}]}]"));
    write(
        "people.yaml",
        PEOPLE
            .replace(
                "groups:",
                "  - {id: max, name: Max, accounts: {slack: {team: T01, user: U03}}}\ngroups:")
            .replace("owner: olga", "owner: max"));
    cases(
        """
          - name: at once
            proposal: hello.json
            agent: bot
            expect: {stages: [{together: [{group: leads, approvals: 1}, {group: legal, approvals: 1}]}]}
          - name: in order
            proposal: hello.json
            agent: bot
            expect: {stages: [{group: leads, approvals: 1}, {group: legal, approvals: 1}]}
        """);

    CommandTestCase.Ran ran = test();

    assertThat(ran.out())
        .contains(
            "ok      at once",
            "stages: expected [leads 1, legal 1], got [leads 1, together with legal 1]");
    assertThat(ran.exitCode()).isOne();
  }

  @Test
  void functionsOfAStageAreComparedAsThePolicyWritesThem() throws IOException {
    write(
        "policy.yaml",
        POLICY.replace(
            "{group: leads, approvals: 1}", "{group: leads, approvals: 1, functions: [ops]}"));
    cases(
        """
          - name: named
            proposal: hello.json
            agent: bot
            expect: {stages: [{group: leads, approvals: 1, functions: [ops]}]}
          - name: not named
            proposal: hello.json
            agent: bot
            expect: {stages: [{group: leads, approvals: 1}]}
        """);
    write(
        "people.yaml",
        PEOPLE.replaceFirst("id: ann, name: Ann,", "id: ann, name: Ann, functions: [ops],"));

    assertThat(test().out())
        .contains("ok      named", "stages: expected [leads 1], got [leads 1 with function ops]");
  }

  @Test
  void whomAnActionIsForIsCompared() throws IOException {
    write(
        "policy.yaml",
        POLICY.replace(
            "gate: ask\n    stages: [{group: leads",
            "gate: ask\n    beneficiaries: [{who: action.subject, as: slack, tenant: T01}]\n    stages: [{group: leads"));
    cases(
        """
          - name: a message for olga
            proposal: hello.json
            change: {/proposed_changes/subject: u02}
            agent: bot
            expect: {gate: ask, beneficiaries: [olga]}
          - name: a message for ann
            proposal: hello.json
            change: {/proposed_changes/subject: U01}
            agent: bot
            expect: {beneficiaries: [olga], nobody_can_decide: true}
        """);

    CommandTestCase.Ran ran = test();

    assertThat(ran.out())
        .contains("ok      a message for olga", "beneficiaries: expected [olga], got []");
    assertThat(ran.exitCode()).isOne();
  }

  @Test
  void aCaseThatComesOutOtherwiseSaysHowAndWhy() throws IOException {
    cases(
        """
          - name: outside is allowed
            proposal: hello.json
            agent: bot
            expect: {gate: allow, rules: [inside], stages: [], risk: low, expires: 1d}
        """);

    CommandTestCase.Ran ran = test();

    assertThat(ran.out().lines().map(String::strip))
        .startsWith(
            "FAILED  outside is allowed (" + folder.resolve("policy-tests.yaml") + ":4)",
            "gate: expected allow, got ask",
            "rules: expected [inside], got [outside]",
            "stages: expected [], got [leads 1]",
            "risk: expected low, got medium",
            "expires: expected 1d, got 4h",
            "inside: The condition of this rule does not hold.",
            "outside: This rule matches and asks people.")
        .noneMatch(line -> line.startsWith("legal:"));
    assertThat(ran.exitCode()).isEqualTo(1);
  }

  /// The owner of the agent never decides what it proposes.
  @Test
  void aQuestionThatNobodyCouldAnswerIsARefusal() throws IOException {
    cases(
        """
          - name: contracts
            proposal: hello.json
            change: {/proposed_changes/subject: contract, /proposed_changes/to/0/address: ann@example.com}
            agent: bot
            expect: {gate: refuse, stages: [], nobody_can_decide: true}
          - name: for somebody unknown
            proposal: hello.json
            change: {/agent: {on_behalf_of: nobody}}
            agent: bot
            expect: {gate: refuse, nobody_can_decide: false}
          - name: for the only one who could decide
            proposal: hello.json
            change: {/agent: {on_behalf_of: ann}}
            agent: bot
            expect: {gate: refuse, nobody_can_decide: true}
        """);

    assertThat(test().out()).contains("3 cases, 0 failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "name: a                | nme: a                | /cases/0/name | required",
        "name: a                | nme: a                | /cases/0/nme | unknown_key",
        "name: a                | name: ''              | /cases/0/name | bad_name",
        "proposal: hello.json   | proposal: nope.json   | /cases/0/proposal | unreadable_file",
        "proposal: hello.json   | proposal: policy.yaml | /cases/0/proposal | not_json",
        "proposal: hello.json   | proposal: {a: 1}      | /cases/0/proposal | invalid_proposal",
        "proposal: hello.json   | proposal: 1           | /cases/0/proposal | wrong_type",
        "proposal: hello.json   | proposal: hello.json, change: {/a/b: 1} | /cases/0/change/~1a~1b | unknown_place",
        "proposal: hello.json   | proposal: hello.json, change: {/a: 1}   | /cases/0/proposal | invalid_proposal",
        "agent: bot             | agent: robot          | /cases/0/agent | unknown_agent",
        "expect: {gate: ask}    | expect: {}            | /cases/0/expect | expects_nothing",
        "gate: ask              | gate: maybe           | /cases/0/expect/gate | unknown_gate",
        "gate: ask              | risk: grave           | /cases/0/expect/risk | unknown_risk",
        "gate: ask              | expires: 1s           | /cases/0/expect/expires | bad_duration",
        "gate: ask              | stages: [{group: G, approvals: 1}] | /cases/0/expect/stages/0/group | bad_name",
        "gate: ask              | stages: [{group: g}]  | /cases/0/expect/stages/0/approvals | required",
        "gate: ask              | gates: ask            | /cases/0/expect/gates | unknown_key",
        "example.com            | 'not a domain'        | /internal_domains/0 | bad_domain",
        "version: 1             | version: 2            | /version | unsupported_version",
      })
  void whatIsWrongWithTheFileIsToldWithItsLine(
      String right, String wrong, String pointer, String code) throws IOException {
    String file = HEAD + "  - {name: a, proposal: hello.json, agent: bot, expect: {gate: ask}}\n";
    assertThat(file).contains(right);
    write("policy-tests.yaml", file.replace(right, wrong));

    CommandTestCase.Ran ran = test();

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .anyMatch(line ->
            line.matches(".*policy-tests\\.yaml:[1-4]: .*")
                && line.contains(": " + pointer + ": ")
                && line.endsWith("(" + code + ")"));
  }

  @Test
  void everythingWrongIsToldAtOnceAndNamesAreTakenOnce() throws IOException {
    String one = "  - {name: a, proposal: nope.json, agent: robot, expect: {}}\n";
    write("policy-tests.yaml", HEAD + one + one);

    assertThat(test().err().lines()).hasSize(7).anyMatch(line -> line.endsWith("(duplicate_name)"));
  }

  @Test
  void anotherFileMayBeNamedAndOneThatIsMissingIsTold() throws IOException {
    assertThat(test().err()).contains("policy-tests.yaml: There is no such file.");
    write(
        "others.yaml",
        HEAD + "  - {name: a, proposal: hello.json, agent: bot, expect: {gate: ask}}\n");
    assertThat(test(folder.resolve("others.yaml").toString()).exitCode()).isZero();
    assertThat(test("a", "b").exitCode()).isEqualTo(2);
  }

  @Test
  void aPolicyThatCannotBeReadIsTold() throws IOException {
    write("policy.yaml", POLICY.replace("gate: allow", "gate: maybe"));
    assertThat(test())
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.err()).contains("policy.yaml:7: /rules/0/gate: ", "(unknown_gate)");
        });
  }

  @Test
  void theCasesOfThePageHoldOfThePolicyAndThePeopleOfThePages() throws IOException {
    ReferencePage page = ReferencePage.read("policy.md");
    write("policy.yaml", page.section("Refunds").blocks("yaml").getFirst());
    write("people.yaml", ReferencePage.read("people.md").blocks("yaml").getFirst());
    Files.write(folder.resolve("refund.json"), ReferencePage.example("refund.json"));
    write("policy-tests.yaml", page.section("Cases").blocks("yaml").getFirst());

    assertThat(test().out()).contains("2 cases, 0 failed");
  }

  @Test
  void thePageNamesEveryCodeOfTheFile() throws ClassNotFoundException {
    Set<String> codes =
        new TreeSet<>(
            WrittenCodes.of(
                PolicyCasesReader.class,
                Class.forName("dev.countersign.app.policy.CaseProposals"),
                JsonForm.class));
    codes.removeAll(Set.of("internal_domains", "nobody_can_decide", "out_of_range", "change"));

    assertThat(ReferencePage.read("policy.md").section("Cases").named()).containsAll(codes);
  }

  private void cases(String cases) throws IOException {
    write("policy-tests.yaml", HEAD + cases);
  }

  private CommandTestCase.Ran test(String... more) {
    List<String> args = new ArrayList<>(List.of("policy", "test"));
    args.addAll(List.of("--policy", folder.resolve("policy.yaml").toString()));
    args.addAll(List.of("--people", folder.resolve("people.yaml").toString()));
    args.addAll(List.of(more));
    return CommandTestCase.run(args.toArray(String[]::new));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
