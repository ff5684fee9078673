package dev.countersign.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a token may, and how often.
class ScopesTest extends SlackTestCase {
  @Override
  SlackSandbox.Builder workspace() {
    return super.workspace().scopes(SlackSandbox.SCOPES).tiers();
  }

  @Test
  void aMethodWithoutItsScopeSaysWhichItNeedsAndWhichThereAre() throws Exception {
    Client.Reply refused = client.call("users.info", "user", "U1");

    assertThat(refused.error()).isEqualTo("missing_scope");
    assertThat(refused.json().text("needed")).isEqualTo("users:read");
    assertThat(refused.json().text("provided")).isEqualTo("chat:write,commands");
    assertThat(refused.headers().get("x-accepted-oauth-scopes")).isEqualTo("users:read");
  }

  @Test
  void whatTheTokenMayIsInTheHeadersOfEveryAnswer() throws Exception {
    Client.Reply known = client.call("auth.test");

    assertThat(known.ok()).isTrue();
    assertThat(known.headers().get("x-oauth-scopes")).isEqualTo("chat:write,commands");
    assertThat(client.form("auth.test", "Bearer xoxb-wrong").headers())
        .doesNotContainKey("x-oauth-scopes");
  }

  @Test
  void theTokenOfTheAppAndThatOfItsBotAreNotTakenForEachOther() throws Exception {
    slack.socketMode();
    assertThat(client.call("apps.connections.open").error()).isEqualTo("not_allowed_token_type");
    assertThat(client.form("auth.test", "Bearer " + slack.appToken()).error())
        .isEqualTo("not_allowed_token_type");
    assertThat(client.form("apps.connections.open", "Bearer " + slack.appToken()).ok()).isTrue();
  }

  @Test
  void beyondItsTierAMethodIsLimitedUntilTheMinuteIsOver() throws Exception {
    String ts = client.call("chat.postMessage", "channel", "C1", "text", "card").json().text("ts");
    for (int i = 0; i < 50; i++) {
      assertThat(update(ts).ok()).isTrue();
    }
    Client.Reply refused = update(ts);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.error()).isEqualTo("ratelimited");
    assertThat(refused.headers().get("retry-after")).isEqualTo("60");

    clock.advance(Duration.ofSeconds(60));
    assertThat(update(ts).ok()).isTrue();
  }

  private Client.Reply update(String ts) throws Exception {
    return client.call("chat.update", "channel", "C1", "ts", ts, "text", "card");
  }
}
