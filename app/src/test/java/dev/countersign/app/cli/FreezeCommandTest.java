package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The kill switch where no chat works.
final class FreezeCommandTest extends CommandTestCase {
  private Path config;

  @BeforeEach
  void deployed() throws IOException {
    makeKeys();
    config = settings("");
    assertThat(run("people", "import", "--config", config.toString()).exitCode()).isZero();
  }

  private Ran freeze(String... more) {
    List<String> all = new ArrayList<>(List.of("freeze"));
    all.addAll(List.of(more));
    all.addAll(List.of("--config", config.toString()));
    return run(all.toArray(String[]::new));
  }

  @Test
  void whatIsFrozenIsListedAndLiftedByItsScopeOrItsNumber() {
    assertThat(freeze("list").out()).contains("Nothing is frozen.");
    Ran on = freeze("on", "everything", "it", "sends  nonsense", "--as", "ops");
    assertThat(on.out()).contains("everything").contains("by ops: it sends nonsense");
    assertThat(freeze("on", "everything", "again", "--as", "ops").out()).contains("Frozen before");
    assertThat(freeze("on", "class:message", "spam", "--as", "ops").exitCode()).isZero();
    assertThat(freeze("list").out()).contains("everything").contains("class:message");

    assertThat(freeze("off", "class:message", "--as", "ops").out()).contains("Lifted");
    String listed = freeze("list").out().strip();
    String number = listed.substring(0, listed.indexOf(' '));
    assertThat(freeze("off", number, "--as", "ops").out()).contains("Lifted");
    assertThat(freeze("off", number, "--as", "ops").err()).contains("not frozen");
    assertThat(freeze("list").out()).contains("Nothing is frozen.");
    assertThat(run("verify", "--config", config.toString()).exitCode()).isZero();
  }

  @Test
  void whereLooseningTakesTwoAnotherOperatorLiftsToo() throws IOException {
    config = settings("deploy: {loosening_needs_two: true}\n");
    freeze("on", "everything", "spam", "--as", "ops");
    assertThat(freeze("off", "everything", "--as", "ops").out()).contains("Still frozen");
    assertThat(freeze("off", "everything", "--as", "ops").err()).contains("another operator");
    assertThat(freeze("off", "everything", "--as", "otto").out()).contains("Lifted");
    assertThat(run("verify", "--config", config.toString()).exitCode()).isZero();
  }

  @Test
  void anEnvironmentWithoutConnectionsFreezesNothingAndTheOthersAreNamed() throws IOException {
    write(
        "connections.yaml",
        "ledger: {kind: advisory}\nold: {kind: advisory, environment: staging}\n");
    config = settings("environment: test\n");
    Ran deployed = run("deploy", "--config", config.toString(), "--as", "ops");
    assertThat(deployed.exitCode()).as(deployed.err()).isZero();
    assertThat(freeze("on", "environment:production", "spam").err())
        .contains("They are in: staging, test. Nothing was frozen.");
    assertThat(freeze("on", "connection:crm", "spam").err()).contains("No connection in force");
    assertThat(freeze("on", "environment:test", "spam", "--as", "ops").out())
        .contains("environment:test");
    assertThat(freeze("on", "action_type:refund.create", "spam", "--as", "ops").exitCode())
        .isZero();
    assertThat(freeze("list").out())
        .contains("environment:test", "action_type:refund.create")
        .doesNotContain("environment:production", "connection:crm");
  }

  @Test
  void aNameThatIsNotThereFreezesNothingAndSaysSo() {
    assertThat(freeze("on", "agent:ghost", "spam").err()).contains("No agent is called so");
    assertThat(freeze("on", "all", "spam").exitCode()).isEqualTo(2);
    assertThat(freeze("on", "environment:prod", "spam").exitCode()).isEqualTo(2);
    assertThat(freeze("on", "everything", "").exitCode()).isEqualTo(2);
    assertThat(freeze("on", "everything", "a\u202eb").exitCode()).isEqualTo(2);
    assertThat(freeze("list").out()).contains("Nothing is frozen.");
  }
}
