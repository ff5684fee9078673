package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Digest;
import dev.countersign.store.PostgresStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersignCommandTest extends CommandTestCase {
  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "serve --nonsense", "people", "policy", "keys rotate other"})
  void wrongUsageIsTwo(String args) {
    assertThat(run(args.isEmpty() ? new String[0] : args.split(" ")).exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "--version", "serve --help", "verify --help", "agents key --help"})
  void helpIsFine(String args) {
    assertThat(run(args.split(" ")))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isZero();
          assertThat(ran.out()).contains("countersign");
        });
  }

  @Test
  void settingsThatAreWrongAreToldLineByLine() throws IOException {
    Path file = write("countersign.yaml", "profil: x\nserver: {port: -1}\n");
    assertThat(run("serve", "--config", file.toString()))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(2);
          assertThat(ran.err().lines()).hasSize(4).noneMatch(line -> line.contains("Exception"));
        });
  }

  @Test
  void aPolicyThatEverybodyCanLiveWithPasses() {
    Ran ran = check();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).startsWith("1 rules, and every stage can be satisfied. Version sha-256:");
  }

  @Test
  void everyMistakeIsToldWithItsLine() throws IOException {
    write("policy.yaml", POLICY.replace("action.class ==", "acton.class =="));
    write("people.yaml", PEOPLE.replace("members: [reviewer-1]", "members: [nobody]"));
    Ran ran = check();
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().lines())
        .anyMatch(line -> line.matches(".*policy\\.yaml:4: /rules/0/when: .* \\(unknown_name\\)"))
        .anyMatch(line ->
            line.matches(
                ".*people\\.yaml:5: /groups/support-leads/members/0: .* \\(unknown_person\\)"));
  }

  @Test
  void stagesThatNobodyCanSatisfyAreTold() throws IOException {
    write("policy.yaml", POLICY.replace("approvals: 1", "approvals: 2"));
    assertThat(check())
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.err())
              .contains(
                  "policy.yaml:6: /rules/0/stages: support-leads: Stage 1 (support-leads) needs 2"
                      + " approvals; of its 1 member 1 could give one.");
        });
    write("policy.yaml", POLICY.replace("support-leads", "somebody-else"));
    assertThat(check().err()).contains("There is no group of this name.");
    write("policy.yaml", POLICY);
    write("people.yaml", PEOPLE.replace(", slack_channel: C01", ""));
    assertThat(check().err()).contains("no channel");
  }

  /// Whoever owns an agent never decides what it proposes.
  @Test
  void aStageThatTheOwnerOfEveryAgentWouldHaveToSatisfyIsTold() throws IOException {
    String owned = PEOPLE.replace("owner: owner-1", "owner: reviewer-1");
    write("people.yaml", owned);
    assertThat(check().err()).contains("1 is excluded as the agent's owner");
    write(
        "people.yaml",
        owned + "  other-bot: {owner: owner-1, key: ck_test_otherbot1, may_propose: [message]}\n");
    assertThat(check().err()).as("another agent can have it approved").isEmpty();
  }

  @Test
  void stagesThatTogetherWantOnePersonTwiceAreTold() throws IOException {
    write(
        "policy.yaml",
        POLICY.replace("approvals: 1}", "approvals: 1}, {group: legal, approvals: 1}"));
    write(
        "people.yaml",
        PEOPLE.replace("agents:", "  legal: {members: [reviewer-1], slack_channel: C02}\nagents:"));
    assertThat(check().err())
        .contains("Stages 1 (support-leads) and 2 (legal) together need 2 approvals");
  }

  @Test
  void aRuleThatAllowsOnTheAgentsWordAloneIsTold() throws IOException {
    String rule = "  - {id: sure, when: 'proposal.confidence > 0.9', gate: allow}\n";
    write("policy.yaml", POLICY + rule);
    assertThat(check().err())
        .contains("/rules/1/when: ", "only the agent says: proposal.confidence");
    write(
        "policy.yaml",
        POLICY + rule.replace("proposal.confidence > 0.9", "size(derived.fields) > 0"));
    assertThat(check().exitCode()).isZero();
  }

  @Test
  void aGroupInTeamsCanBeAskedInAChannelOrDirectly() throws IOException {
    String inTeams =
        PEOPLE.replace(
            "slack: {team: T01, user: U01}",
            "teams: {tenant: 8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36,"
                + " aad_object_id: 5e3c1b7a-90d4-4f6b-8a21-c7d2e8f01b93}");
    for (String where : List.of("teams_channel: '19:abc@thread.tacv2'", "teams_direct: true")) {
      write("people.yaml", inTeams.replace("slack_channel: C01", where));
      assertThat(check().exitCode()).as(where).isZero();
    }

    write("people.yaml", PEOPLE.replace("slack_channel: C01", "teams_direct: true"));
    assertThat(check().err())
        .as("nobody has an account in Teams")
        .contains("1 has no account where they are asked");
  }

  @Test
  void aGroupThatIsAskedOnlyWhereItsMembersHaveNoAccountIsTold() throws IOException {
    String teams = PEOPLE.replace("slack_channel: C01", "teams_channel: '19:leads@thread.tacv2'");
    write("people.yaml", teams);
    assertThat(check().err()).contains("1 has no account where they are asked");
    write(
        "people.yaml",
        teams.replace(
            "slack: {team: T01, user: U01}",
            "teams: {tenant: 8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36,"
                + " aad_object_id: 1a2b3c4d-0000-4000-8000-00000000000a}"));
    assertThat(check().err()).isEmpty();
  }

  @Test
  void aRuleThatNeedsAStrongerCheckThanThereIsIsTold() throws IOException {
    write("policy.yaml", POLICY + "    chat_approve: false\n");
    assertThat(check().err())
        .contains("policy.yaml:6: /rules/0/stages: ", "Link an account on the console");
  }

  @Test
  void settingsArePrintedWithoutSecrets() throws IOException {
    Ran ran = run("config", "print", "--redacted", "--config", settings("").toString());
    assertThat(ran.exitCode()).isZero();
    assertThat(run("config", "print", "--config", settings("").toString()).out())
        .as("as it is documented")
        .isEqualTo(ran.out());
    assertThat(ran.out())
        .contains("database.password: [REDACTED]")
        .contains("server.port: 8080  # default")
        .doesNotContain(database.config().password());
  }

  @Test
  void keysAreRotatedInTwoSteps() throws IOException {
    String config = settings("").toString();
    assertThat(run("keys", "list", "--config", config))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.err()).contains("there is no key file");
        });
    makeKeys();
    assertThat(run("keys", "rotate", "grant", "--config", config).out().lines())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("grant") && line.contains(" next "));
    assertThat(run("keys", "rotate", "grant", "--config", config))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.err()).contains("may not sign before");
        });
    assertThat(run("keys", "list", "--config", config).out().lines()).hasSize(4);
  }

  @Test
  void anAgentsKeyIsShownOnceAndOnlyItsHashIsKept() throws IOException {
    makeKeys();
    String config = settings("").toString();
    assertThat(run("agents", "key", "support-bot", "--config", config).exitCode()).isEqualTo(1);
    assertThat(run("people", "import", "--config", config))
        .satisfies(ran -> {
          assertThat(ran.err()).isEmpty();
          assertThat(ran.out()).contains("2 people, 1 groups, 1 agents");
        });

    Ran made = run("agents", "key", "support-bot", "--config", config);
    assertThat(made.exitCode()).isZero();
    String key = made.out().strip();
    assertThat(key).matches("ck_test_abcdefgh_[0-9a-f]{64}");
    String secret = key.substring("ck_test_abcdefgh_".length());
    assertThat(
            database.store().key("ck_test_abcdefgh").flatMap(PostgresStore.StoredKey::secretHash))
        .hasValueSatisfying(hash ->
            assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo(
                    HexFormat.of()
                        .formatHex(Digest.sha256(secret.getBytes(StandardCharsets.UTF_8)))));

    assertThat(run("agents", "key", "support-bot", "--config", config))
        .satisfies(again -> {
          assertThat(again.exitCode()).isEqualTo(1);
          assertThat(again.out()).isEmpty();
        });
    assertThat(run("agents", "key", "support-bot", "--replace", "--config", config).out().strip())
        .startsWith("ck_test_abcdefgh_")
        .isNotEqualTo(key);
    assertThat(run("agents", "key", "No Id!", "--config", config).exitCode()).isEqualTo(2);
  }

  @Test
  void whoIsOnCallIsShownOfThePeopleThatCount() throws IOException {
    makeKeys();
    String config = settings("").toString();
    run("people", "import", "--config", config);
    assertThat(onCall(config, "2026-12-08T12:00:00Z").out()).contains("No group has a rotation.");

    String rotation =
        ", on_call: {from: 2026-11-30T09:00, zone: Europe/Berlin, every: 1w, people: [%s]}}";
    write(
        "people.yaml",
        PEOPLE
            .replace("C01}", "C01" + rotation.formatted("reviewer-1"))
            .replace(
                "agents:",
                "  owners: {members: [owner-1, reviewer-1]"
                    + rotation.formatted("owner-1, reviewer-1")
                    + "\nagents:"));
    assertThat(onCall(config, "2026-12-08T12:00:00Z").out())
        .as("not imported")
        .contains("No group");
    assertThat(run("people", "import", "--config", config).exitCode()).isZero();

    assertThat(onCall(config, "2026-12-08T12:00:00Z").out().lines())
        .containsExactly(
            "owners  reviewer-1  until 2026-12-14T08:00:00Z",
            "support-leads  reviewer-1  until 2026-12-14T08:00:00Z");
    assertThat(onCall(config, "2026-11-30T07:59:59Z").out().lines())
        .contains("owners  nobody before 2026-11-30T09:00 in Europe/Berlin");
    assertThat(run("people", "on-call", "--config", config).exitCode()).isZero();
    assertThat(onCall(config, "tomorrow").exitCode()).isEqualTo(2);
    assertThat(onCall(config, "+10000-01-01T00:00:00Z").exitCode()).isEqualTo(2);
  }

  @Test
  void whoStandsInIsShownForTheTimeOfTheAbsence() throws IOException {
    makeKeys();
    String config = settings("").toString();
    write(
        "people.yaml",
        PEOPLE.replace(
            "{id: reviewer-1,",
            "{id: reviewer-1, away: [{from: 2026-12-20, until: 2027-01-02, instead: owner-1}],"));
    run("people", "import", "--config", config);

    assertThat(onCall(config, "2026-12-24T18:00:00Z").out().lines())
        .contains("in place of reviewer-1  owner-1  until 2027-01-03T00:00:00Z");
    assertThat(onCall(config, "2027-01-03T00:00:00Z").out()).doesNotContain("in place of");
  }

  private static Ran onCall(String config, String at) {
    return run("people", "on-call", "--at", at, "--config", config);
  }

  @Test
  void keysOfAnotherEnvironmentAreNotImported() throws IOException {
    Ran ran = run("people", "import", "--config", settings("environment: live\n").toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("people.yaml:7: /agents/support-bot/key: ");
  }

  @Test
  void anEmptyDatabaseIsSound() throws IOException {
    String config = settings("").toString();
    makeKeys();
    Ran ran = run("verify", "--config", config);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains(
            "0 requests with 0 entries: sound", "What this cannot see: a request that was removed");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void migratingAgainChangesNothingAndNeedsAnAdmin() throws IOException {
    assertThat(run("migrate", "--config", settings("").toString()).exitCode()).isEqualTo(2);
    Path config = settings("", "  admin_user: postgres\n  admin_password: unused\n");
    assertThat(run("migrate", "--config", config.toString()))
        .satisfies(ran -> {
          assertThat(ran.err()).isEmpty();
          assertThat(ran.exitCode()).isZero();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migrate",
        "people import",
        "people on-call",
        "agents key support-bot",
        "verify",
        "serve",
        "deploy"
      })
  void aDatabaseThatCannotBeReachedIsThree(String command) throws IOException {
    makeKeys();
    Path config =
        write(
            "away.yaml",
            """
            database:
              url: jdbc:postgresql://127.0.0.1:1/gate
              password: x
              admin_user: postgres
              acquire_timeout: 250ms
            """);
    Ran ran = run((command + " --config " + config).split(" "));
    assertThat(ran.exitCode()).as(ran.err()).isEqualTo(3);
    assertThat(ran.err().lines()).singleElement().asString().contains("database");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "people import",
        "people on-call",
        "agents key support-bot",
        "verify",
        "serve",
        "deploy"
      })
  void aDatabaseThatWasNotMigratedIsOneSentence(String command) throws Exception {
    makeKeys();
    database.asAdmin("create database bare_" + command.replace(" ", "_").replace("-", "_"));
    String url = database.url();
    Path config =
        write(
            "bare.yaml",
            "database:\n  url: %s\n  user: %s\n  password: %s\n"
                .formatted(
                    url.substring(0, url.lastIndexOf('/') + 1)
                        + "bare_"
                        + command.replace(" ", "_").replace("-", "_"),
                    database.config().user(),
                    database.config().password()));
    Ran ran = run((command + " --config " + config).split(" "));
    assertThat(ran.exitCode()).as(ran.err()).isEqualTo(1);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .contains("is empty", "countersign migrate");
  }

  @Test
  void keysAreMadeOnPurposeInProduction() throws IOException {
    String config = settings("").toString();
    assertThat(run("serve", "--config", config))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.err()).contains("there is no key file", "countersign keys init");
        });
    assertThat(folder.resolve("keys.json")).doesNotExist();
    assertThat(run("keys", "init", "--config", config).exitCode()).isZero();
    assertThat(run("keys", "init", "--config", config))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.err()).contains("already");
        });
  }

  @Test
  void aStartTellsEverythingThatIsWrongAtOnce() throws IOException {
    write("policy.yaml", POLICY.replace("approvals: 1", "approvals: 2"));
    write(
        "connections.yaml",
        """
        billing:
          kind: http
          base_url: https://billing.example
          allow: [{method: POST, path: /v1/refunds}]
          credential: 'env:NO_SUCH_VARIABLE_HERE'
        """);
    Ran ran = run("serve", "--config", settings("").toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .contains("/rules/0/stages: support-leads: Stage 1 (support-leads) needs 2 approvals")
        .contains("/billing/credential: There is no credential at env:NO_SUCH_VARIABLE_HERE")
        .contains("there is no key file");
  }

  private Ran check() {
    return run(
        "policy",
        "check",
        "--policy",
        folder.resolve("policy.yaml").toString(),
        "--people",
        folder.resolve("people.yaml").toString());
  }
}
