package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Channels that are closed, messages that are taken away, answers that are lost: a real server and
/// a real Postgres between both emulated chats.
@Timeout(300)
class UnreachedTest {
  private static final WorkspaceChannel OPEN =
      WorkspaceChannel.open(
          BothChats.SLACK_CHANNEL, "leads", BothChats.MIRA_IN_SLACK, BothChats.LENA);

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

  private static String state(JsonObject read, String surface) {
    List<JsonObject> shown = read.objects("shown", one -> one);
    return shown.stream()
        .filter(place -> place.text("surface").equals(surface))
        .map(place ->
            place.text("state")
                + (place.get("code") instanceof JsonString(String code) ? " " + code : ""))
        .findFirst()
        .orElse("absent");
  }

  @Test
  void anArchivedChannelIsToldAndShowsTheCardOnceItIsRestored() {
    gate.slack.workspace().put(OPEN.archived());
    String id = gate.propose(900);
    gate.inTeams(id, BothChats::asks);
    JsonObject read = gate.read(id, seen -> state(seen, "slack").startsWith("refused"));
    assertThat(state(read, "slack")).isEqualTo("refused is_archived");
    assertThat(state(read, "teams")).isEqualTo("shown");

    gate.slack.workspace().put(OPEN);
    gate.after(Duration.ofMinutes(1));

    gate.inSlack(id, BothChats::asks);
    read = gate.read(id, seen -> state(seen, "slack").startsWith("shown"));
    assertThat(state(read, "slack")).isEqualTo("shown");
    gate.approveInSlack(BothChats.LENA, id);
    gate.approveInTeams(BothChats.JON, id);
    gate.inSlack(id, BothChats.ended("Executed"));
    assertThat(gate.damages()).isEmpty();
  }

  @Test
  void whoIsReachedNowhereIsToldSoEarly() {
    gate.slack.workspace().put(OPEN.archived());
    assertThat(gate.teams.uninstall(BothChats.MIRA.id(), BothChats.CHANNEL)).isNotEmpty();
    String id = gate.propose(901);
    gate.read(
        id,
        seen ->
            state(seen, "slack").startsWith("refused")
                && state(seen, "teams").startsWith("refused"));

    gate.refusingFor(Duration.ofMinutes(31));
    gate.after(Duration.ofMinutes(1));

    JsonObject read = gate.read(id, seen -> seen.text("status").equals("expired"));
    assertThat(read.text("outcome")).isEqualTo("not_executed");
    assertThat(read.text("reason"))
        .contains("no human could be asked", "is_archived", "invited", "not a rejection");
    assertThat(gate.audited(id, "reached_nobody")).isEqualTo(1);
    assertThat(gate.damages()).isEmpty();
  }

  @Test
  void aBotThatIsInvitedAgainShowsItsCardInTeams() {
    gate.teams.uninstall(BothChats.MIRA.id(), BothChats.CHANNEL);
    String id = gate.propose(902);
    gate.read(id, seen -> state(seen, "teams").startsWith("refused"));

    gate.teams.install(BothChats.MIRA.id(), BothChats.CHANNEL);
    gate.after(Duration.ofMinutes(1));

    gate.inTeams(id, BothChats::asks);
    gate.approveInTeams(BothChats.JON, id);
    assertThat(gate.voters(id)).containsExactly("jon");
  }

  @Test
  void aMessageThatSomebodyDeletedInSlackIsPostedAnew() {
    String id = gate.propose(903);
    PostedMessage first = gate.inSlack(id, BothChats::asks);
    gate.read(id, seen -> state(seen, "slack").startsWith("shown"));
    gate.slack.takeAway(BothChats.SLACK_CHANNEL, first.ts());

    gate.after(Duration.ofMinutes(45));

    PostedMessage second = gate.inSlack(id, BothChats::asks);
    assertThat(second.ts()).isNotEqualTo(first.ts());
    gate.approveInSlack(BothChats.LENA, id);
    assertThat(gate.voters(id)).containsExactly("lena");
  }

