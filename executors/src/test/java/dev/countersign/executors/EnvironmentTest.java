package dev.countersign.executors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.executors.credential.ProcessCredentials;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Environment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Where an action takes effect is what the connection says, at intake and again before sending.
class EnvironmentTest {
  private static final String CONNECTIONS =
      "{\"crm\":{\"kind\":\"advisory\"},\"old\":{\"kind\":\"advisory\",\"environment\":\"staging\"}}";

  private static ExecutorRegistry deployedIn(Environment environment) {
    Connections connections =
        ((ConnectionsResult.Read) ConnectionsReader.read((JsonObject) Calls.json(CONNECTIONS)))
            .connections();
    return ExecutorRegistry.of(
        connections.deployedIn(environment),
        Outbound.toLook(ProcessCredentials.ofThisProcess(Optional.empty())));
  }

  private static Action action(String system, String environment) {
    return Action.read(
        """
        {"action_type":"note.add","environment":"%s","proposed_changes":{"changes":[{"path":"/a","to":1}],\
        "class":"record_change","operation":"update","record_type":"note"},"target_system":"%s","v":"countersign-action/1"}\
        """
            .formatted(environment, system)
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anActionForAnotherEnvironmentIsInadmissible() {
    ExecutorRegistry test = deployedIn(Environment.TEST);

    assertThat(test.check(action("crm", "test"))).isEmpty();
    assertThat(test.check(action("old", "staging"))).isEmpty();
    assertThat(test.check(action("crm", "production")).map(Inadmissible::code))
        .contains("environment_mismatch");
    assertThat(test.check(action("old", "test")).map(Inadmissible::code))
        .contains("environment_mismatch");
  }

  @Test
  void whatWasApprovedForATestDoesNotRunOnceTheDeploymentIsTheLiveOne() {
    assertThat(
            deployedIn(Environment.PRODUCTION).check(action("crm", "test")).map(Inadmissible::code))
        .contains("environment_mismatch");
  }
}
