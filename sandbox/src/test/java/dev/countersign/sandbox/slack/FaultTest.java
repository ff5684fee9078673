package dev.countersign.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultTest extends SlackTestCase {
  private static final String POST = "chat.postMessage";

  @Override
  SlackSandbox.Builder workspace() {
    return super.workspace().rateLimit(2);
  }

  @Test
  void afterTheBurstOneMessageASecondGoesThrough() throws Exception {
    assertThat(post("C1").ok()).isTrue();
    assertThat(post("C1").ok()).isTrue();
    var refused = post("C1");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.error()).isEqualTo("ratelimited");
    assertThat(refused.headers()).containsEntry("retry-after", "1");
    assertThat(slack.messages("C1")).hasSize(2);

    clock.advance(Duration.ofSeconds(1));
    assertThat(post("C1").ok()).isTrue();
    assertThat(post("C1").status()).isEqualTo(429);
  }

  @Test
  void theLimitIsPerChannelAndNotForUpdates() throws Exception {
    post("C1");
    String ts = post("C1").json().text("ts");
    assertThat(post("C2").ok()).isTrue();
    assertThat(client.call("chat.update", "channel", "C1", "ts", ts, "text", "b").ok()).isTrue();
  }

  @Test
  void faultsAreForTheirMethodAndComeInOrder() throws Exception {
    slack.fail(POST, new Fault.RateLimited(Duration.ofSeconds(30)), 1);
    slack.fail(POST, new Fault.Status(500), 2);
    slack.fail(POST, new Fault.Answer("service_unavailable"), 1);

    assertThat(client.call("auth.test").ok()).isTrue();
    assertThat(post("C1").headers()).containsEntry("retry-after", "30");
    assertThat(post("C1").status()).isEqualTo(500);
    assertThat(post("C1").status()).isEqualTo(500);
    assertThat(post("C1").error()).isEqualTo("service_unavailable");
    assertThat(slack.messages("C1")).isEmpty();
    assertThat(post("C1").ok()).isTrue();
  }

  @Test
  void aDroppedConnectionHasNoEffect() {
    slack.fail(POST, new Fault.Drop(), 2);
    assertThatThrownBy(() -> post("C1")).isInstanceOf(IOException.class);
    assertThat(slack.messages("C1")).isEmpty();
  }

  @Test
  void anEffectCanComeWithoutAnAnswer() {
    slack.fail(POST, new Fault.ApplyThenDrop(), 1);
    assertThatThrownBy(() -> post("C1")).isInstanceOf(IOException.class);
    assertThat(slack.messages("C1")).hasSize(1);
  }

  @Test
  void aHangingCallIsNeverAnswered() {
    slack.fail(POST, new Fault.Hang(), 1);
    URI url = slack.apiUrl().resolve(POST + "?channel=C1&text=a");
    var impatient = HttpRequest.newBuilder(url).timeout(Duration.ofMillis(50)).build();
    try (var http = HttpClient.newHttpClient()) {
      assertThatThrownBy(() -> http.send(impatient, BodyHandlers.ofString()))
          .isInstanceOf(HttpTimeoutException.class);
    }
    assertThat(slack.messages("C1")).isEmpty();
  }

  private Client.Reply post(String channel) throws IOException, InterruptedException {
    return client.call(POST, "channel", channel, "text", "a");
  }
}
