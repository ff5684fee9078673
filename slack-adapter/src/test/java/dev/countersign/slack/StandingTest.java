package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.ChatStanding;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.secret.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What Slack says to a gate that starts.
class StandingTest extends SlackTestCase {

  private ChatStanding standing(Secret botToken, String teamId) {
    SlackSettings known = settings();
    SlackSettings asked =
        new SlackSettings(
            known.signingSecret(),
            botToken,
            teamId,
            known.appId(),
            known.apiBase(),
            known.replyOrigins());
    try (var other = new SlackAdapter(asked, clock, metrics, PATIENCE, Duration.ofMillis(1))) {
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
  void anAppOfTheWholeOrganisationIsRefused() {
    slack.workspace().ofOrganisation();
    assertThat(adapter.standing()).isEqualTo(new ChatStanding.Refused("org_wide_install"));
  }

  @Test
  void aSlackThatIsDownIsAway() {
    slack.fail("auth.test", new Fault.Status(503), 1);
    assertThat(adapter.standing()).isEqualTo(new ChatStanding.Away("http_503"));
  }
}
