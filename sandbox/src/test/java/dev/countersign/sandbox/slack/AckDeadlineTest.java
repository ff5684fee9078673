package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.slack.Samples.card;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AckDeadlineTest extends SlackTestCase {
  private static final Duration DEADLINE = Duration.ofMillis(100);

  @Override
  SlackSandbox.Builder workspace() {
    return super.workspace().ackDeadline(DEADLINE);
  }

  @Test
  void anAppThatIsTooLateDidNotRespond() throws Exception {
    String ts = client.post("C1", card("Send", "token-1"));
    app.neverAnswers();
    SlackPress press = slack.press("C1", ts, "approve", "U1");
    assertThat(press.acknowledged()).isFalse();
    assertThat(press.delivery().status()).isZero();
    assertThat(press.delivery().shownToUser()).contains("the app did not respond");
    assertThat(press.delivery().answer().elapsed()).isGreaterThanOrEqualTo(DEADLINE);
  }

  @Test
  void slackGivesThreeSeconds() {
    assertThat(SlackSandbox.ACK_DEADLINE).isEqualTo(Duration.ofSeconds(3));
  }
}
