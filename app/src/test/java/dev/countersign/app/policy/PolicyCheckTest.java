package dev.countersign.app.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ReferencePage;
import dev.countersign.WrittenCodes;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.app.policy.PolicyCheck.Written;
import dev.countersign.people.GroupReview;
import dev.countersign.people.StandInReview;
import dev.countersign.policy.PolicyReview;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Everything is told with its line; only errors end the check.
class PolicyCheckTest {
  private static final String PEOPLE =
      """
      people:
        - {id: ann, name: Ann, accounts: {slack: {team: T01, user: U01}}}
        - {id: olga, name: Olga}
      groups:
        leads: {members: [ann], slack_channel: C01}
        legal: {members: [ann], slack_channel: C02}
      agents:
        bot: {owner: olga, key: ck_live_a1b2c3d4, may_propose: [api_call]}
      """;

  private static final String RULE =
      """
      version: 1
      rules:
        - id: calls
          when: 'agent.id == "robot"'
          gate: ask
          stages: [{group: leads, approvals: 1}]
      """;

  @Test
  void whatKeepsNobodyFromDecidingIsAWarning() {
    PolicyCheck found = check(RULE);

    assertThat(found.errors()).isEmpty();
    assertThat(found.warnings())
        .extracting(FileProblem::toString)
        .containsExactly(
            "people.yaml:6: /groups/legal: warning: This group has the very members of leads: two"
                + " stages that ask both ask the same people. (same_members)",
            "people.yaml:6: /groups/legal: warning: No rule of the policy asks this group."
                + " (unused_group)",
            "policy.yaml:4: /rules/0/when: warning: There is no agent of the name robot."
                + " (unknown_agent)");
  }

  @Test
  void aRuleThatNeverMatchesIsAnError() {
    assertThat(check(RULE.replace("agent.id == \"robot\"", "action.class == \"call\"")).errors())
        .singleElement()
        .asString()
        .startsWith("policy.yaml:4: /rules/0/when: This rule never matches")
        .endsWith("(never_matches)");
  }

  @Test
  void stagesThatNobodyCanSatisfyAreToldOnce() {
    PolicyCheck found =
        check(RULE.replace("approvals: 1}]", "approvals: 1}, {group: legal, approvals: 1}]"));

    assertThat(found.errors())
        .singleElement()
        .asString()
        .startsWith("policy.yaml:6: /rules/0/stages: ")
        .endsWith("(nobody_can_decide)");
    assertThat(found.warnings())
        .extracting(FileProblem::toString)
        .noneMatch(line -> line.endsWith("(needed_twice)"));
  }

  @Test
  void thePageNamesEveryCode() {
    Set<String> codes =
        new TreeSet<>(
            WrittenCodes.of(
                PolicyReview.class,
                GroupReview.class,
                StandInReview.class,
                PolicyCheck.class,
                StageCheck.class));

    assertThat(ReferencePage.read("policy.md").section("What else is told").named())
        .isEqualTo(codes);
  }

  private static PolicyCheck check(String policy) {
    YamlDocument rules = yaml("policy.yaml", policy);
    YamlDocument people = yaml("people.yaml", PEOPLE);
    return PolicyCheck.of(
        new Written<>(rules, read(GateFiles.policy(rules))),
        new Written<>(people, read(GateFiles.people(people, Optional.empty()))),
        StageCheck.OF_THIS_VERSION);
  }

  private static YamlDocument yaml(String name, String text) {
    return read(YamlDocument.read(name, text.getBytes(UTF_8)));
  }

  private static <T> T read(FileReading<T> reading) {
    assertThat(reading.problems()).isEqualTo(List.of());
    return ((FileReading.Read<T>) reading).value();
  }
}
