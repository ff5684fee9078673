package dev.countersign.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.config.ConfigurationReader;
import dev.countersign.app.file.FileReading;
import dev.countersign.app.file.GateFiles;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.executors.credential.ProcessCredentials;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.DeploymentVersions;
import dev.countersign.ledger.FileText;
import dev.countersign.ledger.VersionChange;
import dev.countersign.ledger.VersionEvent;
import dev.countersign.people.People;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a replica makes of changes to the files in its folder.
class WatchedFilesTest {
  private static final String POLICY =
      """
      version: 1
      rules:
        - id: mails
          when: 'action.class == "message"'
          gate: ask
          stages: [{group: leads, approvals: 1}]
      """;
  private static final String STRICTER =
      POLICY + "  - {id: no-tools, when: 'action.class == \"tool_call\"', gate: refuse}\n";
  private static final String LOOSER =
      POLICY.replace("gate: ask", "gate: allow").replace("    stages", "    # stages");
  private static final String PEOPLE =
      """
      people:
        - {id: olga, name: Olga}
        - {id: rita, name: Rita, accounts: {slack: {team: T01, user: U01}}}
      groups:
        leads: {members: [rita], slack_channel: C01}
      agents:
        mail-bot: {owner: olga, key: ck_test_mailbot00, may_propose: [message]}
      """;

  @RegisterExtension final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private DeploymentVersions versions;
  private DeployedVersion first;

  @BeforeEach
  void deployed() throws IOException {
    versions = database.store().versions();
    Files.writeString(folder.resolve("people.yaml"), PEOPLE);
    Files.writeString(folder.resolve("connections.yaml"), "post: {kind: advisory}\n");
    write(POLICY);
    first = deploy(POLICY);
  }

  @Test
  void whatLiesThereAtTheStartIsNotPutInForce() throws IOException {
    write(STRICTER);
    WatchedFiles watched = watched("production");
    look(watched);
    assertThat(versions.current()).contains(first);
    assertThat(watched.isWaiting()).isFalse();
  }

  @Test
  void aChangeThatLoosensNothingIsPutInForceOnceItHoldsStill() throws IOException {
    WatchedFiles watched = watched("production");
    write(STRICTER);
    assertThat(watched.look()).as("whoever writes may not be ready").isFalse();
    assertThat(watched.look()).isTrue();
    assertThat(versions.current()).contains(files(STRICTER).version());
    assertThat(last().note().by()).contains("watch");
    assertThat(watched.look()).isFalse();
  }

  @Test
  void aChangeThatLoosensIsOnlyProposedAndSaysSo() throws IOException {
    WatchedFiles watched = watched("production");
    write(LOOSER);
    look(watched);
    assertThat(versions.current()).contains(first);
    assertThat(last().step()).isEqualTo(VersionEvent.Step.PROPOSED);
    assertThat(last().note().loosens()).contains("rule mails: gate allow, was ask");
    assertThat(watched.isWaiting()).isTrue();
    int events = versions.history().events().size();
    look(watched);
    assertThat(versions.history().events()).as("proposed once").hasSize(events);
  }

  @Test
  void whatAnOperatorConfirmsWaitsNoMore() throws IOException {
    WatchedFiles watched = watched("production");
    write(LOOSER);
    look(watched);
    assertThat(watched.isWaiting()).isTrue();

    deploy(LOOSER);
    look(watched);
    assertThat(watched.isWaiting()).isFalse();
  }

  @Test
  void aFileThatIsSetBackAfterAMistakeWaitsNoMore() throws IOException {
    WatchedFiles watched = watched("production");
    write("version: [");
    look(watched);
    assertThat(watched.isWaiting()).isTrue();

    write(POLICY);
    look(watched);
    assertThat(watched.isWaiting()).isFalse();
  }

  @Test
  void whatWaitsForAnOperatorStillDoesAfterAMistakeInBetween() throws IOException {
    WatchedFiles watched = watched("production");
    write(LOOSER);
    look(watched);
    write("version: [");
    look(watched);
    write(LOOSER);
    look(watched);
    assertThat(watched.isWaiting()).isTrue();
    assertThat(versions.current()).contains(first);
  }

