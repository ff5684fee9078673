package dev.countersign.faults;

import static dev.countersign.faults.BothChats.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.PersonId;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Whoever has a long queue is told of it, and can have quiet: a real server and a real Postgres
/// between both emulated chats.
@Timeout(300)
class DigestsToldTest {
  private static final String LENAS = WorkspaceChannel.direct(BothChats.LENA).id();
  private static final String MUTE = "Mute for 12 hours";

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private BothChats gate;

  @BeforeEach
  void start() throws Exception {
    gate = new BothChats(database, folder, "{digest: {from: 2}}");
    gate.teams.installFor(BothChats.JON.id());
  }

  @AfterEach
  void stop() {
    gate.close();
  }

  @Test
  void aLongQueueIsToldOnceInEachPersonsChatAndMutedThere() throws Exception {
    List<String> ids = List.of(gate.propose(100), gate.propose(200));
    // Whoever was looked at before that is looked at again in a moment, not in two minutes.
    database.asAdmin("update countersign.digest set due_at = clock_timestamp()");
    String jons = gate.teams.personalChat(BothChats.JON);
    PostedMessage inSlack =
        gate.slack
            .awaitMessage(LENAS, one -> one.rendered().contains("2 requests wait"), PATIENCE)
            .orElseThrow();
    PostedActivity inTeams =
        gate.teams
            .awaitMessage(jons, one -> BothChats.text(one).contains("2 requests wait"), PATIENCE)
            .orElseThrow();
    ids.forEach(id -> assertThat(inSlack.rendered()).contains("#" + id.substring(id.length() - 6)));
    assertThat(inSlack.rendered()).doesNotContain("Approve");
    assertThat(BothChats.text(inTeams)).doesNotContain("Approve");

    // Another replica, in the same period.
    assertThat(
            database
                .store()
                .digests()
                .take(
                    List.of(new PersonId("lena"), new PersonId("jon")), 9, Duration.ofMinutes(30)))
        .isEmpty();
    assertThat(gate.slack.messages(LENAS)).hasSize(1);

    gate.slack.press(LENAS, inSlack.ts(), MUTE, BothChats.LENA);
    assertThat(
            gate.slack.awaitModal(
                BothChats.LENA, view -> view.rendered().contains("You are muted"), PATIENCE))
        .isPresent();
    TeamsPress press = gate.teams.press(BothChats.JON.id(), jons, inTeams.id(), MUTE, Map.of());
    assertThat(press.answer())
        .isInstanceOfSatisfying(
            InvokeResponse.Card.class,
            card -> assertThat(TeamsSandbox.text(card.card())).contains("You are muted"));
    assertThat(database.store().mutes().muted())
        .contains(new PersonId("lena"), new PersonId("jon"));

    assertThat(gate.askInSlack(BothChats.LENA, "unmute")).contains("You are not muted");
    assertThat(database.store().mutes().muted()).containsExactly(new PersonId("jon"));
    assertThat(gate.damages()).isEmpty();
  }
}
