package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.ChatStanding;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.secret.Secret;
import dev.countersign.slack.SlackSettings.Entrance.Socket;
import org.junit.jupiter.api.Test;

/// What Slack says to a gate that starts.
class StandingTest extends SlackTestCase {

  private ChatStanding standing(Secret botToken, String teamId) {
    SlackSettings known = settings();
    SlackSettings asked =
        new SlackSettings(
            known.entrance(),
            botToken,
            teamId,
            known.appId(),
            known.apiBase(),
            known.replyOrigins());
    try (var other = adapter(asked, PATIENCE, SOON)) {
      return other.standing();
    }
  }

  @Test
  void aTokenOfThisWorkspaceIsKnown() {
    assertThat(adapter.standing()).isEqualTo(new ChatStanding.Known());
  }

  @Test
  void aWrongTokenIsRefused() {
    assertThat(standing(new Secret("xoxb-wrong-token"), settings().teamId()))
        .isEqualTo(new ChatStanding.Refused("invalid_auth"));
  }

  @Test
  void aTokenOfAnotherWorkspaceIsRefused() {
    assertThat(standing(settings().botToken(), "T0ELSEWHERE"))
        .isEqualTo(new ChatStanding.Refused("other_workspace"));
  }

  @Test
  void aSlackThatIsDownIsAway() {
    slack.fail("auth.test", new Fault.Status(503), 1);
    assertThat(adapter.standing()).isEqualTo(new ChatStanding.Away("http_503"));
  }

  @Test
  void anAppTokenThatSlackDoesNotTakeIsRefusedBeforeTheGateListens() {
    slack.socketMode();
    assertThat(standing(new Socket(new Secret("xapp-wrong-token"))))
        .isEqualTo(new ChatStanding.Refused("invalid_auth"));
    assertThat(standing(new Socket(new Secret(slack.botToken()))))
        .as("the bot's token in its place")
        .isEqualTo(new ChatStanding.Refused("not_allowed_token_type"));
    assertThat(standing(new Socket(new Secret(slack.appToken()))))
        .isEqualTo(new ChatStanding.Known());
  }

  private ChatStanding standing(SlackSettings.Entrance entrance) {
    SlackSettings known = settings();
    SlackSettings asked =
        new SlackSettings(
            entrance,
            known.botToken(),
            known.teamId(),
            known.appId(),
            known.apiBase(),
            known.replyOrigins());
    try (var other = adapter(asked, PATIENCE, SOON)) {
      return other.standing();
    }
  }
}
