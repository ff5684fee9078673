package dev.countersign.app.cli;

import dev.countersign.app.keys.KeyFile;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A folder with the files of a small deployment, a database, and commands that run on both.
@Timeout(120)
abstract class CommandTestCase {
  static final String POLICY =
      """
      version: 1
      rules:
        - id: messages
          when: 'action.class == "message"'
          gate: ask
          stages: [{group: support-leads, approvals: 1}]
      """;

  static final String PEOPLE =
      """
      people:
        - {id: owner-1, name: Olga Owner}
        - {id: reviewer-1, name: Rita Reviewer, functions: [support], accounts: {slack: {team: T01, user: U01}}}
      groups:
        support-leads: {members: [reviewer-1], slack_channel: C01}
      agents:
        support-bot: {owner: owner-1, key: ck_test_abcdefgh, may_propose: [message]}
      """;

  @RegisterExtension final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir Path folder;

  record Ran(int exitCode, String out, String err) {}

  @BeforeEach
  void files() throws IOException {
    write("policy.yaml", POLICY);
    write("people.yaml", PEOPLE);
    write("connections.yaml", "ledger: {kind: advisory}\n");
  }

  final void makeKeys() {
    new KeyFile(folder.resolve("keys.json"), new SecureRandom(), InstantSource.system())
        .loadOrCreate();
  }

  final Path settings(String first) throws IOException {
    return settings(first, "");
  }

  final Path settings(String first, String moreOfDatabase) throws IOException {
    return write(
        "countersign.yaml",
        "%sdatabase:\n  url: %s\n  user: %s\n  password: %s\n%s"
            .formatted(
                first,
                database.url(),
                database.config().user(),
                database.config().password(),
                moreOfDatabase));
  }

  final Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  static Ran run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        CountersignCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int exitCode = line.execute(args);
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
