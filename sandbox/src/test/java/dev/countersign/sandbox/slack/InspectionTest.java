package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.slack.Samples.card;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectionTest extends SlackTestCase {

  @Test
  void aChannelCanBeRead() throws Exception {
    client.post("C1", card("Send email", "t"));
    client.call("chat.postEphemeral", "channel", "C1", "user", "U1", "text", "psst");
    var seen = client.get("/sandbox/slack/messages?channel=C1").json();
    var message = seen.objects("messages", one -> one).getFirst();
    assertThat(message.text("rendered")).contains("Send email", "[ Approve & send ]");
    assertThat(message.objects("buttons", one -> one.text("action")))
        .containsExactly("approve", "reject");
    assertThat(seen.objects("ephemerals", one -> one.text("text"))).containsExactly("psst");
  }

  @Test
  void aButtonCanBePressed() throws Exception {
    String ts = client.post("C1", card("Send email", "token-1"));
    var told = press("application/json", ts, "approve", Map.of());
    assertThat(told.ok()).isTrue();
    assertThat(told.json().number("status")).isEqualTo(200);
    assertThat(app.received()).hasSize(1);
    assertThat(press("application/json", ts, "escalate", Map.of()).error())
        .isEqualTo("no_such_button");
  }

  @Test
  void aModalCanBeReadAndSent() throws Exception {
    String ts = client.post("C1", card("Send email", "token-1"));
    assertThat(client.get("/sandbox/slack/modal?user=U1").error()).isEqualTo("no_such_view");
    client.call(
        "views.open",
        "view",
        ModalTest.VIEW,
        "trigger_id",
        slack.press("C1", ts, "reject", "U1").triggerId());
    assertThat(client.get("/sandbox/slack/modal?user=U1").json().text("rendered"))
        .contains("Reject", "( ) Wrong");
    String values = "{\"user\":\"U1\",\"values\":{\"reason\":\"wrong\"}}";
    var told = submit("application/json", values);
    assertThat(told.ok()).isTrue();
    assertThat(app.received()).hasSize(2);
    assertThat(submit("application/json", values).error()).isEqualTo("no_such_view");
    assertThat(submit("text/plain", values).status()).isEqualTo(415);
    assertThat(submit("application/json", "{\"user\":\"U1\",\"values\":{\"reason\":1}}").status())
        .isEqualTo(400);
  }

  private Client.Reply submit(String type, String body) throws Exception {
    return client.post(slack.baseUrl().resolve("/sandbox/slack/submit"), type, body, Map.of());
  }

  @Test
  void aForeignPageCannotPress() throws Exception {
    String ts = client.post("C1", card("Send email", "token-1"));
    assertThat(press("text/plain", ts, "approve", Map.of()).status()).isEqualTo(415);
    assertThat(
            press("application/json", ts, "approve", Map.of("Origin", "https://evil.example"))
                .status())
        .isEqualTo(403);
    assertThat(client.get("/sandbox/slack/press").status()).isEqualTo(405);
    assertThat(app.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:PORT", "127.0.0.1:1", "127.0.0.1.evil.example:PORT"})
  void aNameThatIsNotLoopbackIsRefused(String host) throws Exception {
    assertThat(statusLine(host)).contains(" 403 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:PORT", "localhost:PORT", "LOCALHOST:PORT"})
  void loopbackNamesAreServed(String host) throws Exception {
    assertThat(statusLine(host)).contains(" 200 ");
  }

  private Client.Reply press(String type, String ts, String action, Map<String, String> headers)
      throws Exception {
    String body =
        "{\"channel\":\"C1\",\"ts\":\"%s\",\"action\":\"%s\",\"user\":\"U1\"}"
            .formatted(ts, action);
    return client.post(slack.baseUrl().resolve("/sandbox/slack/press"), type, body, headers);
  }

  /// By hand, because HTTP clients do not let a caller choose the Host header.
  private String statusLine(String host) throws IOException {
    int port = slack.baseUrl().getPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET /sandbox/slack/messages?channel=C1 HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(host.replace("PORT", Integer.toString(port)));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.lines().findFirst().orElse("");
    }
  }
}
