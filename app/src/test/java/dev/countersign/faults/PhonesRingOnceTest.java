package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.sandbox.wire.Rung;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Phones in both emulated chats, as they ring by the platforms' documents: for whom a new message
/// names, and not for a change of one.
@Timeout(300)
class PhonesRingOnceTest {
  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private BothChats gate;

  @BeforeEach
  void start() throws Exception {
    gate = new BothChats(database, folder);
  }

  @AfterEach
  void stop() {
    gate.close();
  }

  @Test
  void eachOfTheGroupOnceOverThrottlingErrorsDeletionAndDecision() {
    gate.slack.fail("chat.postMessage", new Fault.RateLimited(Duration.ofSeconds(1)), 1);
    gate.slack.fail("chat.postMessage", new Fault.Status(503), 1);
    gate.teams.fail(
        ConnectorOperation.CREATE_CONVERSATION, new TeamsFault.Throttled(Duration.ofSeconds(1)), 1);
    String id = gate.propose(100);
    gate.inSlack(id, BothChats::asks);
    PostedActivity first = gate.inTeams(id, BothChats::asks);
    Map<String, Integer> once =
        new TreeMap<>(
            Map.of(BothChats.MIRA_IN_SLACK, 1, BothChats.LENA, 1, phone(BothChats.JON), 1));
    assertThat(rung()).isEqualTo(once);

    gate.teams.takeAway(BothChats.CHANNEL, first.id());
    gate.approveInSlack(BothChats.LENA, id);
    gate.inTeams(id, text -> text.contains("1 of 2"));
    gate.approveInTeams(BothChats.JON, id);
    gate.inSlack(id, BothChats.ended("Executed"));
    gate.inTeams(id, BothChats.ended("Executed"));

    assertThat(rung()).isEqualTo(once);
  }

  @Test
  void theNextStageInTheSameChannelIsNamedBelowTheCardOnce() {
    gate.deploy(policy ->
        policy.replace(
            "stages: [{group: leads, approvals: 2}]",
            "stages: [{group: leads, approvals: 1}, {group: mixed, approvals: 1}]"));
    String id = gate.propose(200);
    gate.inSlack(id, BothChats::asks);
    gate.inTeams(id, BothChats::asks);

    gate.approveInSlack(BothChats.MIRA_IN_SLACK, id);
    assertThat(
            gate.slack.awaitMessage(
                BothChats.SLACK_CHANNEL,
                one -> one.threadTs().isPresent() && one.rendered().contains("decision now"),
                BothChats.PATIENCE))
        .isPresent();
    assertThat(
            gate.teams.awaitMessage(
                BothChats.CHANNEL,
                one -> one.card().toString().contains("decision now"),
                BothChats.PATIENCE))
        .isPresent();
    gate.approveInTeams(BothChats.JON, id);
    gate.inSlack(id, BothChats.ended("Executed"));
    gate.inTeams(id, BothChats.ended("Executed"));

    assertThat(rung())
        .as("lena and jon decide in both stages, mira in the first, sana in the second")
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    BothChats.MIRA_IN_SLACK,
                    1,
                    BothChats.LENA,
                    2,
                    BothChats.SANA,
                    1,
                    phone(BothChats.JON),
                    2)));
  }

  private static String phone(TeamsUser person) {
    return person.id();
  }

  private Map<String, Integer> rung() {
    Map<String, Integer> times = new TreeMap<>();
    Stream.concat(gate.slack.rung().stream(), gate.teams.rung().stream())
        .map(Rung::user)
        .forEach(user -> times.merge(user, 1, Integer::sum));
    return times;
  }
}