  @Test
  void aSandboxTakesWhatLoosensToo() throws IOException {
    WatchedFiles watched = watched("sandbox");
    write(LOOSER);
    look(watched);
    assertThat(versions.current()).contains(files(LOOSER).version());
  }

  @Test
  void anUnsoundFileChangesNothingAndIsToldUntilItIsMended() throws IOException {
    WatchedFiles watched = watched("production");
    for (String unsound :
        List.of(
            "version: [",
            POLICY.replace("gate: ask", "gate: maybe"),
            POLICY.replace("group: leads", "group: nobody-there"))) {
      write(unsound);
      look(watched);
      assertThat(versions.current()).as(unsound).contains(first);
      assertThat(watched.isWaiting()).as(unsound).isTrue();
    }
    write(STRICTER);
    look(watched);
    assertThat(watched.isWaiting()).isFalse();
    assertThat(versions.current()).contains(files(STRICTER).version());
  }

  @Test
  void aConnectionWhoseCredentialIsMissingHereChangesNothing() throws IOException {
    WatchedFiles watched = watched("production");
    Files.writeString(
        folder.resolve("connections.yaml"),
        """
        post: {kind: advisory}
        shop:
          kind: http
          base_url: https://shop.example
          allow: [{method: POST, path: /v1}]
          credential: env:THERE_IS_NO_SUCH_VARIABLE
        """);
    look(watched);
    assertThat(versions.current()).contains(first);
    assertThat(watched.isWaiting()).isTrue();
  }

  /// Whoever puts back an old file does not bring back an old version.
  @Test
  void whatWasInForceBeforeComesBackOnlyByAnOperator() throws IOException {
    deploy(STRICTER);
    write(STRICTER);
    WatchedFiles watched = watched("production");
    write(POLICY);
    look(watched);
    assertThat(versions.current()).contains(files(STRICTER).version());
    assertThat(watched.isWaiting()).isTrue();
  }

  private static void look(WatchedFiles watched) {
    watched.look();
    watched.look();
  }

  private WatchedFiles watched(String profile) throws IOException {
    return new WatchedFiles(
        required(
            ConfigurationReader.ofEnvironment(
                Map.of(
                    "COUNTERSIGN_PROFILE",
                    profile,
                    "COUNTERSIGN_DATABASE_URL",
                    database.url(),
                    "COUNTERSIGN_DATABASE_PASSWORD",
                    "unused",
                    "COUNTERSIGN_DEPLOY_WATCH",
                    "true"),
                folder)),
        files(Files.readString(folder.resolve("policy.yaml"))).version(),
        versions,
        () -> Optional.of(people()),
        ProcessCredentials.ofThisProcess(Optional.empty()));
  }

  private People people() {
    return required(GateFiles.people(folder.resolve("people.yaml"), Optional.empty()));
  }

  private void write(String policy) throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), policy);
  }

  private DeployedVersion deploy(String policy) {
    VersionFiles files = files(policy);
    files.texts().forEach(versions::keep);
    assertThat(
            versions.deploy(
                new VersionChange(
                    versions.current(), files.version(), ChangeNote.by("ann", List.of()))))
        .isTrue();
    return files.version();
  }

  private VersionFiles files(String policy) {
    return required(
        VersionFiles.read(
            new FileText(DeployedFile.POLICY, policy.getBytes(StandardCharsets.UTF_8)),
            new FileText(
                DeployedFile.CONNECTIONS,
                "post: {kind: advisory}\n".getBytes(StandardCharsets.UTF_8))));
  }

  private VersionEvent last() {
    return versions.history().events().getLast();
  }

  private static <T> T required(FileReading<T> reading) {
    return switch (reading) {
      case FileReading.Read<T>(var value) -> value;
      case FileReading.Unreadable<T>(var problems) -> throw new AssertionError(problems.toString());
    };
  }
}
