package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.cli.CommandTestCase.Ran;
import dev.countersign.sandbox.billing.BillingTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `connections check` against a target of this machine, without a database of the gate's own.
class ConnectionsCheckCommandTest {
  @TempDir private Path folder;

  private Ran run(String connections, String... names) throws IOException {
    Files.writeString(folder.resolve("connections.yaml"), connections);
    Files.writeString(
        folder.resolve("countersign.yaml"),
        "profile: sandbox\ndatabase: {url: 'jdbc:postgresql://nowhere/gate', password: hush}\n");
    String[] command = new String[names.length + 4];
    command[0] = "connections";
    command[1] = "check";
    System.arraycopy(names, 0, command, 2, names.length);
    command[names.length + 2] = "--config";
    command[names.length + 3] = folder.resolve("countersign.yaml").toString();
    return CommandTestCase.run(command);
  }

  @Test
  void aTargetThatIsThereIsToldAndNothingIsMissing() throws IOException {
    try (BillingTarget billing = BillingTarget.start("Bearer test")) {
      Path token = Files.writeString(folder.resolve("token"), "Bearer test");
      String file =
          """
          billing: {kind: http, base_url: %s, allow: [], credential: 'file:%s', check: /v1/refunds, allow_private_addresses: true}
          crm: {kind: advisory}
          """
              .formatted(billing.baseUrl(), token);
      Ran ran = run(file);
      assertThat(ran.exitCode()).isZero();
      assertThat(ran.out())
          .contains("ok      billing host            answered 201 to GET /v1/refunds")
          .contains(
              "ok      billing authentication  the credential is taken: 201 with it, 401 without")
          .contains("ok      crm                     advisory: nothing is sent")
          .endsWith("Nothing is missing.\n")
          .doesNotContain("Bearer");
      assertThat(run(file, "crm").out()).doesNotContain("billing");
    }
  }

  @Test
  void aTargetThatIsNotThereEndsWithWhatToDo() throws IOException {
    Ran ran =
        run(
            "billing: {kind: http, base_url: 'http://127.0.0.1:1', allow: [],"
                + " allow_private_addresses: true}");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out())
        .contains("NO      billing host        connect_failed")
        .contains("→ Nothing listens there")
        .endsWith("1 to mend, marked NO.\n");
  }

  @Test
  void theSameIsToldAsJson() throws IOException {
    Ran ran =
        run(
            "billing: {kind: http, base_url: 'http://127.0.0.1:1', allow: [],"
                + " allow_private_addresses: true}\n"
                + "crm: {kind: advisory}",
            "--json");
    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out())
        .isEqualTo(
            """
            {"bad":1,"findings":[\
            {"said":"none","status":"good","subject":"billing credential","todo":""},\
            {"said":"connect_failed","status":"bad","subject":"billing host",\
            "todo":"Nothing listens there, or a firewall says no."},\
            {"said":"advisory: nothing is sent","status":"good","subject":"crm","todo":""}]}
            """);
  }

  @Test
  void aKeyThatNobodyKnowsIsRefused() throws IOException {
    assertThat(
            run("billing: {kind: http, base_url: 'https://b.example', allow: [], checks: /v1/me}")
                .exitCode())
        .isNotZero();
  }

  @Test
  void aNameThatIsNotInTheFileIsWrongUsage() throws IOException {
    assertThat(run("crm: {kind: advisory}", "other").exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
