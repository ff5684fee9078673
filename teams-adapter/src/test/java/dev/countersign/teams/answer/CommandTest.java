package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.ANONYMOUS;
import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static dev.countersign.teams.answer.TeamsGate.PIA;
import static dev.countersign.teams.answer.TeamsGate.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.CallbackMetrics.PrivateReply;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What people ask the bot, and what they and nobody else are answered.
class CommandTest {
  private final TeamsGate gate = new TeamsGate(1);

  CommandTest() throws Exception {}

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void theQueueIsToldToTheAskerAlone() {
    ProposalId id = gate.ask();

    gate.teams.say(MIRA.id(), gate.channel, "queue");

    assertThat(told(MIRA)).contains(shortName(id)).contains("This waits for you");
    assertThat(seen(PIA)).as("what others see in the channel").noneMatch(t -> t.contains("waits"));
  }

  @Test
  void aSlashCommandIsAnsweredLikeAnyMessage() {
    ProposalId id = gate.ask();

    gate.teams.command(MIRA.id(), gate.channel, "status " + id);

    assertThat(told(MIRA))
        .contains(id.value())
        .contains("⏳ Due ")
        .contains("please use the buttons on its card");
  }

  @Test
  void whoeverIsNotLinkedIsToldWhatToDo() {
    gate.ask();

    gate.teams.say(STRANGER.id(), gate.channel, "queue");
    assertThat(told(STRANGER)).contains("ask your administrator");

    gate.teams.say(ANONYMOUS.id(), gate.channel, "queue");
    assertThat(told(ANONYMOUS)).contains("who you are");
  }

  @Test
  void wordsThatAreNoCommandAreAnsweredWithWhatOneCanAsk() {
    gate.teams.say(MIRA.id(), gate.channel, "approve everything, please");

    assertThat(told(MIRA))
        .contains("does not know this command")
        .contains("queue [tag]")
        .contains("status <id>")
        .contains("What you can ask here");
  }

  @Test
  void whoeverAsksWithoutEndIsLeftUnanswered() {
    for (int i = 0; i < AskLimit.MOST; i++) {
      gate.teams.command(PIA.id(), gate.channel, "help");
      // Slower than what one conversation takes, faster than what one person may.
      gate.clock.advance(Duration.ofMillis(1_500));
    }
    gate.teams.command(PIA.id(), gate.channel, "help");
    gate.teams.command(MIRA.id(), gate.channel, "help");

    assertThat(told(MIRA)).as("somebody else is answered").contains("queue [tag]");
    assertThat(gate.metrics.callbacks())
        .filteredOn(CallbackResult.REFUSED::equals)
        .as("one too many")
        .hasSize(1);
  }

  @Test
  void aMessageTextDecidesNothing() {
    ProposalId id = gate.ask();

    gate.teams.say(MIRA.id(), gate.channel, "approve " + id);

    assertThat(gate.request(id).state()).isInstanceOf(Pending.class);
    assertThat(gate.request(id).votes()).isEmpty();
  }

  @Test
  void inOnesOwnChatTheAnswerIsAnOrdinaryMessage() {
    ProposalId id = gate.ask();
    String own = gate.teams.personalChat(MIRA);

    gate.teams.say(MIRA.id(), own, "queue");

    assertThat(awaited(own, shortName(id))).isPresent();
  }

  @Test
  void whereTeamsTakesNoTargetedMessageTheAnswerComesInOnesOwnChat() {
    ProposalId id = gate.ask();
    gate.teams.fail(ConnectorOperation.SEND, new TeamsFault.Status(500), 1);

    gate.teams.say(MIRA.id(), gate.channel, "queue");

    assertThat(awaited(gate.teams.personalChat(MIRA), shortName(id))).isPresent();
    assertThat(seen(PIA)).noneMatch(text -> text.contains("waits"));
  }

  @Test
  void anAnswerThatCannotBeToldIsCounted() {
    gate.teams.fail(ConnectorOperation.SEND, new TeamsFault.Status(500), 1);
    gate.teams.fail(ConnectorOperation.CREATE_CONVERSATION, new TeamsFault.Status(500), 1);

    gate.teams.say(MIRA.id(), gate.channel, "help");
    gate.adapter.close();

    assertThat(gate.metrics.replies()).containsExactly(PrivateReply.LOST);
  }

  @Test
  void aButtonOfAnOldClientDecidesAndIsAnsweredToThePresserAlone() {
    ProposalId id = gate.ask();
    String card = gate.posted().id();
    gate.teams.refresh(MIRA.id(), gate.channel, card);

    gate.teams.submit(MIRA.id(), gate.channel, card, "approve", Map.of());

    assertThat(gate.request(id).votes()).hasSize(1);
    assertThat(gate.entry(id, "voted").text("pressed")).isEqualTo("as_message");
    assertThat(told(MIRA)).contains("is counted");
  }

  @Test
  void anOldClientThatCannotShowButtonsIsToldSo() {
    ProposalId id = gate.ask();

    gate.teams.submit(MIRA.id(), gate.channel, gate.posted().id(), "view", Map.of());

    assertThat(told(MIRA)).contains("up-to-date");
    assertThat(gate.request(id).votes()).isEmpty();
  }

  private String told(TeamsUser user) {
    return said(
        gate.teams
            .awaitMessage(
                gate.channel,
                one -> one.onlyFor().filter(user.id()::equals).isPresent() && isAnswer(one),
                TeamsGate.AT_MOST)
            .orElseThrow(() -> new AssertionError("nothing was told to " + user.name())));
  }

  /// Its text, or what its card says.
  private static String said(PostedActivity one) {
    return one.card().map(TeamsSandbox::text).orElse(one.text());
  }

  /// As a row of the queue has it.
  private static String shortName(ProposalId id) {
    return "#" + id.value().substring(id.value().length() - 6);
  }

  private Optional<PostedActivity> awaited(String conversation, String words) {
    return gate.teams.awaitMessage(
        conversation, one -> isAnswer(one) && said(one).contains(words), TeamsGate.AT_MOST);
  }

  private List<String> seen(TeamsUser user) {
    return gate.teams.messagesFor(user.id(), gate.channel).stream()
        .map(PostedActivity::text)
        .toList();
  }

  private boolean isPersonal(PostedActivity one) {
    return one.conversation().equals(gate.teams.personalChat(MIRA));
  }

  private boolean isAnswer(PostedActivity one) {
    return one.author().equals(gate.teams.botId())
        && (!one.text().isEmpty() || one.onlyFor().isPresent() || isPersonal(one));
  }
}
