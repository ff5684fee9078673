package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.secret.Secret;
import dev.countersign.slack.SlackSettings.Entrance.Requests;
import dev.countersign.slack.SlackSettings.Entrance.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackSettingsTest {
  private static final Secret SECRET = new Secret("not-a-real-secret");
  private static final SlackSettings.Entrance REQUESTS = new Requests(SECRET);

  @Test
  void theDefaultsAreSlacksOwnAddresses() {
    SlackSettings settings = SlackSettings.of(REQUESTS, SECRET, "T012", "A012");
    assertThat(settings.apiBase()).hasToString("https://slack.com/api/");
    assertThat(settings.replyOrigins()).containsExactly(URI.create("https://hooks.slack.com"));
  }

  @Test
  void settingsPrintNoSecret() {
    for (SlackSettings.Entrance entrance : List.of(REQUESTS, new Socket(SECRET))) {
      assertThat(SlackSettings.of(entrance, SECRET, "T012", "A012").toString())
          .contains("[REDACTED]")
          .doesNotContain("not-a-real-secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "with blank inside", "with\nnewline", "schlüssel-lang"})
  void aCredentialHasTheShapeOfOne(String value) {
    Secret other = new Secret(value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SlackSettings.of(new Requests(other), SECRET, "T012", "A012"))
        .withMessageStartingWith("signingSecret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Socket(other))
        .withMessageStartingWith("appToken");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SlackSettings.of(REQUESTS, other, "T012", "A012"))
        .withMessageStartingWith("botToken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://slack.example/api/",
        "https://slack.com/api",
        "https://user@slack.com/api/",
        "https://slack.com/api/?x",
        "https://slack.com/api/#x",
        "ftp://127.0.0.1/",
        "/api/"
      })
  void theApiIsConfidential(String base) {
    assertRefused("T012", "A012", base, "https://hooks.slack.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://hooks.slack.com/", "http://hooks.slack.com", "hooks.slack.com"})
  void aReplyOriginIsSchemeHostAndPort(String origin) {
    assertRefused("T012", "A012", "https://slack.com/api/", origin);
  }

  @Test
  void idsAreNotMixedUp() {
    assertRefused("A012", "A012", "https://slack.com/api/", "https://hooks.slack.com");
    assertRefused("T012", "T012", "https://slack.com/api/", "https://hooks.slack.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.slack.com/actions/T/1/x",
        "https://hooks.slack.com.evil.example/actions/T/1/x",
        "https://hooks.slack.com@evil.example/x",
        "https://evil.example/hooks.slack.com",
        "https://hooks.slack.com:444/x",
        "https://hooks.slack.com/x?next=y",
        "https://hooks.slack.com/x#y",
        "https://HOOKS.slack.com/x",
        "https://127.0.0.1/x",
        "//hooks.slack.com/x",
        "javascript:alert(1)",
        "not a url",
        ""
      })
  void onlySlacksOwnHostIsAnswered(String responseUrl) {
    var origins = new ReplyOrigins(SlackSettings.SLACK_REPLY_ORIGINS);
    assertThat(origins.allow(responseUrl)).isEmpty();
    assertThat(origins.allow(null)).isEmpty();
    assertThat(origins.allow("https://hooks.slack.com/" + "x".repeat(1_000))).isEmpty();
    assertThat(origins.allow("https://hooks.slack.com/actions/T012/1/x")).isPresent();
  }

  private static void assertRefused(String team, String app, String base, String origin) {
    assertThatThrownBy(() ->
            new SlackSettings(
                REQUESTS, SECRET, team, app, URI.create(base), Set.of(URI.create(origin))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
