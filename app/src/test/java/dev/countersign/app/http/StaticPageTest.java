package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticPageTest {
  private final ChatDoor door =
      new ChatDoor(
          "127.0.0.1",
          0,
          new SimpleMeterRegistry(),
          StaticPage.all().stream().map(StaticPage::mount).toList());

  @BeforeEach
  void start() {
    door.start();
  }

  @AfterEach
  void stop() {
    door.close();
  }

  @Test
  void theManifestsPagesAreThereForEverybodyAndLoadNothing() throws Exception {
    for (StaticPage page : StaticPage.all()) {
      HttpResponse<String> answer = send("GET", page.path());

      assertThat(answer.statusCode()).as(page.path()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'");
      assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(answer.body()).contains("<h1>").doesNotContain("<script", "src=");
    }
  }

  /// Also by a method that a servlet has never heard of: the gate did not fail.
  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"})
  void nothingIsSentToThem(String method) throws Exception {
    HttpResponse<String> answer = send(method, "/privacy");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(answer.body()).contains("\"code\":\"method_not_allowed\"");
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