  @Test
  void aCopyInSlackWhosePostLostItsAnswerIsSettledWhenItIsPressed() {
    gate.slack.fail("chat.postMessage", new Fault.ApplyThenDrop(), 1);
    String id = gate.propose(904);
    PostedMessage copy = gate.inSlack(id, BothChats::asks);
    PostedMessage kept =
        gate.slack
            .awaitMessage(
                BothChats.SLACK_CHANNEL,
                one -> !one.ts().equals(copy.ts()) && one.rendered().contains(id),
                BothChats.PATIENCE)
            .orElseThrow();
    gate.read(id, seen -> state(seen, "slack").startsWith("shown"));

    SlackPress press =
        gate.slack.press(BothChats.SLACK_CHANNEL, copy.ts(), "approve", BothChats.LENA);

    assertThat(gate.slack.awaitReply(press, BothChats.PATIENCE).orElseThrow().text())
        .contains("newest card");
    assertThat(
            gate.slack.awaitMessage(
                BothChats.SLACK_CHANNEL,
                one -> one.ts().equals(copy.ts()) && !BothChats.asks(one.rendered()),
                BothChats.PATIENCE))
        .as("the copy without its buttons")
        .isPresent();
    assertThat(gate.voters(id)).isEmpty();
    gate.slack.press(BothChats.SLACK_CHANNEL, kept.ts(), "approve", BothChats.LENA);
    assertThat(gate.voters(id)).containsExactly("lena");
    assertThat(gate.damages()).isEmpty();
  }

  @Test
  void aCopyInTeamsWhosePostLostItsAnswerIsSettledWhenItIsPressed() {
    gate.teams.fail(ConnectorOperation.CREATE_CONVERSATION, new TeamsFault.ApplyThenDrop(), 1);
    String id = gate.propose(905);
    gate.inTeams(id, BothChats::asks);
    gate.read(id, seen -> state(seen, "teams").startsWith("shown"));
    List<PostedActivity> both = gate.messages(id);
    assertThat(both).hasSize(2);

    gate.press(BothChats.JON, both.getFirst(), "view");

    assertThat(
            gate.teams.awaitMessage(
                BothChats.CHANNEL,
                one ->
                    one.id().equals(both.getFirst().id()) && !BothChats.asks(BothChats.text(one)),
                BothChats.PATIENCE))
        .as("the copy without its buttons")
        .isPresent();
    assertThat(gate.damages()).isEmpty();
  }

  @Test
  void anOutcomeThatSlackDoesNotTakeIsToldInTheThread() {
    String id = gate.propose(906);
    PostedMessage card = gate.inSlack(id, BothChats::asks);
    gate.read(id, seen -> state(seen, "slack").startsWith("shown"));
    gate.slack.fail("chat.update", new Fault.Answer("cant_update_message"), 1);

    gate.withdraw(id);

    PostedMessage told =
        gate.slack
            .awaitMessage(
                BothChats.SLACK_CHANNEL,
                one -> one.threadTs().filter(card.ts()::equals).isPresent(),
                BothChats.PATIENCE)
            .orElseThrow(() -> new AssertionError("nothing is told in the thread"));
    assertThat(told.rendered()).contains("Withdrawn", id);
  }

  @Test
  void anOutcomeThatTeamsDoesNotTakeIsToldInTheThread() {
    String id = gate.propose(907);
    PostedActivity card = gate.inTeams(id, BothChats::asks);
    gate.read(id, seen -> state(seen, "teams").startsWith("shown"));
    gate.teams.fail(ConnectorOperation.UPDATE, new TeamsFault.Answer(400, "BadSyntax"), 1);

    gate.withdraw(id);

    PostedActivity told =
        gate.teams
            .awaitMessage(
                BothChats.CHANNEL,
                one -> one.thread().equals(card.id()) && !one.id().equals(card.id()),
                BothChats.PATIENCE)
            .orElseThrow(() -> new AssertionError("nothing is told in the thread"));
    assertThat(told.text()).contains("Withdrawn", id);
  }
}
