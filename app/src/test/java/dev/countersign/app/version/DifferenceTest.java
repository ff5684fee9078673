package dev.countersign.app.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.ConnectionsDifference;
import dev.countersign.people.People;
import dev.countersign.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What operators and auditors read of a difference, and what of it counts as looser (`!`).
class DifferenceTest {
  private static final String POLICY =
      """
      version: 1
      facts: {large: 'proposal.confidence > 0.5'}
      risk:
        - {id: wide, when: 'true', impact: 3, likelihood: 2}
      rules:
        - id: calls
          when: 'action.class == "api_call"'
          gate: ask
          stages: [{group: leads, approvals: 2, distinct_function: true, functions: [finance, legal]}]
          beneficiaries: [{who: action.target_id, as: oidc, tenant: 'https://a.example'}]
          vote_window: 2h
          read_for: 20s
          sla: {expires: 4h, clock: wall, escalate: {after: 2h, to: directors}, extend: {by: 1h, times: 2}}
        - {id: tools, when: 'action.class == "tool_call"', gate: refuse}
        - {id: notes, when: 'action.class == "message"', gate: allow}
        - id: edits
          when: 'action.class == "record_change"'
          gate: allow
          until: 2099-01-31
          limits: [{per: agent, uses: 10, within: 1h}]
          stages: [{group: editors, approvals: 1}]
      pilot: {agents: [first-bot, second-bot], groups: [editors], rules: [calls]}
      freeze_agent: {fast_approvals: {times: 5, within: 1h}}
      loosening_needs_two: true
      """;

  private static final String CONNECTIONS =
      """
      billing:
        kind: http
        base_url: https://api.billing.example
        allow: [{method: POST, path: /v1/refunds}]
        headers: [Stripe-Version]
        credential: env:BILLING_TOKEN
        idempotency_header: Idempotency-Key
        limits: {rate: 20/h, concurrency: 3}
      tickets: {kind: advisory}
      """;

  private static final String PEOPLE =
      """
      people:
        - {id: ann, name: Ann, functions: [support], accounts: {slack: {team: T01, user: U01}}}
        - {id: olga, name: Olga}
      groups:
        leads: {members: [ann], slack_channel: C01}
      agents:
        bot: {owner: olga, key: ck_test_abcdefgh, may_propose: [message], must_name_person: true}
      """;

