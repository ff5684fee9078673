package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.slack.Samples.card;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewTest extends SlackTestCase {
  private static final String VIEW =
      "{\"type\":\"modal\",\"title\":{\"type\":\"plain_text\",\"text\":\"Reject\"},\"blocks\":[]}";

  private SlackPress press;

  @BeforeEach
  void pressOnce() throws Exception {
    press = slack.press("C1", client.post("C1", card("Send", "t")), "reject", "U1");
  }

  @Test
  void aTriggerOpensOneViewForThePersonWhoPressed() throws Exception {
    assertThat(open(VIEW, press.triggerId()).ok()).isTrue();
    assertThat(slack.openedViews()).singleElement().extracting(OpenedView::user).isEqualTo("U1");
    assertThat(open(VIEW, press.triggerId()).error()).isEqualTo("exchanged_trigger_id");
  }

  @Test
  void aTriggerLivesThreeSeconds() throws Exception {
    clock.advance(Duration.ofSeconds(3));
    assertThat(open(VIEW, press.triggerId()).error()).isEqualTo("expired_trigger_id");
    assertThat(slack.openedViews()).isEmpty();
  }

  @Test
  void aTriggerCannotBeInvented() throws Exception {
    assertThat(open(VIEW, "1.2.abc").error()).isEqualTo("invalid_trigger_id");
  }

  @Test
  void aViewThatBreaksARuleIsExplainedAndCostsNoTrigger() throws Exception {
    var refused = open("{\"type\":\"modal\",\"blocks\":[]}", press.triggerId());
    assertThat(refused.error()).isEqualTo("invalid_arguments");
    assertThat(refused.json().object("response_metadata").texts("messages"))
        .containsExactly("[ERROR] missing required field: title [json-pointer:/view]");
    assertThat(open(VIEW, press.triggerId()).ok()).isTrue();
  }

  private Client.Reply open(String view, String triggerId) throws Exception {
    return client.call("views.open", "view", view, "trigger_id", triggerId);
  }
}
