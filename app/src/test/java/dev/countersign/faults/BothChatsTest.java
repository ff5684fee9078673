package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.proposal.PersonId;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A real server, a real Postgres and both emulated chats, with Teams holding the bot to its rates
/// and failing.
@Timeout(300)
class BothChatsTest {
  private static final TeamsFault UNAVAILABLE = new TeamsFault.Status(503);

  /// Cards of one burst: more than Teams takes from a bot in one second.
  private static final int BURST = 12;

  /// Calls that fail: enough to be an outage, in which each further one is tried after a pause.
  private static final int OUTAGE = 6;

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
  void aDayWithThrottlingAndAnOutageEndsTrueOnEveryCard() {
    gate.teams.fail(
        ConnectorOperation.CREATE_CONVERSATION, new TeamsFault.Throttled(Duration.ofSeconds(1)), 2);
    List<String> ids = new ArrayList<>();
    for (int nth = 0; nth < BURST; nth++) {
      ids.add(gate.propose(1_000 + nth));
    }
    ids.forEach(id -> gate.inTeams(id, BothChats::asks));

    // While the connector takes nothing from us, people press in both chats.
    for (ConnectorOperation operation :
        List.of(ConnectorOperation.UPDATE, ConnectorOperation.PAGED_MEMBERS)) {
      gate.teams.fail(operation, UNAVAILABLE, OUTAGE);
    }
    for (int nth = 0; nth < BURST; nth++) {
      decide(nth % 4, ids.get(nth));
    }

    for (int nth = 0; nth < BURST; nth++) {
      String id = ids.get(nth);
      String how = nth % 4 == 3 ? "Withdrawn" : "Executed";
      gate.inSlack(id, BothChats.ended(how));
      gate.inTeams(id, BothChats.ended(how));
      assertThat(gate.messages(id)).as("one card, brought up to date").hasSize(1);
      List<PersonId> voters = gate.request(id).votes().stream().map(vote -> vote.person()).toList();
      assertThat(new HashSet<>(voters)).as("one vote per person").hasSameSizeAs(voters);
      assertThat(voters).hasSize(nth % 4 == 3 ? 0 : 2);
    }
    assertThat(gate.billing.received()).hasSize(BURST - BURST / 4);
    assertThat(gate.damages()).isEmpty();
  }

  private void decide(int how, String id) {
    switch (how) {
      case 0 -> {
        gate.approveInSlack(BothChats.MIRA_IN_SLACK, id);
        gate.approveInTeams(BothChats.JON, id);
      }
      case 1 -> {
        gate.approveInTeams(BothChats.JON, id);
        gate.approveInSlack(BothChats.LENA, id);
      }
      case 2 -> {
        gate.approveInSlack(BothChats.MIRA_IN_SLACK, id);
        gate.approveInTeams(BothChats.MIRA, id);
        assertThat(gate.voters(id)).as("one human with two accounts").containsExactly("mira");
        gate.approveInTeams(BothChats.JON, id);
      }
      default -> gate.withdraw(id);
    }
  }

  @Test
  void aStrangerIsShownNoButtonsAndWhoVotedIsToldSo() {
    String id = gate.propose(500);
    PostedActivity card = gate.keptInTeams(id);
    assertThat(told(gate.press(BothChats.NOOR, card, "view"))).contains("not linked");

    assertThat(gate.approveInTeams(BothChats.JON, id).answer())
        .isInstanceOf(InvokeResponse.Card.class);
    gate.inTeams(id, text -> text.contains("1 of 2"));
    // His client may show his own card, which has no button left, or the one for everybody.
    assertThat(told(gate.teams.refreshByHand(BothChats.JON.id(), BothChats.CHANNEL, card.id())))
        .contains("counted already");
    assertThat(gate.voters(id)).containsExactly("jon");
  }

  @Test
  void whatWaitsIsToldAlikeInBothChats() {
    String id = gate.propose(550);
    gate.inTeams(id, BothChats::asks);
    gate.inSlack(id, BothChats::asks);

    String inSlack = gate.askInSlack(BothChats.MIRA_IN_SLACK, "queue");
    String inTeams = gate.askInTeams(BothChats.MIRA, "queue");

    String shortId = "#" + id.substring(id.length() - 6);
    assertThat(inSlack).startsWith("This waits for you:").contains(id);
    assertThat(inTeams).startsWith("This waits for you").contains(shortId, "[ Review ]");
    assertThat(gate.askInSlack(BothChats.SANA, "queue")).isEqualTo("Nothing waits for you.");
    assertThat(gate.askInSlack(BothChats.MIRA_IN_SLACK, "queue money"))
        .startsWith("This with the tag domain/money waits for you:")
        .contains(id);
    assertThat(gate.askInTeams(BothChats.JON, "queue money"))
        .startsWith("This with the tag domain/money waits for you")
        .contains(shortId);
    assertThat(gate.askInSlack(BothChats.LENA, "queue severity/high"))
        .isEqualTo("Nothing with the tag severity/high waits for you.");
    assertThat(gate.askInSlack(BothChats.LENA, "approve " + id)).doesNotContain(id);
    assertThat(gate.voters(id)).as("who asked has decided nothing").isEmpty();
  }

  private static String told(TeamsPress press) {
    return press.answer() instanceof InvokeResponse.Message(String text)
        ? text
        : press.answer().toString();
  }

  @Test
  void aCardThatSomebodyTookAwayIsPostedAnewAndDecidedThere() {
    String id = gate.propose(600);
    PostedActivity first = gate.inTeams(id, BothChats::asks);
    gate.teams.takeAway(BothChats.CHANNEL, first.id());

    gate.approveInSlack(BothChats.LENA, id);
    PostedActivity second = gate.inTeams(id, text -> text.contains("1 of 2"));
    assertThat(second.id()).isNotEqualTo(first.id());
    gate.approveInTeams(BothChats.JON, id);

    gate.inSlack(id, BothChats.ended("Executed"));
    gate.inTeams(id, BothChats.ended("Executed"));
    assertThat(gate.messages(id)).hasSize(1);
    assertThat(gate.audited(id, "card_failed")).isEqualTo(1);
    assertThat(gate.damages()).isEmpty();
  }

  @Test
  void aDeletedChannelLeavesTheRequestToTheOtherChat() {
    String id = gate.propose(700);
    gate.inTeams(id, BothChats::asks);
    assertThat(gate.teams.deleteChannel(BothChats.MIRA.id(), BothChats.CHANNEL).acknowledged())
        .isTrue();

    gate.approveInSlack(BothChats.LENA, id);
    gate.inSlack(id, text -> text.contains("1 of 2"));
    gate.approveInSlack(BothChats.MIRA_IN_SLACK, id);

    gate.inSlack(id, BothChats.ended("Executed"));
    assertThat(gate.voters(id)).containsExactly("lena", "mira");
    assertThat(gate.damages()).isEmpty();

    String next = gate.propose(701);
    gate.inSlack(next, BothChats::asks);
    assertThat(gate.messages(next)).as("nothing is sent where the channel was").isEmpty();
  }
}
