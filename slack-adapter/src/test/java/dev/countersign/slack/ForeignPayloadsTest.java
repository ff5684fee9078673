package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.Fixtures;
import dev.countersign.sandbox.wire.CallbackDelivery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Payloads of other apps, as published with Slack's own libraries: none is ours, none breaks us.
class ForeignPayloadsTest extends SlackTestCase {

  @Test
  void publishedPayloadsAreReadAndMoveNothing() {
    for (Path file : Fixtures.files("platforms/slack/bolt-java-tests")) {
      assertHarmless(body(file));
    }
    assertHarmless(body(Fixtures.require("vectors/slack/BlockActionPayload.json")));
    assertThat(desk.clicks()).isEmpty();
  }

  @Test
  void everyBeginningOfAPressIsRefusedOrHarmless() {
    String card = post(adapter.channel().render(SampleRecords.pendingCall()));
    String body = slack.press(APPROVALS.channel(), card, "approve", "U0MIRA").delivery().body();
    for (int end = 0; end < body.length(); end += 97) {
      assertThat(signed(body.substring(0, end)).status()).isIn(200, 400);
    }
    assertThat(desk.clicks()).hasSize(1);
  }

  private void assertHarmless(String body) {
    assertThat(signed(body).status()).as(body).isIn(200, 400);
    assertThat(metrics.callbacks()).as(body).isNotEmpty();
  }

  private CallbackDelivery signed(String body) {
    return slack.deliver(body, slack.sign(body, NOW));
  }

  private static String body(Path file) {
    String text = new String(Fixtures.bytes(file), StandardCharsets.UTF_8);
    boolean json = file.toString().endsWith(".json");
    boolean event = List.of("event_callback", "url_verification").stream().anyMatch(text::contains);
    return json && !event ? "payload=" + URLEncoder.encode(text, StandardCharsets.UTF_8) : text;
  }
}
