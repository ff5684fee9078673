package dev.countersign.faults;

import static dev.countersign.faults.BothChats.JON;
import static dev.countersign.faults.BothChats.LENA;
import static dev.countersign.faults.BothChats.MIRA;
import static dev.countersign.faults.BothChats.MIRA_IN_SLACK;
import static dev.countersign.faults.BothChats.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.JsonObject;
import dev.countersign.policy.AgentAlarm;
import dev.countersign.proposal.AgentId;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The kill switch, written in one chat and lifted in both, on a real server and a real Postgres.
@Timeout(300)
class FreezeInBothChatsTest {
  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  private static final String ASKED = "Do you want this lifted?";

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

  private PostedActivity inTeams(TeamsUser user, String written, String expected) {
    gate.teams.installFor(user.id());
    String chat = gate.teams.personalChat(user);
    gate.teams.say(user.id(), chat, written);
    return gate.teams
        .awaitMessage(
            chat,
            one ->
                one.author().equals(gate.teams.botId()) && BothChats.text(one).contains(expected),
            PATIENCE)
        .orElseThrow(() -> new AssertionError("no such answer to " + written));
  }

  private String pressedInTeams(TeamsUser user, PostedActivity shown, String button) {
    String chat = gate.teams.personalChat(user);
    return switch (gate.teams.press(user.id(), chat, shown.id(), button, Map.of()).answer()) {
      case InvokeResponse.Message(String text) -> text;
      case InvokeResponse.Card(var card) -> TeamsSandbox.text(card);
      case InvokeResponse other -> other.toString();
    };
  }

  private Ephemeral inSlack(String user, String command, String written) {
    return gate.slack
        .command(BothChats.SLACK_CHANNEL, user, command, written)
        .reply()
        .orElseThrow();
  }

  /// By the running server, which looks at what all replicas counted.
  @Test
  void anAgentWhoseRequestsAreApprovedAtOnceIsFrozenWhereThePolicySaysSo() {
    gate.deploy(policy -> policy + "\nfreeze_agent: {fast_approvals: {times: 1, within: 1h}}\n");
    String id = gate.propose(700);
    // As another replica counts it.
    database.store().agentAlarms().note(new AgentId("support-bot"), AgentAlarm.FAST_APPROVALS);

    JsonObject read = gate.read(id, answer -> answer.get("frozen") instanceof JsonObject);
    assertThat(read.object("frozen").text("scope")).isEqualTo("agent:support-bot");
    assertThat(BothChats.text(inTeams(JON, "freeze", "One freeze is on")))
        .contains("the policy")
        .contains("within seconds of seeing it");
    gate.approveInSlack(LENA, id);
    gate.approveInTeams(JON, id);
    gate.inTeams(id, BothChats.ended("Approved, frozen: it does not run"));
    assertThat(gate.audited(id, "grant_issued")).isZero();
    assertThat(gate.deploymentDamages()).isEmpty();
  }

  @Test
  void onePersonFreezesAndTwoPersonsLiftWhateverAccountsTheyHave() {
    assertThat(gate.askInSlack(LENA, "freeze on everything it is mad")).contains("(no_right)");
    assertThat(gate.askInSlack(MIRA_IN_SLACK, "freeze on everithing it is mad"))
        .contains("Nothing was frozen");
    assertThat(inSlack(LENA, "/freeze", "on everything it is mad").text()).contains("(no_right)");
    assertThat(inSlack(MIRA_IN_SLACK, "/freeze", "on everything it is mad").text())
        .contains("🧊 Frozen");
    assertThat(BothChats.text(inTeams(JON, "freeze", "One freeze is on")))
        .contains("everything")
        .contains("Mira Sample")
        .contains("it is mad");

    String id = gate.propose(700);
    assertThat(gate.inSlack(id, BothChats::asks).rendered())
        .contains("🧊 Frozen since")
        .contains("by Mira Sample: it does not run");
    assertThat(BothChats.text(gate.keptInTeams(id))).contains("🧊 Frozen since");
    assertThat(gate.askInSlack(LENA, "queue")).contains("🧊 Something is frozen");
    gate.approveInSlack(LENA, id);
    gate.approveInTeams(JON, id);
    assertThat(gate.read(id, read -> read.text("status").equals("approved")).text("status"))
        .isEqualTo("approved");
    gate.inTeams(id, BothChats.ended("Approved, frozen: it does not run"));
    JsonObject frozen = gate.read(id, read -> read.has("frozen")).object("frozen");
    assertThat(frozen.text("scope")).isEqualTo("everything");
    gate.after(Duration.ofSeconds(20));
    assertThat(gate.audited(id, "grant_issued")).isZero();
    assertThat(gate.audited(id, "grant_frozen")).isEqualTo(1);

    // As a button with these words sends them, in the name of whoever presses it.
    Ephemeral first = inSlack(MIRA_IN_SLACK, "/freeze", "off everything");
    PostedActivity jons = inTeams(JON, "freeze off everything", ASKED);
    String button = "Lift freeze " + frozen.number("number");
    assertThat(database.store().freezes().now().inForce())
        .singleElement()
        .satisfies(freeze -> assertThat(freeze.asked()).isEmpty());

    gate.slack.press(first, button);
    assertThat(
            gate.slack.awaitModal(
                MIRA_IN_SLACK, view -> view.rendered().contains("one of two"), PATIENCE))
        .isPresent();
    assertThat(pressedInTeams(MIRA, inTeams(MIRA, "freeze off everything", ASKED), button))
        .contains("by this account or another");
    assertThat(pressedInTeams(JON, jons, button)).contains("Lifted");
    gate.after(Duration.ofSeconds(20));

    gate.inTeams(id, BothChats.ended("Executed"));
    assertThat(gate.askInSlack(LENA, "freeze")).contains("Nothing is frozen");
    assertThat(gate.damages()).isEmpty();
    assertThat(gate.deploymentDamages()).isEmpty();
  }
}
