package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.AskLimit;
import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.drawing.SampleReplies;
import dev.countersign.freezing.SampleRefusals;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.linking.SampleLinks;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.Ephemeral.Source;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people are shown who ask: blocks with buttons that ask on, and decide nothing.
class ReplyTest extends SlackTestCase {
  private final TestGate gate;

  ReplyTest() {
    gate = TestGate.behind(adapter.channel(), Workspace.TEAM_ID);
  }

  @BeforeEach
  void connect() {
    for (String user : List.of("ULENA", "UMARC", "UPIA", "URHEA")) {
      slack.workspace().put(SlackUser.member(user, user.substring(1)));
    }
    slack.workspace().put(WorkspaceChannel.open("C01", "leads", "ULENA", "UMARC", "UPIA", "URHEA"));
    queue.is(gate.queue);
  }

  @Test
  void whatWaitsIsARowEachAndReviewShowsAllOfItToThePresserAlone() {
    ProposalId id = gate.ask();

    Ephemeral seen = ask("ULENA", "queue");
    assertThat(seen.rendered())
        .contains("This waits for you")
        .contains("HIGH RISK")
        .contains("#" + id.value().substring(id.value().length() - 6))
        .contains("[ Review ]");

    slack.press(seen, "ask.0");

    OpenedView modal = slack.modal("ULENA").orElseThrow();
    assertThat(modal.rendered())
        .contains("This waits for you. To decide, please use the buttons on its card.")
        .contains("[ Open its card ] <" + slack.baseUrl() + "/archives/C01/p")
        .contains(id.value())
        .contains("api.billing.example");
    assertThat(CanonicalJson.text(modal.view()))
        .as("nothing in it decides")
        .doesNotContain("\"approve\"", "\"reject\"", "mrkdwn");
    assertThat(slack.modal("UMARC")).isEmpty();
    assertThat(gate.record(id).request().votes()).isEmpty();
    assertThat(desk.clicks()).isEmpty();
    assertThat(desk.flawed()).isEmpty();
  }

  @Test
  void aLinkThatSlackDoesNotNameInTimeIsLeftOut() {
    gate.ask();
    slack.fail("chat.getPermalink", new Fault.Answer("channel_not_found"), 1);

    slack.press(ask("ULENA", "queue"), "ask.0");

    assertThat(slack.modal("ULENA").orElseThrow().rendered())
        .contains("please use the buttons on its card")
        .doesNotContain("Open its card");
  }

  @Test
  void aFollowedLinkIsTakenNoteOfByNobody() {
    gate.ask();
    slack.press(ask("ULENA", "queue"), "ask.0");
    OpenedView modal = slack.modal("ULENA").orElseThrow();

    SlackPress followed = slack.press(modal, "open");

    assertThat(followed.acknowledged()).isTrue();
    assertThat(desk.flawed()).isEmpty();
    assertThat(slack.modal("ULENA")).contains(modal);
  }

  @Test
  void aQuestionInAModalIsAnsweredInIt() {
    gate.ask();
    slack.press(ask("ULENA", "queue"), "ask.0");
    OpenedView modal = slack.modal("ULENA").orElseThrow();

    slack.press(modal, "What waits for me");

    OpenedView then = slack.modal("ULENA").orElseThrow();
    assertThat(then.id()).isEqualTo(modal.id());
    assertThat(then.rendered()).contains("[ Review ]");
    assertThat(slack.openedViews()).hasSize(1);
  }

  @Test
  void aButtonAsksForWhoeverPressesItAndNotForWhomItWasShownTo() {
    ProposalId id = gate.ask();
    JsonObject payload = payload(ask("ULENA", "queue"));

    slack.deliver(by("UPIA", payload));

    assertThat(told("UPIA")).contains("knows no such request").doesNotContain(id.value());
    assertThat(slack.modal("UPIA")).isEmpty();
  }

  @Test
  void theProposingSideIsToldHowItStandsAndNoMore() {
    ProposalId id = gate.ask();

    assertThat(ask("URHEA", "status " + id).rendered())
        .as("for whom the agent acts")
        .contains(id.value())
        .doesNotContain("/v1/refunds");
  }

  @ParameterizedTest
  @CsvSource({"api_app_id,A0FOREIGN", "user.team_id,T0FOREIGN", "team.id,T0FOREIGN"})
  void whatIsNotPressedInOurWorkspaceIsNotAnswered(String member, String value) {
    gate.ask();
    JsonObject payload = payload(ask("ULENA", "queue"));

    slack.deliver(changed(payload, member, value));

    assertThat(slack.openedViews()).isEmpty();
    assertThat(desk.flawed()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "status\n", "queue \u202e"})
  void whatNoButtonOfOursAsksIsMalformed(String question) {
    gate.ask();
    JsonObject payload = payload(ask("ULENA", "queue"));
    JsonObject action =
        payload.objects("actions", one -> one).getFirst().with("value", Json.of(question));

    slack.deliver(payload.with("actions", new JsonArray(List.of(action))));

    assertThat(slack.openedViews()).isEmpty();
    assertThat(metrics.callbacks()).contains(CallbackResult.MALFORMED);
  }

  @Test
  void pressesAndCommandsAreOneCountOfQuestions() {
    gate.ask();
    Ephemeral seen = ask("ULENA", "queue");
    for (int i = 1; i < AskLimit.MOST; i++) {
      ask("ULENA", "help");
    }

    slack.press(seen, "ask.0");

    assertThat(told("ULENA").replace('\n', ' ')).isEqualTo(Commands.TOO_MANY);
    assertThat(slack.openedViews()).isEmpty();
  }

  @Test
  void aModalThatDoesNotOpenIsSaidSo() {
    gate.ask();
    Ephemeral seen = ask("ULENA", "queue");
    slack.fail("views.open", new Fault.Answer("expired_trigger_id"), 1);

    slack.press(seen, "ask.0");

    assertThat(told("ULENA")).contains("could not show this");
  }

  @Test
  void repliesAreDrawnAsTheFilesOfThemAre() {
    SampleReplies.all().forEach(ReplyTest::assertDrawn);
    SampleLinks.all().forEach(ReplyTest::assertDrawn);
    SampleRefusals.all().forEach(ReplyTest::assertDrawn);
  }

  private static void assertDrawn(String name, Reply reply) {
    Golden.check(name, new ReplyBlocks("T01").message(reply, Optional.empty()).answer().build());
  }

  private Ephemeral ask(String user, String question) {
    return slack.command("C01", user, "/countersign", question).reply().orElseThrow();
  }

  /// What a press on the first button would send.
  private JsonObject payload(Ephemeral seen) {
    return slack.payload(seen, "ask.0");
  }

  private String told(String user) {
    return slack
        .awaitEphemeral(
            "C01", one -> one.source() == Source.RESPONSE_URL && one.user().equals(user), AT_MOST)
        .orElseThrow()
        .rendered();
  }

  /// The same press by somebody else.
  private JsonObject by(String user, JsonObject payload) {
    return slack
        .payload(ask(user, "help"), "ask.0")
        .with("actions", new JsonArray(payload.items("actions")));
  }

  private static JsonObject changed(JsonObject payload, String member, String value) {
    int dot = member.indexOf('.');
    return dot < 0
        ? payload.with(member, Json.of(value))
        : payload.with(
            member.substring(0, dot),
            payload
                .object(member.substring(0, dot))
                .with(member.substring(dot + 1), Json.of(value)));
  }
}
