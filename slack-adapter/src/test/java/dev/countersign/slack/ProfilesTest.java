package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.ChatProfile.Standing;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is read of Slack's answer about an account, for links and for decisions.
class ProfilesTest {
  @Test
  void aMemberOfOurWorkspaceIsOne() {
    assertThat(standing("{\"id\":\"U1\",\"team_id\":\"T1\"}")).isEqualTo(Standing.MEMBER);
  }

  @Test
  void whoIsOfNoWorkspaceThatSlackNamesIsForeign() {
    assertThat(standing("{\"id\":\"U1\"}")).isEqualTo(Standing.FOREIGN);
  }

  @Test
  void anAnswerAboutSomebodyElseSaysNothing() {
    assertThat(standing("{\"id\":\"U2\",\"team_id\":\"T1\"}")).isEqualTo(Standing.UNKNOWN);
    assertThat(standing("{\"team_id\":\"T1\"}")).isEqualTo(Standing.UNKNOWN);
  }

  private static Standing standing(String user) {
    return Profiles.of(
            new SlackFacts.Told("T1", Optional.empty(), Payload.parse(user), Map.of()), "U1", "T1")
        .standing();
  }
}
