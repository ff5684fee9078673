package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.PostedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Asks the page over HTTP, as the page itself and as anybody else could.
@ExtendWith(SharedTrial.class)
@Timeout(60)
abstract class PageTestCase {
  private static final Pattern TOKEN = Pattern.compile("name=\"sandbox-token\" content=\"(.+?)\"");

  static final Duration PATIENCE = Duration.ofSeconds(20);

  SharedTrial.Running trial;
  URI page;

  @BeforeEach
  void look(SharedTrial.Running running) {
    trial = running;
    page = running.page().url();
  }

  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    JsonObject json() {
      return (JsonObject)
          CanonicalJson.parse(body.getBytes(StandardCharsets.UTF_8), 16 * 1024 * 1024);
    }
  }

  /// As any program can send it, whatever it says of itself.
  Answer send(String method, String path, Map<String, String> headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Host", "localhost:" + page.getPort());
    all.put("Connection", "close");
    all.put("Content-Length", Integer.toString(bytes.length));
    all.putAll(headers);
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    all.forEach((name, value) -> {
      if (!value.isEmpty()) {
        head.append(name).append(": ").append(value).append("\r\n");
      }
    });
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.getPort())) {
      socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(bytes);
      try (InputStream in = socket.getInputStream()) {
        String[] parts = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\r\n\r\n", 2);
        return new Answer(parts[0], parts[1]);
      }
    }
  }

  Answer get(String path) throws IOException {
    return send("GET", path, Map.of(), "");
  }

  Map<String, String> own() throws IOException {
    Matcher token = TOKEN.matcher(get("/").body());
    assertThat(token.find()).isTrue();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Origin", "http://localhost:" + page.getPort());
    headers.put("Sec-Fetch-Site", "same-origin");
    headers.put("Content-Type", "application/json");
    headers.put("X-Sandbox-Token", token.group(1));
    return headers;
  }

  Answer post(String path, String body) throws IOException {
    return send("POST", path, own(), body);
  }

  String propose(String example) throws IOException {
    return post("/propose", "{\"example\":\"" + example + "\"}").json().text("id");
  }

  PostedMessage inSlack(String id, String text) {
    return trial
        .gate()
        .slack()
        .awaitMessage(
            TrialGate.CHANNEL,
            one -> one.text().contains(id) && one.rendered().contains(text),
            PATIENCE)
        .orElseThrow();
  }

  JsonObject approveInSlack(String id, String person) throws IOException {
    String ts = inSlack(id, "[ Approve").ts();
    return post(
            "/press",
            "{\"as\":\"%s\",\"place\":\"slack\",\"message\":\"%s\",\"action\":\"approve\"}"
                .formatted(person, ts))
        .json();
  }
}
