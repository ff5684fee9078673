package dev.countersign.teams.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Recorded calls of another client: ours asks at the same addresses and understands the answers.
/// Recorded on another channel than Teams, so only shapes count. Skipped without the fixtures.
class ConnectorRecordingsTest extends ConnectorTestCase {
  private static final String CONVERSATIONS = "/v3/conversations";

  /// @param path decoded, without host
  private record Recorded(
      String method, String path, String requestBody, int status, String responseBody) {}

  @Test
  void everyRecordedCallIsMadeAtTheSameAddressAndUnderstood() throws Exception {
    int calls = 0;
    for (Recorded call : recordings()) {
      Object answer = replay(call);
      if (answer == null) {
        continue;
      }
      calls++;
      LoggedRequest sent = only(CONNECTOR);
      assertThat(sent.getMethod().getName()).as(call.path()).isEqualTo(call.method());
      assertThat(decoded(URI.create(sent.getAbsoluteUrl()).getRawPath()))
          .isEqualTo("/emea" + call.path());
      if (!call.requestBody().isEmpty()) {
        assertThat(CanonicalJson.parse(sent.getBody()))
            .isEqualTo(CanonicalJson.parse(call.requestBody().getBytes(StandardCharsets.UTF_8)));
      }
      assertUnderstood(call, answer);
    }
    assertThat(calls).isGreaterThan(40);
  }

  private static void assertUnderstood(Recorded call, Object answer) {
    if (call.status() >= 400) {
      String code =
          ((JsonObject) CanonicalJson.parse(call.responseBody().getBytes(StandardCharsets.UTF_8)))
              .object("error")
              .text("code");
      assertThat(answer).isEqualTo(new ConnectorAnswer.Failed(call.status(), code));
    } else {
      assertThat(answer).isNotInstanceOf(ConnectorAnswer.Failed.class);
    }
  }

  /// Null for methods that we do not have.
  private @Nullable Object replay(Recorded call) {
    CONNECTOR.resetAll();
    answers(json(call.status(), call.responseBody()));
    clock.advance(Duration.ofMinutes(1));
    if (call.path().equals(CONVERSATIONS)) {
      return client.createConversation(serviceUrl(), body(call));
    }
    List<String> parts = List.of(call.path().substring(CONVERSATIONS.length() + 1).split("/", -1));
    if (parts.size() == 2 && parts.get(1).equals("pagedmembers")) {
      return client.members(serviceUrl(), parts.get(0));
    }
    if (parts.size() == 2 && parts.get(1).equals("activities")) {
      return client.send(serviceUrl(), parts.get(0), body(call));
    }
    if (parts.size() == 3 && call.method().equals("PUT")) {
      return client.update(serviceUrl(), parts.get(0), parts.get(2), body(call));
    }
    if (parts.size() == 3 && call.method().equals("DELETE")) {
      return client.delete(serviceUrl(), parts.get(0), parts.get(2));
    }
    return null;
  }

  private static JsonObject body(Recorded call) {
    return (JsonObject) CanonicalJson.parse(call.requestBody().getBytes(StandardCharsets.UTF_8));
  }

  private static List<Recorded> recordings() throws Exception {
    Path here = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    Optional<Path> folder =
        Stream.iterate(here, dir -> dir != null, Path::getParent)
            .map(dir -> dir.resolve("shared/fixtures/platforms/botframework/connector-recordings"))
            .filter(Files::isDirectory)
            .findFirst();
    assumeTrue(folder.isPresent(), "fixtures not present");
    try (Stream<Path> files = Files.list(folder.orElseThrow())) {
      return files
          .sorted()
          .map(ConnectorRecordingsTest::document)
          .flatMap(
              file -> file.objects("networkCallRecords", ConnectorRecordingsTest::read).stream())
          .filter(call -> call.path().startsWith(CONVERSATIONS) && !call.responseBody().isEmpty())
          .toList();
    }
  }

  private static JsonObject document(Path file) {
    try {
      return (JsonObject) CanonicalJson.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Recorded read(JsonObject call) {
    JsonObject response = call.object("Response");
    Json status = response.get("StatusCode");
    return new Recorded(
        call.text("Method"),
        decoded(URI.create(call.text("Uri")).getRawPath()),
        call.optionalText("Body").orElse(""),
        status instanceof JsonNumber number
            ? Math.toIntExact(number.longValue())
            : Integer.parseInt(response.text("StatusCode")),
        response.get("Body") instanceof JsonString(String body) ? body : "");
  }

  private static String decoded(String path) {
    return URLDecoder.decode(path, StandardCharsets.UTF_8);
  }
}
