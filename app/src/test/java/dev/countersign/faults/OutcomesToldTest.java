package dev.countersign.faults;

import static dev.countersign.faults.BothChats.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.wire.Rung;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Those who did not ask are told how a request ended: a real server and a real Postgres between
/// both emulated chats.
@Timeout(300)
class OutcomesToldTest {
  private static final String ENDS = "C0ENDS";

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private BothChats gate;

  @BeforeEach
  void start() throws Exception {
    gate =
        new BothChats(
            database, folder, "{outcomes: {requester: true, slack_channel: " + ENDS + "}}");
    gate.slack.workspace().put(WorkspaceChannel.open(ENDS, "ends", BothChats.MIRA_IN_SLACK));
  }

  @AfterEach
  void stop() {
    gate.close();
  }

  @Test
  void whoeverTheAgentActsForAndTheChannelAreToldOnceOverErrorsOfTheChat() {
    String own = WorkspaceChannel.direct(BothChats.SANA).id();
    String id = gate.propose(4250, "sana");
    gate.approveInSlack(BothChats.LENA, id);
    gate.inSlack(id, text -> text.contains("1 of 2"));
    gate.slack.fail("chat.postMessage", new Fault.Status(503), 2);
    gate.approveInTeams(BothChats.JON, id);

    inSlack(own, id, "Executed");
    inSlack(ENDS, id, "Executed");
    gate.inSlack(id, BothChats.ended("Executed"));
    gate.inTeams(id, BothChats.ended("Executed"));

    assertThat(messages(own, id)).hasSize(1);
    assertThat(messages(ENDS, id)).hasSize(1).first().asString().doesNotContain("[ ");
    assertThat(gate.slack.rung())
        .filteredOn(rung -> List.of(own, ENDS).contains(rung.conversation()))
        .extracting(Rung::user)
        .as("no message to a channel names anybody")
        .containsExactly(BothChats.SANA);
    whoHasTeamsAloneIsToldThere();
    assertThat(gate.damages()).isEmpty();
  }

  /// On the same server, which takes a while to start.
  private void whoHasTeamsAloneIsToldThere() {
    gate.teams.installFor(BothChats.TOVE.id());
    String own = gate.teams.personalChat(BothChats.TOVE);
    String id = gate.propose(4251, "tove");
    gate.inSlack(id, BothChats::asks);
    gate.withdraw(id);

    assertThat(
            gate.teams.awaitMessage(
                own, one -> BothChats.text(one).contains("Withdrawn, not executed"), PATIENCE))
        .isPresent();
    inSlack(ENDS, id, "Withdrawn");
    List<PostedActivity> told = gate.teams.messages(own);
    assertThat(told.stream().filter(one -> BothChats.text(one).contains(id))).hasSize(1);
  }

  private void inSlack(String channel, String id, String how) {
    assertThat(
            gate.slack.awaitMessage(
                channel,
                one -> one.rendered().contains(id) && one.rendered().contains(how),
                PATIENCE))
        .as(channel)
        .isPresent();
  }

  private List<String> messages(String channel, String id) {
    return gate.slack.messages(channel).stream()
        .map(one -> one.rendered())
        .filter(text -> text.contains(id))
        .toList();
  }
}
