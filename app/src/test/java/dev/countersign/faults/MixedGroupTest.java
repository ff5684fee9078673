package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Two approvals by a group of which some have Slack only and some Teams only: a real server, both
/// adapters as they draw, and a mail that is too long for Slack and not for Teams.
@Timeout(300)
class MixedGroupTest {
  private static final String LONG_MAIL = "0123456789".repeat(1_000);

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

  private JsonObject decided(String id) {
    return gate.read(id, seen -> !seen.text("status").equals("pending"));
  }

  /// Two with Slack and one with Teams: one of two is the most there could ever be.
  @Test
  void aMailThatOnlyOneOfThemSeesWholeOnItsCardIsReadInPagesAndCompleted() {
    String id = gate.proposeMessage("post", LONG_MAIL);

    PostedMessage cut = gate.inSlack(id, BothChats::asks);
    assertThat(cut.rendered()).contains("Too long for one message").doesNotContain("[ Approve");
    gate.slack.press(BothChats.SLACK_CHANNEL, cut.ts(), "details", BothChats.SANA);
    OpenedView first = gate.slack.modal(BothChats.SANA).orElseThrow();
    OpenedView page = first;
    while (page.rendered().contains("[ Next ]")) {
      gate.slack.pressIn(page, "Next");
      page = gate.slack.modal(BothChats.SANA).orElseThrow();
    }
    gate.slack.pressIn(page, "approve");
    gate.inTeams(id, text -> text.contains("1 of 2"));
    gate.approveInTeams(BothChats.JON, id);

    assertThat(decided(id).text("status")).isEqualTo("approved");
    assertThat(gate.voters(id)).containsExactly("sana", "jon");
    assertThat(gate.damages()).isEmpty();
  }

  @Test
  void aMailThatTakesMorePagesThanAnybodyReadsIsRefusedWithWhatWouldHelp() {
    JsonObject read = decided(gate.proposeMessage("post", "\u200b".repeat(20_000)));

    assertThat(read.text("status")).isEqualTo("refused");
    assertThat(read.text("reason"))
        .isEqualTo(
            "Refused, and nobody was asked, as nobody could complete it. Stage 1 (mixed) needs 2"
                + " approvals; of its 3 members none could give one: 3 would see the action cut"
                + " (Slack or Teams), as it is longer than 20 pages, and what is cut nobody"
                + " approves. Shorten the action.");
    assertThat(gate.slack.messages(BothChats.SLACK_CHANNEL)).isEmpty();
    assertThat(gate.teams.messages(BothChats.CHANNEL)).isEmpty();
  }

  @Test
  void aShortMailIsAskedAndTwoOfThemCompleteItAcrossBothChats() {
    String id = gate.proposeMessage("post", LONG_MAIL.substring(0, 500));

    gate.approveInSlack(BothChats.SANA, id);
    gate.inTeams(id, text -> text.contains("1 of 2"));
    gate.approveInTeams(BothChats.JON, id);

    assertThat(decided(id).text("status")).isEqualTo("approved");
    assertThat(gate.voters(id)).containsExactly("sana", "jon");
  }

  @Test
  void withOneMorePersonInTeamsTheLongMailIsAskedAndCompletedThere() {
    String id = gate.proposeMessage("wide-post", LONG_MAIL);

    PostedMessage cut = gate.inSlack(id, BothChats::asks);
    assertThat(cut.rendered()).contains("Too long for one message").doesNotContain("[ Approve");
    String whole = BothChats.text(gate.inTeams(id, BothChats::asks));
    // Drawn in lines of the client's width.
    assertThat(whole.replace("\n", "").contains(LONG_MAIL)).isTrue();
    gate.approveInTeams(BothChats.JON, id);
    gate.inTeams(id, text -> text.contains("1 of 2"));
    gate.approveInTeams(BothChats.TOVE, id);

    assertThat(decided(id).text("status")).isEqualTo("approved");
    assertThat(gate.voters(id)).containsExactly("jon", "tove");
    assertThat(gate.damages()).isEmpty();
  }
}
