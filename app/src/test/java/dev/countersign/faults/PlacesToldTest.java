package dev.countersign.faults;

import static dev.countersign.faults.BothChats.PATIENCE;
import static dev.countersign.faults.BothChats.SLACK_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.PlaceAlerts;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.wire.Rung;
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

/// Operators are told of places that take no cards: a real server and a real Postgres between both
/// emulated chats.
@Timeout(300)
class PlacesToldTest {
  private static final String OPS = "C0OPS";
  private static final WorkspaceChannel LEADS =
      WorkspaceChannel.open(
          SLACK_CHANNEL, "leads", BothChats.MIRA_IN_SLACK, BothChats.LENA, BothChats.SANA);

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private BothChats gate;

  @BeforeEach
  void start() throws Exception {
    gate = new BothChats(database, folder, "{alerts: {slack_channel: " + OPS + "}}");
    gate.slack.workspace().put(WorkspaceChannel.open(OPS, "ops", BothChats.LENA));
  }

  @AfterEach
  void stop() {
    gate.close();
  }

  @Test
  void aClosedChannelIsToldOnceAndOnceMoreWhenItIsMended() {
    gate.slack.workspace().put(LEADS.archived());
    gate.propose(910);
    gate.propose(911);
    awaitTold("Cards are not taken at 1 place");
    assertThat(told()).singleElement().asString().contains(SLACK_CHANNEL, "is_archived");

    // Another replica looks as well, and takes what nobody has told.
    PlaceAlerts other = database.store().placeAlerts();
    other.look();
    assertThat(other.take(9, 9)).isEmpty();
    assertThat(told()).hasSize(1);

    gate.slack.workspace().put(LEADS);
    gate.after(Duration.ofMinutes(1));
    awaitTold("Cards are shown again at 1 place");
    other.look();
    assertThat(other.take(9, 9)).isEmpty();
    assertThat(told()).hasSize(2);
    assertThat(gate.slack.rung())
        .extracting(Rung::conversation)
        .as("nobody is named there")
        .doesNotContain(OPS);
  }

  /// No card is on its way: what Slack tells has the place asked.
  @Test
  void whatSlackTellsOfAChannelHasItFoundClosedAndMendedAtOnce() {
    String id = gate.propose(920);
    gate.keptInSlack(id);
    gate.slack.lifecycle().archive(SLACK_CHANNEL, BothChats.LENA);
    awaitTold("Cards are not taken at 1 place");

    gate.slack.lifecycle().unarchive(SLACK_CHANNEL, BothChats.LENA);
    awaitTold("Cards are shown again at 1 place");

    gate.slack.lifecycle().changeId(SLACK_CHANNEL, "C0ELSEWHERE");
    awaitTold("A channel has another ID now");
    assertThat(told().getLast()).contains("C0ELSEWHERE");
    assertThat(gate.slack.messages("C0ELSEWHERE")).as("nothing goes there").isEmpty();
    assertThat(gate.damages()).isEmpty();
  }

  private void awaitTold(String what) {
    assertThat(gate.slack.awaitMessage(OPS, one -> one.rendered().contains(what), PATIENCE))
        .isPresent();
  }

  private List<String> told() {
    return gate.slack.messages(OPS).stream().map(one -> one.rendered()).toList();
  }
}