  @Test
  void sameFilesDifferInNothing() {
    assertThat(PolicyDifference.between(policy(POLICY), policy(POLICY + "# words\n"))).isEmpty();
    assertThat(ConnectionsDifference.between(connections(CONNECTIONS), connections(CONNECTIONS)))
        .isEmpty();
    assertThat(PeopleDifference.between(people(PEOPLE), people(PEOPLE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "approvals: 2 | approvals: 1 | ! rule calls, leads: 1 approvals, was 2",
        "approvals: 2 | approvals: 3 | rule calls, leads: 3 approvals, was 2",
        "distinct_function: true | distinct_function: false | ! rule calls, leads:"
            + " distinct_function false, was true",
        ", functions: [finance, legal] | '' | ! rule calls, leads: functions any, was finance or"
            + " legal",
        "[finance, legal] | [finance, tax] | ! rule calls, leads: functions finance or tax, was"
            + " finance or legal",
        "[finance, legal] | [finance] | rule calls, leads: functions finance, was finance or legal",
        "as: oidc | as: slack | ! rule calls: no longer keeps from deciding whom action.target_id"
            + " (oidc https://a.example) names",
        "as: oidc | as: slack | rule calls: keeps from deciding whom action.target_id (slack"
            + " https://a.example) names",
        "vote_window: 2h | vote_window: 3h | ! rule calls, leads: vote_window 3h, was 2h",
        "vote_window: 2h | vote_window: 1h | rule calls, leads: vote_window 1h, was 2h",
        "expires: 4h | expires: 8h | ! rule calls: sla.expires 8h, was 4h",
        "expires: 4h | expires: 3h | rule calls: sla.expires 3h, was 4h",
        "after: 2h | after: 1h | ! rule calls: sla.escalate directors after 1h, was directors after"
            + " 2h",
        "after: 2h | after: 3h | rule calls: sla.escalate directors after 3h, was directors after"
            + " 2h",
        "to: directors | to: board | ! rule calls: sla.escalate board after 2h, was directors after"
            + " 2h",
        "read_for: 20s | read_for: 10s | ! rule calls: read_for 10s, was 20s",
        "read_for: 20s | read_for: 30s | rule calls: read_for 30s, was 20s",
        "clock: wall | clock: working | ! rule calls: sla.clock working, was wall",
        "by: 1h | by: 2h | ! rule calls: sla.extend 2h up to 2 times, was 1h up to 2 times",
        "times: 2 | times: 1 | rule calls: sla.extend 1h up to 1 times, was 1h up to 2 times",
        "uses: 10 | uses: 20 | ! rule edits: allows 20 per agent within 1h, until"
            + " 2099-02-01T00:00:00Z, was 10 per agent within 1h, until 2099-02-01T00:00:00Z",
        "group: editors, approvals: 1 | group: editors, approvals: 2 | rule edits, editors: 2"
            + " approvals, was 1",
        "gate: refuse | gate: allow | ! rule tools: gate allow, was refuse",
        "gate: allow} | gate: refuse} | rule notes: gate refuse, was allow",
        "impact: 3 | impact: 2 | ! risk factor wide: impact 2, likelihood 2, was impact 3,"
            + " likelihood 2",
        "impact: 3 | impact: 4 | risk factor wide: impact 4, likelihood 2, was impact 3, likelihood"
            + " 2",
        "confidence > 0.5 | confidence > 0.6 | ! fact large: condition proposal.confidence > 0.6,"
            + " was proposal.confidence > 0.5",
        "id: tools | id: gone | ! rule tools removed; it said refuse",
        "id: notes | id: other | ! rule other added: allow, when action.class == \"message\"",
        "[first-bot, second-bot] | [first-bot] | ! pilot: agent second-bot is no longer gated",
        "[first-bot, second-bot] | [first-bot, second-bot, third-bot] | pilot: agent third-bot is"
            + " gated",
        "groups: [editors] | groups: [] | ! pilot: group editors is no longer gated",
        "groups: [editors] | groups: [leads, editors] | pilot: group leads is gated",
        "rules: [calls] | rules: [] | ! pilot: rule calls is no longer gated",
        "rules: [calls] | rules: [calls, tools] | pilot: rule tools is gated",
        "pilot: {agents: [first-bot, second-bot], groups: [editors], rules: [calls]} | '' | pilot"
            + " removed: everything is gated",
        "times: 5 | times: 6 | ! freeze_agent, fast_approvals: 6 within 1h, was 5 within 1h",
        "within: 1h}} | within: 30m}} | ! freeze_agent, fast_approvals: 5 within 30m, was 5 within"
            + " 1h",
        "within: 1h}} | within: 2h}} | freeze_agent, fast_approvals: 5 within 2h, was 5 within 1h",
        "{fast_approvals: | {over_budget: | ! freeze_agent, fast_approvals: freezes nobody, was 5"
            + " within 1h",
        "{fast_approvals: | {over_budget: | freeze_agent, over_budget: 5 within 1h",
        "loosening_needs_two: true | loosening_needs_two: false | ! what loosens needs one"
            + " operator, was two",
      })
  void aPolicyIsComparedPartByPart(String old, String now, String told) {
    assertThat(texts(PolicyDifference.between(policy(POLICY), policy(POLICY.replace(old, now)))))
        .contains(told);
  }

  @Test
  void aPilotWhereEverythingWasGatedIsLooser() {
    String without = POLICY.substring(0, POLICY.indexOf("pilot:"));
    assertThat(texts(PolicyDifference.between(policy(without), policy(POLICY))))
        .containsExactly(
            "! pilot added: only agents [first-bot, second-bot], groups [editors] and rules [calls]"
                + " are gated, everything else is only observed",
            "freeze_agent, fast_approvals: 5 within 1h",
            "what loosens needs two operators");
  }

  @Test
  void aGroupInPlaceOfAnotherIsLooser() {
    assertThat(
            texts(
                PolicyDifference.between(
                    policy(POLICY), policy(POLICY.replace("group: leads", "group: others")))))
        .containsExactly(
            "! rule calls: no longer asks leads 2 (distinct functions) (of finance or legal)",
            "rule calls: also asks others 2 (distinct functions) (of finance or legal)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api.billing | evil.billing | ! connection billing: base_url https://evil.billing.example,"
            + " was https://api.billing.example",
        "{method: POST, path: /v1/refunds} | {method: POST, path: /v1/refunds}, {method: GET, path:"
            + " /v1/all} | ! connection billing: allow adds GET /v1/all",
        "path: /v1/refunds | path: /v1/returns | connection billing: allow drops POST /v1/refunds",
        "[Stripe-Version] | [Stripe-Version, X-Extra] | ! connection billing: headers adds x-extra",
        "env:BILLING_TOKEN | env:ROOT_TOKEN | ! connection billing: credential env:ROOT_TOKEN, was"
            + " env:BILLING_TOKEN",
        "rate: 20/h | rate: 30/h | ! connection billing, limits: rate 30 in PT1H, was 20 in PT1H",
        "rate: 20/h | rate: 10/h | connection billing, limits: rate 10 in PT1H, was 20 in PT1H",
        "concurrency: 3 | concurrency: 2 | connection billing, limits: concurrency 2, was 3",
        "tickets: | boards: | ! connection boards added: advisory",
        "tickets: | boards: | connection tickets removed",
      })
  void connectionsAreComparedPartByPart(String old, String now, String told) {
    assertThat(
            texts(
                ConnectionsDifference.between(
                        connections(CONNECTIONS), connections(CONNECTIONS.replace(old, now)))
                    .stream()
                    .map(change -> new Change(change.text(), change.loosens()))
                    .toList()))
        .contains(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "members: [ann] | members: [ann, olga] | ! group leads: member olga added",
        "members: [ann] | members: [olga] | group leads: member ann removed",
        "slack_channel: C01 | slack_channel: C02 | group leads: asked in slack C02, was slack C01",
        "members: [ann] | members: [ann, olga], may_freeze: true | ! group leads: may_freeze true,"
            + " was false",
        "members: [ann] | members: [ann], console: auditor | ! group leads: console auditor, was"
            + " none",
        "user: U01 | user: U02 | ! person ann: account slack:T01:U02 added",
        "user: U01 | user: U02 | person ann: account slack:T01:U01 removed",
        "[support] | [support, finance] | ! person ann: function finance added",
        "owner: olga | owner: ann | ! agent bot: owner ann, was olga",
        "[message] | [message, api_call] | ! agent bot: may propose api_call",
        "[message] | [api_call] | agent bot: may no longer propose message",
        "must_name_person: true | must_name_person: true, environments: [staging] | agent bot: may"
            + " no longer act in production",
        "may_propose: [message], must_name_person: true | may_propose: [message], environments: [],"
            + " must_name_person: true | agent bot: may no longer act in test",
        "must_name_person: true | must_name_person: false | ! agent bot: must_name_person false,"
            + " was true",
        "name: Olga | name: Olga O | person olga: name Olga O, was Olga",
      })
  void peopleAreComparedPartByPart(String old, String now, String told) {
    assertThat(texts(PeopleDifference.between(people(PEOPLE), people(PEOPLE.replace(old, now)))))
        .contains(told);
  }

  @Test
  void anAgentThatMayActInMoreEnvironmentsIsLooser() {
    String staging = PEOPLE.replace("must_name", "environments: [staging], must_name");
    assertThat(texts(PeopleDifference.between(people(staging), people(PEOPLE))))
        .containsExactly(
            "! agent bot: may act in development",
            "! agent bot: may act in production",
            "! agent bot: may act in test");
  }

  @Test
  void nothingInAFileDrawsOnTheTerminal() {
    assertThat(new Change("a\u001b[2Jb\nc", false).text()).doesNotContain("\u001b", "\n");
    assertThat(new Change("x".repeat(1_000), false).text()).hasSize(400).endsWith("…");
  }

  private static List<String> texts(List<Change> changes) {
    return changes.stream().map(change -> (change.loosens() ? "! " : "") + change.text()).toList();
  }

  private static Policy policy(String yaml) {
    return read(yaml(yaml).then(GateFiles::policy));
  }

  private static Connections connections(String yaml) {
    return read(yaml(yaml).then(GateFiles::connections));
  }

  private static People people(String yaml) {
    return read(yaml(yaml).then(document -> GateFiles.people(document, Optional.empty())));
  }

  private static FileReading<YamlDocument> yaml(String text) {
    return YamlDocument.read("file.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> T read(FileReading<T> reading) {
    assertThat(reading.problems()).isEmpty();
    return ((FileReading.Read<T>) reading).value();
  }
}
