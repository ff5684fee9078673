package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.http.ApiFixture.Options;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one request brought says nothing about the next one on the same connection.
@Timeout(60)
class KeptConnectionTest {
  private static final List<UnaryOperator<String>> OTHER_CASES =
      List.of(
          text -> text.toUpperCase(Locale.ROOT),
          text -> text.replace("sss", "sSs"),
          text -> text.substring(0, text.length() - 1) + "S");

  @Test
  void anAgentsKeyInOtherLettersIsNoKeyAfterTheGenuineOne() throws IOException {
    try (ApiFixture api = new ApiFixture();
        RawConnection line = new RawConnection(api.api.port())) {
      for (UnaryOperator<String> otherCase : OTHER_CASES) {
        assertThat(line.get("/v1/proposals", "Authorization: Bearer " + ApiFixture.BOT))
            .startsWith("HTTP/1.1 200 ");
        assertThat(
                line.get(
                    "/v1/proposals", "Authorization: Bearer " + otherCase.apply(ApiFixture.BOT)))
            .startsWith("HTTP/1.1 401 ");
      }
    }
  }

  @Test
  void whatIsSentAheadOfItsAnswersIsReadApart() throws IOException {
    String get = "GET /v1/proposals HTTP/1.1\r\nHost: gate\r\nAuthorization: Bearer ";
    String wrong = OTHER_CASES.getFirst().apply(ApiFixture.BOT);
    try (ApiFixture api = new ApiFixture();
        RawConnection line = new RawConnection(api.api.port())) {
      line.write(
          (get + ApiFixture.BOT + "\r\n\r\n" + get + wrong + "\r\n\r\n").repeat(3)
              + "GET /v1/proposals HTTP/1.1\r\nHost: gate\r\n\r\n");
      for (int i = 0; i < 3; i++) {
        assertThat(line.answer()).startsWith("HTTP/1.1 200 ");
        assertThat(line.answer()).startsWith("HTTP/1.1 401 ");
      }
      assertThat(line.answer()).as("no key at all").startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void aBodyDoesNotBringACredentialForTheNextRequest() throws IOException {
    String smuggled = "GET /v1/proposals HTTP/1.1\r\nHost: gate\r\n\r\n";
    try (ApiFixture api = new ApiFixture();
        RawConnection line = new RawConnection(api.api.port())) {
      line.write(
          "POST /v1/proposals HTTP/1.1\r\nHost: gate\r\nContent-Type: application/json\r\n"
              + "Authorization: Bearer "
              + ApiFixture.BOT
              + "\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
              + smuggled);
      assertThat(line.answer()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void anIdempotencyKeyInOtherLettersIsAnotherOne() throws IOException {
    try (ApiFixture api = new ApiFixture();
        RawConnection line = new RawConnection(api.api.port())) {
      assertThat(line.propose("Idempotency-Key: abc")).startsWith("HTTP/1.1 202 ");
      assertThat(line.propose("Idempotency-Key: ABC"))
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("Countersign-Attached: true")
          .doesNotContainIgnoringCase("Idempotency-Replayed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "X-Slack-Signature",
        "X-Slack-Request-Timestamp",
        "Content-Type",
        "X-Anything"
      })
  void aChatsDoorReadsEveryHeaderAsItCame(String header) throws IOException {
    Options options = new Options();
    options.mounts.add(new Mount("/chat", new Echo(header), List.of()));
    try (ApiFixture api = new ApiFixture(options);
        RawConnection line = new RawConnection(api.api.port())) {
      for (String value : List.of("v0=abcdef", "v0=ABCDEF", "v0=abcDEF", "v0=abcdef")) {
        assertThat(line.get("/chat", header + ": " + value)).endsWith(value);
      }
    }
  }

  @Test
  void theManagementDoorKeepsNothingEither() throws IOException {
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ManagementServer server =
        new ManagementServer(ManagementServer.LOOPBACK, 0, List.of(), meters)) {
      server.start();
      try (RawConnection line = new RawConnection(server.port())) {
        assertThat(line.get("/healthz", "X-HTTP-Method: GET")).startsWith("HTTP/1.1 400 ");
        assertThat(line.get("/healthz", "X-Other: GET")).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @SuppressWarnings("serial") // servlets are serialisable by ancestry only
  private static final class Echo extends HttpServlet {
    private final String header;

    Echo(String header) {
      this.header = header;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().write(request.getHeader(header));
    }
  }
}
