package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.slack.Samples.card;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.sandbox.slack.Ephemeral.Source;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResponseUrlTest extends SlackTestCase {
  private String ts = "";
  private SlackPress press;

  @BeforeEach
  void pressOnce() throws Exception {
    ts = client.post("C1", card("Send", "token-1"));
    press = slack.press("C1", ts, "approve", "U1");
  }

  @Test
  void anAnswerIsSeenByThePersonWhoPressed() throws Exception {
    assertThat(respond("{\"text\":\"You may not\"}").status()).isEqualTo(200);
    Ephemeral reply = slack.awaitReply(press, Duration.ofSeconds(5)).orElseThrow();
    assertThat(reply.user()).isEqualTo("U1");
    assertThat(reply.text()).isEqualTo("You may not");
    assertThat(reply.source()).isEqualTo(Source.RESPONSE_URL);
    assertThat(slack.messages("C1")).hasSize(1);
  }

  @Test
  void itServesFiveTimes() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(respond("{\"text\":\"a\"}").status()).isEqualTo(200);
    }
    var sixth = respond("{\"text\":\"a\"}");
    assertThat(sixth.status()).isEqualTo(404);
    assertThat(sixth.error()).isEqualTo("used_url");
    assertThat(slack.ephemerals("C1")).hasSize(5);
  }

  @Test
  void itServesForThirtyMinutes() throws Exception {
    clock.advance(Duration.ofMinutes(30).minusNanos(1));
    assertThat(respond("{\"text\":\"a\"}").status()).isEqualTo(200);
    clock.advance(Duration.ofNanos(1));
    assertThat(respond("{\"text\":\"a\"}").error()).isEqualTo("expired_url");
  }

  @Test
  void theOriginalCanBeReplacedOrDeleted() throws Exception {
    respond("{\"replace_original\":true,\"text\":\"Approved\"}");
    assertThat(slack.messages("C1").getFirst().text()).isEqualTo("Approved");
    assertThat(slack.messages("C1").getFirst().ts()).isEqualTo(ts);
    respond("{\"delete_original\":true}");
    assertThat(slack.messages("C1")).isEmpty();
    assertThat(respond("{\"replace_original\":true,\"text\":\"a\"}").error())
        .isEqualTo("message_not_found");
  }

  @Test
  void deletingIsAskedForAlone() throws Exception {
    assertThat(respond("{\"delete_original\":true,\"text\":\"a\"}").status()).isEqualTo(400);
    assertThat(slack.messages("C1")).hasSize(1);
  }

  @Test
  void everybodySeesAnInChannelAnswer() throws Exception {
    respond("{\"response_type\":\"in_channel\",\"text\":\"done\"}");
    assertThat(slack.messages("C1")).hasSize(2);
    assertThat(slack.ephemerals("C1")).isEmpty();
  }

  @Test
  void whatSlackWouldNotReadIsRefused() throws Exception {
    assertThat(respond("{\"response_type\":\"loud\",\"text\":\"a\"}").status()).isEqualTo(400);
    assertThat(respond("{}").error()).isEqualTo("no_text");
    assertThat(respond("{\"blocks\":[{\"type\":\"x\"}]}").error()).isEqualTo("invalid_blocks");
    URI url = URI.create(press.responseUrl());
    assertThat(client.post(url, "text/plain", "a", Map.of()).error()).isEqualTo("invalid_payload");
    assertThat(slack.ephemerals("C1")).isEmpty();
  }

  @Test
  void anAddressCannotBeGuessed() throws Exception {
    assertThat(client.respond(press.responseUrl() + "x", "{\"text\":\"a\"}").status())
        .isEqualTo(404);
    assertThat(press.responseUrl())
        .isNotEqualTo(slack.press("C1", ts, "approve", "U1").responseUrl());
  }

  private Client.Reply respond(String body) throws Exception {
    return client.respond(press.responseUrl(), body);
  }
}
