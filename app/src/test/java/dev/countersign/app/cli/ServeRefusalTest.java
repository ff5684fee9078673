package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.keys.KeyFile;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.KeyRing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/// What a replica is told that does not fit the deployment or the machine it starts on.
class ServeRefusalTest extends CommandTestCase {
  /// It serves what is in force from the database, where that is kept; see `SwitchedVersionTest`.
  @Test
  void aReplicaWithAnotherPolicyDoesNotStartWhereTheOneInForceIsNotKept() throws Exception {
    makeKeys();
    String config = settings("").toString();
    assertThat(run("deploy", "--config", config).out()).contains("policy.yaml sha-256:");
    database.asAdmin(
        "alter table countersign.file_text disable trigger written_once; delete from"
            + " countersign.file_text; alter table countersign.file_text enable always trigger"
            + " written_once");
    write("policy.yaml", POLICY + "# another\n");
    for (int start = 1; start <= 2; start++) {
      Ran ran = run("serve", "--config", config);
      assertThat(ran.exitCode()).as(ran.err()).isEqualTo(1);
      assertThat(ran.err()).contains("whose bytes are not kept", "countersign deploy");
    }
  }

  @Test
  void aReplicaWithOtherKeysDoesNotStart() throws Exception {
    makeKeys();
    String config = settings("").toString();
    assertThat(run("deploy", "--config", config).out()).contains("policy.yaml sha-256:");
    Files.delete(folder.resolve("keys.json"));
    makeKeys();
    write("policy.yaml", POLICY + "# another\n");
    assertThat(run("deploy", "--config", config))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.err()).contains("keys.json: none of these keys is known");
        });
    Ran ran = run("serve", "--config", config);
    assertThat(ran.exitCode()).as(ran.err()).isEqualTo(1);
    assertThat(ran.err().lines())
        .singleElement()
        .asString()
        .contains("keys.json: none of these keys is known");
  }

  @Test
  void anOlderPeopleFileIsImportedOnlyByForce() throws IOException {
    makeKeys();
    String config = settings("").toString();
    write("people.yaml", PEOPLE);
    assertThat(run("people", "import", "--config", config).exitCode()).isZero();
    write("people.yaml", PEOPLE.replace("Rita", "Ronja"));
    assertThat(run("people", "import", "--config", config).exitCode()).isZero();
    write("people.yaml", PEOPLE);
    assertThat(run("people", "import", "--config", config))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.err()).contains("imported before", "--force");
        });
    assertThat(run("people", "import", "--force", "--config", config).exitCode()).isZero();
  }

  @Test
  void recoverBeginsAnEpochAndListsWhatIsHeld() throws IOException {
    makeKeys();
    String config = settings("").toString();
    hold();
    assertThat(run("verify", "--config", config))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).isEqualTo(1);
          assertThat(ran.out()).contains("On hold", "countersign recover");
        });
    assertThat(run("recover", "--config", config))
        .satisfies(ran -> {
          assertThat(ran.exitCode()).as(ran.err()).isZero();
          assertThat(ran.out()).contains("Epoch 3 has begun", "0 approved actions are held");
        });
    assertThat(run("verify", "--config", config).exitCode()).isZero();
    assertThat(run("recover", "list", "--config", config).out()).isEmpty();
    for (String end : new String[] {"release", "withdraw"}) {
      assertThat(run("recover", end, "prop_01ARZ3NDEKTSV4RRFFQ69G5FAV", "--config", config))
          .satisfies(ran -> {
            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(ran.err()).contains("not held", "recover list");
          });
    }
  }

  /// As a replica of this deployment would.
  private void hold() throws IOException {
    KeyRing keys =
        new KeyFile(folder.resolve("keys.json"), new SecureRandom(), InstantSource.system()).load();
    try (PostgresStore gate = PostgresStore.open(database.config(), keys.evidence())) {
      gate.recovery().hold();
    }
  }

  @Test
  void aPortThatIsTakenIsOneSentence() throws Exception {
    makeKeys();
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Path config =
          settings(
              "profile: sandbox\nserver: {port: 0, management_port: "
                  + taken.getLocalPort()
                  + "}\n");
      Ran ran = run("serve", "--config", config.toString());
      assertThat(ran.exitCode()).as(ran.err()).isEqualTo(3);
      assertThat(ran.err().lines())
          .singleElement()
          .asString()
          .contains("server.management_port", Integer.toString(taken.getLocalPort()), "taken");
    }
  }

  @Test
  void aTokenThatSlackDoesNotKnowIsOneSentence() throws Exception {
    makeKeys();
    try (SlackSandbox slack = SlackSandbox.builder(InstantSource.system()).start()) {
      Path config =
          settings(
              """
              profile: sandbox
              server: {port: 0, management_port: 0}
              slack:
                signing_secret: %s
                bot_token: xoxb-not-this-one
                team_id: %s
                app_id: %s
                api_base: %s
                reply_origins: ["%s"]
              """
                  .formatted(
                      slack.signingSecret(),
                      Workspace.TEAM_ID,
                      Workspace.APP_ID,
                      slack.apiUrl(),
                      slack.baseUrl()));
      Ran ran = run("serve", "--config", config.toString());
      assertThat(ran.exitCode()).as(ran.err()).isEqualTo(2);
      assertThat(ran.err().lines())
          .singleElement()
          .asString()
          .contains("Slack does not take this gate (invalid_auth)", "slack.bot_token")
          .doesNotContain("xoxb");
    }
  }
}
