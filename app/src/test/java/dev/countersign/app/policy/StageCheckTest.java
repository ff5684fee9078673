package dev.countersign.app.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.file.FileProblem;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.file.YamlDocument;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.people.Surfaces.Offer;
import dev.countersign.proposal.AgentEnvironment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is checked against this version changes with what a version offers, and with nothing else.
class StageCheckTest {
  private static final String POLICY =
      """
      version: 1
      rules:
        - id: calls
          when: 'action.class == "api_call"'
          gate: ask
          chat_approve: false
          stages: [{group: leads, approvals: 1}]
      """;

  private static final String PEOPLE =
      """
      people:
        - {id: ann, name: Ann, accounts: {slack: {team: T01, user: U01}}}
        - {id: olga, name: Olga}
      groups:
        leads: {members: [ann], slack_channel: C01}
      agents:
        bot: {owner: olga, key: ck_live_a1b2c3d4, may_propose: [api_call]}
      """;

  private static final String WITH_LOGIN =
      PEOPLE.replace("user: U01}", "user: U01}, oidc: {iss: 'https://login.example', sub: s1}");

  @Test
  void aStrongerCheckThatNothingOffersIsTold() {
    assertThat(problems(PEOPLE, StageCheck.OF_THIS_VERSION))
        .singleElement()
        .asString()
        .contains("Approving needs a passkey, and there is no console to use one on.");
    assertThat(problems(PEOPLE, withConsole(false)))
        .singleElement()
        .asString()
        .contains("there is no console to use one on");
  }

  @Test
  void aStrongerCheckThatAVersionOffersIsAMatterOfWhoCanPassIt() {
    assertThat(problems(WITH_LOGIN, withConsole(true))).isEmpty();
    assertThat(problems(PEOPLE, withConsole(true)))
        .singleElement()
        .asString()
        .contains("1 has no account where approving has the stronger check")
        .contains("Link an account on the console for 1 more person");
  }

  @Test
  void aPageAsksNobodyByItself() {
    String unasked = WITH_LOGIN.replace(", slack_channel: C01", "");

    assertThat(problems(unasked, withConsole(true)))
        .singleElement()
        .asString()
        .contains("the group has no channel and is not asked directly");
  }

  @Test
  void functionsThatNobodyHasAreToldWhereTheyStand() {
    String policy =
        POLICY
            .replace("chat_approve: false", "chat_approve: true")
            .replace("approvals: 1}", "approvals: 1, functions: [legal, leagl]}");
    String people = PEOPLE.replace("name: Ann,", "name: Ann, functions: [legal],");

    assertThat(problems(policy, people, StageCheck.OF_THIS_VERSION))
        .singleElement()
        .asString()
        .contains("Nobody in people.yaml has the function leagl. (unknown_function)");
    assertThat(problems(policy, PEOPLE, StageCheck.OF_THIS_VERSION).toString())
        .contains("1 has none of the functions that count here: leagl, legal", "leagl, nor legal");
  }

  @Test
  void workingTimeOfGroupsThatAlwaysWorkIsTold() {
    String policy = POLICY.replace("chat_approve: false", "sla: {expires: 4h, clock: working}");
    String calendar =
        """
        calendars:
          office: {zone: UTC, days: [mon], from: "09:00", to: "17:00"}
        """;
    String working = PEOPLE.replace("C01}", "C01, calendar: office}") + calendar;

    assertThat(problems(policy, working, StageCheck.OF_THIS_VERSION)).isEmpty();
    assertThat(problems(policy, PEOPLE, StageCheck.OF_THIS_VERSION))
        .singleElement()
        .asString()
        .contains("example.yaml:6: /rules/0/sla/clock: ")
        .contains("all time counts as working time");
  }

  private static Surfaces withConsole(boolean strongerCheck) {
    Map<Surface, Offer> offers = new HashMap<>(StageCheck.OF_THIS_VERSION.offers());
    offers.put(Surface.CONSOLE, new Offer("https://login.example", true, strongerCheck));
    return new Surfaces(offers);
  }

  private static List<FileProblem> problems(String people, Surfaces surfaces) {
    return problems(POLICY, people, surfaces);
  }

  private static List<FileProblem> problems(String rules, String people, Surfaces surfaces) {
    YamlDocument policy = yaml(rules);
    return StageCheck.of(
        policy,
        read(GateFiles.policy(policy)),
        read(GateFiles.people(yaml(people), Optional.of(AgentEnvironment.LIVE))),
        surfaces);
  }

  private static YamlDocument yaml(String text) {
    return read(YamlDocument.read("example.yaml", text.getBytes(UTF_8)));
  }

  private static <T> T read(FileReading<T> reading) {
    assertThat(reading.problems()).isEmpty();
    return ((FileReading.Read<T>) reading).value();
  }
}
