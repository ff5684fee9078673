package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static dev.countersign.teams.answer.TeamsGate.OTTO;
import static dev.countersign.teams.answer.TeamsGate.PIA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.AskLimit;
import dev.countersign.card.Commands;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsSandbox;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Buttons that ask: answered in the place of the card that they stand on, for their presser alone.
class AskTest {
  private final TeamsGate gate = new TeamsGate(1);
  private final String own = gate.teams.personalChat(MIRA);

  AskTest() throws Exception {}

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void reviewShowsAllOfARequestAndNothingThatDecides() {
    ProposalId id = gate.ask();
    PostedActivity queue = asked("queue");

    TeamsPress press = press(queue, "ask.0");

    JsonObject shown = shown(press);
    assertThat(TeamsSandbox.text(shown))
        .contains(id.value())
        .contains("/v1/refunds")
        .contains("This waits for you. To decide, please use the buttons on its card.")
        .contains("[ What waits for me ]");
    assertThat(TeamsGate.offers(shown, "approve")).isFalse();
    assertThat(TeamsGate.offers(shown, "view")).isFalse();
    assertThat(gate.request(id).votes()).isEmpty();

    assertThat(TeamsSandbox.text(shown(press(queue, "What waits for me")))).contains("[ Review ]");
  }

  @Test
  void homeShowsWhatWaitsAndReviewAllOfItAndNothingDecides() {
    ProposalId id = gate.ask();
    PostedActivity home = asked("home");

    JsonObject card = home.card().orElseThrow();
    assertThat(TeamsSandbox.text(card))
        .contains("Your approvals")
        .containsPattern("1\\h+Needs you")
        .containsPattern("0\\h+Waiting on others")
        .contains("[ Review ]");
    assertThat(TeamsGate.offers(card, "approve")).isFalse();
    assertThat(TeamsSandbox.text(shown(press(home, "Review")))).contains(id.value());
    assertThat(gate.request(id).votes()).isEmpty();
  }

  @Test
  void recentShowsWhatTheAskerDecidedAndNobodyElseReadsIt() {
    ProposalId id = gate.ask();
    String end = id.value().substring(id.value().length() - 6);
    gate.teams.refresh(MIRA.id(), gate.channel, gate.posted().id());
    gate.teams.press(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());

    assertThat(TeamsSandbox.text(asked("recent").card().orElseThrow()))
        .contains("You decided")
        .contains("you approved at")
        .contains("#" + end);

    gate.teams.say(OTTO.id(), gate.channel, "recent");
    assertThat(awaited(OTTO.id())).isEqualTo("You have decided nothing yet.");
  }

  @Test
  void anOldClientIsAnsweredBelow() {
    ProposalId id = gate.ask();
    PostedActivity queue = asked("queue");

    gate.teams.submit(MIRA.id(), own, queue.id(), "ask.0", Map.of());

    PostedActivity shown =
        gate.teams
            .awaitMessage(
                own,
                one -> one.card().map(TeamsSandbox::text).orElse("").contains(id.value()),
                TeamsGate.AT_MOST)
            .orElseThrow();
    assertThat(TeamsGate.offers(shown.card().orElseThrow(), "approve")).isFalse();
  }

  @Test
  void whatIsNobodyElsesBusinessStaysUnknownHoweverItIsAsked() {
    ProposalId id = gate.ask();
    JsonObject activity = activity(asked("help"), "status " + id);

    assertThat(
            gate.teams.invoke(from(PIA.id(), PIA.aadObjectId().orElseThrow(), activity)).answer())
        .as("she is no member of this chat")
        .isInstanceOfSatisfying(
            InvokeResponse.Message.class,
            message -> assertThat(message.text()).contains("Only members"));
  }

  @Test
  void whoMayDecideLaterOrNotAtAllIsToldWhy() {
    ProposalId id = gate.ask(TestGate.body("{\"anew\":true}"));

    gate.teams.say(PIA.id(), gate.channel, "status " + id);
    assertThat(awaited(PIA.id()))
        .as("of a group that may be asked, too: how it stands, and no evidence")
        .contains(" RISK", id.value())
        .doesNotContain("/v1/refunds", "Exact request");

    gate.teams.say(OTTO.id(), gate.channel, "status " + id);
    assertThat(awaited(OTTO.id())).as("a lead, too").contains("You cannot decide this one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "status\n", "\u202e"})
  void whatNoButtonOfOursAsksIsRefused(String question) {
    gate.ask();

    TeamsPress press = gate.teams.invoke(activity(asked("help"), question));

    assertThat(press.answer()).isInstanceOf(InvokeResponse.Failed.class);
  }

  @Test
  void aClientThatAsksByItselfIsNotAnswered() {
    gate.ask();
    JsonObject activity = activity(asked("help"), "queue");
    JsonObject automatic =
        activity.with("value", activity.object("value").with("trigger", Json.of("automatic")));

    assertThat(gate.teams.invoke(automatic).answer()).isInstanceOf(InvokeResponse.Failed.class);
  }

  @Test
  void pressesAndMessagesAreOneCountOfQuestions() {
    gate.ask();
    PostedActivity queue = asked("queue");
    for (int i = 1; i < AskLimit.MOST; i += 2) {
      press(queue, "Review");
      press(queue, "What waits for me");
    }

    assertThat(press(queue, "ask.0").answer())
        .isEqualTo(new InvokeResponse.Message(Commands.TOO_MANY));
  }

  private PostedActivity asked(String question) {
    gate.teams.say(MIRA.id(), own, question);
    return gate.teams
        .awaitMessage(own, one -> one.card().isPresent(), TeamsGate.AT_MOST)
        .orElseThrow();
  }

  private String awaited(String user) {
    PostedActivity told =
        gate.teams
            .awaitMessage(
                gate.channel,
                one -> one.onlyFor().filter(user::equals).isPresent(),
                TeamsGate.AT_MOST)
            .orElseThrow();
    return told.card().map(TeamsSandbox::text).orElse(told.text());
  }

  private TeamsPress press(PostedActivity card, String button) {
    return gate.teams.press(MIRA.id(), own, card.id(), button, Map.of());
  }

  /// A press on the button of the help, with another question.
  private JsonObject activity(PostedActivity help, String question) {
    JsonObject activity = gate.teams.activity(MIRA.id(), own, help.id(), "ask.0", Map.of());
    JsonObject value = activity.object("value");
    JsonObject action = value.object("action");
    JsonObject data = action.object("data").with("q", Json.of(question));
    return activity.with("value", value.with("action", action.with("data", data)));
  }

  private static JsonObject from(String user, String aadObjectId, JsonObject activity) {
    return activity.with(
        "from",
        activity
            .object("from")
            .with("id", Json.of(user))
            .with("aadObjectId", Json.of(aadObjectId)));
  }

  private static JsonObject shown(TeamsPress press) {
    assertThat(press.answer()).isInstanceOf(InvokeResponse.Card.class);
    return ((InvokeResponse.Card) press.answer()).card();
  }
}
