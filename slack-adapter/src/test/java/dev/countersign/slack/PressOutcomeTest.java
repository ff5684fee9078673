package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.PressOutcome;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.SlackUser;
import dev.countersign.sandbox.slack.Workspace;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What happens counts as the same in every chat.
@ParameterizedClass
@EnumSource(Way.class)
class PressOutcomeTest extends SlackTestCase {
  private static final String LEADS = "C01";

  private final TestGate gate = TestGate.behind(adapter.channel(), Workspace.TEAM_ID);

  PressOutcomeTest(Way way) {
    super(way);
  }

  @BeforeEach
  void openTheGate() {
    slack.workspace().put(SlackUser.member("ULENA", "lena"));
    slack.workspace().put(SlackUser.member("UPIA", "pia"));
    slack.workspace().put(WorkspaceChannel.open(LEADS, "leads", "ULENA", "UPIA", "U0GUEST"));
    desk.is(gate.desk);
  }

  @ParameterizedTest
  @EnumSource
  void aPressCountsAsItDoesInEveryChat(PressOutcome outcome) {
    gate.ask();
    switch (outcome) {
      case APPROVED -> press("ULENA");
      case PRESSED_AGAIN -> {
        press("ULENA");
        press("ULENA");
      }
      case BY_SOMEBODY_WHO_IS_NOT_ASKED -> press("UPIA");
      case BY_A_GUEST -> press("U0GUEST");
      case WITH_ANOTHER_TOKEN -> slack.deliver(changed("value", "a.b.c"));
      case ON_A_BUTTON_OF_NO_NAME -> slack.deliver(changed("action_id", "nuke"));
      case WITHOUT_WHAT_A_PRESS_NEEDS -> {
        JsonObject press = payload();
        JsonObject container = press.object("container").with("message_ts", Json.of("../1"));
        slack.deliver(press.with("container", container));
      }
    }
    assertThat(metrics.callbacks()).endsWith(outcome.result());
  }

  private void press(String user) {
    slack.press(LEADS, slack.messages(LEADS).getLast().ts(), "approve", user);
  }

  private JsonObject payload() {
    return slack.payload(LEADS, slack.messages(LEADS).getLast().ts(), "approve", "ULENA");
  }

  private JsonObject changed(String name, String text) {
    JsonObject press = payload();
    return press.with(
        "actions",
        new JsonArray(press.objects("actions", action -> action.with(name, Json.of(text)))));
  }
}
