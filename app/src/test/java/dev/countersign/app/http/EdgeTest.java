package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.countersign.TestGate;
import dev.countersign.app.http.ApiFixture.Answer;
import dev.countersign.app.http.ApiFixture.Options;
import dev.countersign.json.CanonicalJson;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.proposal.ProposalReader;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class EdgeTest {

  @Test
  void missingUnknownAndWrongKeysAreToldApartByNobody() {
    try (ApiFixture api = new ApiFixture()) {
      List<String> credentials =
          List.of(
              "Bearer nonsense",
              "Basic " + ApiFixture.BOT,
              "Bearer ck_test_nobodyknows_" + ApiFixture.SECRET,
              "Bearer ck_test_supportbot1_" + "x".repeat(43),
              "Bearer " + ApiFixture.BOT + " more");
      Answer missing = api.send(bare(api, "/v1/proposals"));
      assertThat(missing.status()).isEqualTo(401);
      assertThat(missing.header("WWW-Authenticate")).contains("Bearer realm=\"countersign\"");
      for (String credential : credentials) {
        Answer answer = api.send(bare(api, "/v1/proposals").header("Authorization", credential));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json()).isEqualTo(missing.json());
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(missing.header("WWW-Authenticate"));
      }
      Answer twice =
          api.send(
              api.request("/v1/proposals").header("Authorization", "Bearer " + ApiFixture.BOT));
      assertThat(twice.status()).isEqualTo(401);
    }
  }

  private static HttpRequest.Builder bare(ApiFixture api, String path) {
    return HttpRequest.newBuilder(api.request(path).build().uri());
  }

  @Test
  void wrongKeysOfOneAddressAreLimitedAndGenuineOnesAreNot() {
    try (ApiFixture api = new ApiFixture()) {
      String wrong = "ck_test_supportbot1_" + "x".repeat(43);
      for (int i = 0; i < FailedKeys.MOST; i++) {
        assertThat(api.send(api.as(wrong, "/v1/proposals")).status()).isEqualTo(401);
      }
      Answer tooMany = api.send(api.as(wrong, "/v1/proposals"));
      assertThat(tooMany.status()).isEqualTo(429);
      assertThat(tooMany.code()).isEqualTo("too_many_failed_keys");
      assertThat(tooMany.header("Retry-After")).isPresent();
      assertThat(api.get("/v1/proposals").status()).isEqualTo(200);
    }
  }

  @Test
  void aFloodOfWrongKeysIsNoFloodOfQuestionsToTheDatabase() {
    try (ApiFixture api = new ApiFixture()) {
      for (int i = 0; i < FailedKeys.MOST; i++) {
        api.send(api.as("ck_test_supportbot1_" + "x".repeat(43), "/v1/proposals"));
      }
      long before = api.lookedUp.get();

      for (String id :
          List.of("ck_test_supportbot1", "ck_test_otherbot001", "ck_live_nobody0001")) {
        for (int i = 0; i < 20; i++) {
          String wrong = id + "_" + "y".repeat(40 + i);
          assertThat(api.send(api.as(wrong, "/v1/proposals")).status()).isEqualTo(429);
        }
      }

      assertThat(api.lookedUp.get() - before).as("all hashes, once").isEqualTo(1);
      assertThat(api.get("/v1/proposals").status()).isEqualTo(200);
      assertThat(api.send(api.as(ApiFixture.OTHER, "/v1/proposals")).status()).isEqualTo(200);
    }
  }

  @Test
  void whatAHeaderSaysOfAnotherAddressMovesNoLimit() {
    try (ApiFixture api = new ApiFixture()) {
      String wrong = "ck_test_supportbot1_" + "x".repeat(43);
      List<String> headers =
          List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP", "X-Client-IP");
      for (int i = 0; i < FailedKeys.MOST; i++) {
        HttpRequest.Builder request = api.as(wrong, "/v1/proposals");
        for (String header : headers) {
          request.header(header, header.equals("Forwarded") ? "for=10.0.0." + i : "10.0.0." + i);
        }
        assertThat(api.send(request).status()).isEqualTo(401);
      }
      for (String header : headers) {
        assertThat(api.send(api.as(wrong, "/v1/proposals").header(header, "10.9.9.9")).status())
            .as(header)
            .isEqualTo(429);
      }
    }
  }

  @Test
  void oneAgentCannotTakeMostOfTheRoom() {
    Options options = new Options();
    options.mostConcurrent = 5;
    options.pause = (signal, _) -> signal.acquire();
    try (ApiFixture api = new ApiFixture(options)) {
      CompletableFuture<Answer> first = api.sendAsync(api.proposing().header("Prefer", "wait=30"));
      api.standing.acquireUninterruptibly();
      Answer second = api.get("/v1/proposals");
      assertThat(second.status()).isEqualTo(429);
      assertThat(second.code()).isEqualTo("too_many_at_once");
      assertThat(api.send(api.as(ApiFixture.OTHER, "/v1/proposals")).status()).isEqualTo(200);
      api.api.drain();
      assertThat(first.join().status()).isEqualTo(202);
    }
  }

  @Test
  void aKeyDoesOnlyWhatItsScopesSay() {
    Options options = new Options();
    options.scopes = Set.of(Scope.READ);
    try (ApiFixture api = new ApiFixture(options)) {
      Answer answer = api.send(api.proposing());
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("scope_missing");
      assertThat(api.get("/v1/proposals").status()).isEqualTo(200);
    }
  }

  @Test
  void anAgentThatKnocksTooOftenWaits() {
    Options options = new Options();
    options.burst = 2;
    try (ApiFixture api = new ApiFixture(options)) {
      api.get("/v1/proposals");
      api.get("/v1/proposals");
      Answer third = api.get("/v1/proposals");
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.code()).isEqualTo("rate_limited");
      assertThat(third.header("Retry-After")).contains("2");
      assertThat(api.send(api.as(ApiFixture.OTHER, "/v1/proposals")).status()).isEqualTo(200);
    }
  }

  @Test
  void aBodyIsJsonInUtf8() {
    try (ApiFixture api = new ApiFixture()) {
      for (String type : List.of("text/plain", "application/json; charset=latin1")) {
        Answer answer = api.send(api.proposing().setHeader("Content-Type", type));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("unsupported_media_type");
      }
      Answer none = api.send(api.request("/v1/proposals").POST(BodyPublishers.ofString("{}")));
      assertThat(none.status()).isEqualTo(415);
      Answer named =
          api.send(api.proposing().setHeader("Content-Type", "Application/JSON; charset=UTF-8"));
      assertThat(named.status()).isEqualTo(202);
    }
  }

  @Test
  void aBodyOverTheLimitIsRefusedWhetherAnnouncedOrStreamed() {
    byte[] large = new byte[ProposalReader.MAX_BODY_BYTES + 1];
    Arrays.fill(large, (byte) ' ');
    try (ApiFixture api = new ApiFixture()) {
      assertThat(api.send(api.post(large)).status()).isEqualTo(413);
      Supplier<InputStream> stream = () -> new ByteArrayInputStream(large);
      Answer streamed = api.send(api.post(large).POST(BodyPublishers.ofInputStream(stream)));
      assertThat(streamed.status()).isEqualTo(413);
      assertThat(streamed.code()).isEqualTo("too_large");
    }
  }

  @Test
  void aBodyALittleOverTheLimitIsReadToItsEndSoThatItsSenderHearsWhy() throws IOException {
    String over = " ".repeat(ProposalReader.MAX_BODY_BYTES + 4_000);
    String head =
        "POST /v1/proposals HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + ApiFixture.BOT
            + "\r\nContent-Type: application/json\r\n";
    String next = "GET /v2/proposals HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    try (ApiFixture api = new ApiFixture()) {
      assertThat(raw(api, head + "Content-Length: " + over.length() + "\r\n\r\n" + over + next))
          .startsWith("HTTP/1.1 413 ")
          .contains("HTTP/1.1 404 ");
      String chunk = Integer.toHexString(over.length()) + "\r\n" + over + "\r\n0\r\n\r\n";
      assertThat(raw(api, head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + next))
          .startsWith("HTTP/1.1 413 ")
          .contains("HTTP/1.1 404 ");
    }
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedForLong() throws IOException {
    Options options = new Options();
    options.idle = Duration.ofMillis(200);
    try (ApiFixture api = new ApiFixture(options)) {
      String answer =
          raw(
              api,
              "POST /v1/proposals HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                  + ApiFixture.BOT
                  + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("body_incomplete");
    }
  }

  @Test
  void unknownRoutesAndWrongMethodsAreProblems() {
    try (ApiFixture api = new ApiFixture()) {
      Answer unknown = api.get("/v2/proposals");
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.code()).isEqualTo("not_found");
      assertThat(unknown.header("Content-Type")).contains("application/problem+json");
      Answer wrong = api.send(api.request("/v1/proposals").DELETE());
      assertThat(wrong.status()).isEqualTo(405);
      assertThat(wrong.code()).isEqualTo("method_not_allowed");
      assertThat(wrong.header("Allow").orElseThrow()).contains("GET").contains("POST");
    }
  }

  @Test
  void anUnavailableLedgerIsSaidSo() {
    Options options = new Options();
    options.seen =
        ledger -> failing(ledger, () -> new LedgerUnavailableException("the test pulled the plug"));
    try (ApiFixture api = new ApiFixture(options)) {
      Answer answer = api.get("/v1/proposals");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("ledger_unavailable");
      assertThat(answer.header("Retry-After")).contains("2");
    }
  }

  @Test
  void aFaultOfOursHasANameAndNoDetails() {
    Options options = new Options();
    options.seen = ledger -> failing(ledger, () -> new IllegalStateException("inner workings"));
    try (ApiFixture api = new ApiFixture(options)) {
      Answer answer = api.get("/v1/proposals");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.json().text("error_id")).startsWith("err_");
      assertThat(CanonicalJson.text(answer.json())).doesNotContain("inner workings");
    }
    options.seen = ledger -> failing(ledger, () -> new StackOverflowError("inner workings"));
    try (ApiFixture api = new ApiFixture(options)) {
      Answer answer = api.get("/v1/proposals");
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.code()).isEqualTo("internal_error");
    }
  }

  /// The ledger, but for its lists.
  private static Ledger failing(Ledger ledger, Supplier<Throwable> fault) {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (_, method, arguments) -> {
              if (method.getName().equals("list")) {
                throw fault.get();
              }
              try {
                return method.invoke(ledger, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void moreThanTheDoorHoldsAreSentAway() {
    Options options = new Options();
    options.mostConcurrent = 1;
    options.pause = (signal, _) -> signal.acquire();
    try (ApiFixture api = new ApiFixture(options)) {
      CompletableFuture<Answer> first = api.sendAsync(api.proposing().header("Prefer", "wait=30"));
      api.standing.acquireUninterruptibly();
      Answer second = api.get("/v1/proposals");
      assertThat(second.status()).isEqualTo(503);
      assertThat(second.code()).isEqualTo("busy");
      assertThat(second.header("Retry-After")).contains("1");
      api.api.drain();
      assertThat(first.join().status()).isEqualTo(202);
      assertThat(api.get("/v1/proposals").status()).isEqualTo(200);
    }
  }

  @Test
  void everyAnswerSaysAsLittleAsItCanOfItself() {
    try (ApiFixture api = new ApiFixture()) {
      Answer answer =
          api.send(api.request("/v1/proposals").header("Origin", "https://evil.example"));
      assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.header("Cache-Control")).contains("no-store");
      assertThat(answer.headers().keySet())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"))
          .doesNotContain("server", "x-powered-by", "set-cookie");
    }
  }

  @Test
  void theHostHeaderIsBelievedByNobody() throws IOException {
    try (ApiFixture api = new ApiFixture()) {
      String body = new String(TestGate.body("{}"), StandardCharsets.UTF_8);
      String answer =
          raw(
              api,
              "POST /v1/proposals HTTP/1.1\r\n"
                  + "Host: evil.example\r\n"
                  + "X-Forwarded-Host: evil.example\r\n"
                  + "Connection: close\r\n"
                  + "Content-Type: application/json\r\n"
                  + "Authorization: Bearer "
                  + ApiFixture.BOT
                  + "\r\nContent-Length: "
                  + body.getBytes(StandardCharsets.UTF_8).length
                  + "\r\n\r\n"
                  + body);
      assertThat(answer).startsWith("HTTP/1.1 202 ").contains("Location: https://gate.example/");
      assertThat(answer).doesNotContain("evil.example");
    }
  }

  @Test
  void traceIsNotAnsweredEvenByAMount() throws IOException {
    Options options = new Options();
    options.mounts.add(new Mount("/chat/*", new Chat(), List.of()));
    try (ApiFixture api = new ApiFixture(options)) {
      for (String path : List.of("/v1/proposals", "/chat/events")) {
        String answer =
            raw(
                api,
                "TRACE "
                    + path
                    + " HTTP/1.1\r\nHost: x\r\nX-Secret: hush\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 405 ").doesNotContain("hush");
      }
    }
  }

  @Test
  void headersAreBounded() throws IOException {
    try (ApiFixture api = new ApiFixture()) {
      String answer =
          raw(
              api,
              "GET /v1/proposals HTTP/1.1\r\nHost: x\r\nX-Long: "
                  + "h".repeat(HttpSettings.MOST_HEADER_BYTES)
                  + "\r\nConnection: close\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 431 ").contains("application/problem+json");
      assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("jetty");
    }
  }

  @Test
  void aMountIsServedBesideTheApiThroughItsFilters() {
    Options options = new Options();
    HttpFilter stamp =
        new HttpFilter() {
          @Override
          protected void doFilter(
              HttpServletRequest request, HttpServletResponse response, FilterChain chain)
              throws IOException, ServletException {
            response.setHeader("X-Stamp", "seen");
            chain.doFilter(request, response);
          }
        };
    options.mounts.add(new Mount("/chat/*", new Chat(), List.of(stamp)));
    try (ApiFixture api = new ApiFixture(options)) {
      Answer answer = api.get("/chat/events");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("X-Stamp")).contains("seen");
      assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
      assertThat(api.get("/v1/proposals").header("X-Stamp")).isEmpty();
      assertThat(api.scrape())
          .contains("countersign_http_requests_total{route=\"/chat/*\",status=\"200\"} 1.0");
    }
  }

  @Test
  void anErrorOfAMountHasNoPage() {
    Options options = new Options();
    options.mounts.add(new Mount("/chat/*", new Chat(), List.of()));
    try (ApiFixture api = new ApiFixture(options)) {
      Answer answer = api.get("/chat/refused");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("refused");
      assertThat(CanonicalJson.text(answer.json())).doesNotContain("inner workings");
    }
  }

  @Test
  void countsNameTemplatesAndNeverPaths() {
    try (ApiFixture api = new ApiFixture()) {
      api.get("/v1/proposals/prop_private");
      api.get("/somewhere/private");
      assertThat(api.scrape())
          .contains(
              "countersign_http_requests_total{route=\"/v1/proposals/{id}\",status=\"404\"} 1.0")
          .contains("countersign_http_requests_total{route=\"unmatched\",status=\"404\"} 1.0")
          .doesNotContain("private");
    }
  }

  @Test
  void theAccessLogHasIdsAndNeitherQueriesNorBodies() throws InterruptedException {
    try (AccessLines lines = new AccessLines();
        ApiFixture api = new ApiFixture()) {
      String id =
          api.send(api.post(TestGate.body("{\"correlation_id\":\"case-1\"}"))).json().text("id");
      assertThat(lines.next().getFormattedMessage()).isEqualTo("POST /v1/proposals 202");

      api.get("/v1/proposals/" + id + "?token=hush");
      ILoggingEvent read = lines.next();
      assertThat(read.getFormattedMessage()).isEqualTo("GET /v1/proposals/{id} 200");
      assertThat(read.getMDCPropertyMap())
          .containsEntry("agent", "support-bot")
          .containsEntry("proposal_id", id)
          .containsEntry("correlation_id", "case-1");

      api.get("/v1/proposals?cursor=hush");
      ILoggingEvent refused = lines.next();
      assertThat(refused.getFormattedMessage()).isEqualTo("GET /v1/proposals 400");
      assertThat(refused.getMDCPropertyMap()).containsOnlyKeys("agent");
      assertThat(refused.getKeyValuePairs())
          .extracting(pair -> pair.key)
          .containsExactly("method", "route", "status", "millis");
    }
  }

  /// The lines of the access log as they come; a line may follow its answer by a moment.
  private static final class AccessLines extends AppenderBase<ILoggingEvent>
      implements AutoCloseable {
    private final Logger log = (Logger) LoggerFactory.getLogger("dev.countersign.access");
    private final Level before = log.getLevel();
    private final BlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>();

    AccessLines() {
      start();
      log.setLevel(Level.INFO);
      log.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent line) {
      line.getMDCPropertyMap(); // kept now: it is gone once the request is
      lines.add(line);
    }

    ILoggingEvent next() throws InterruptedException {
      return Objects.requireNonNull(lines.poll(30, TimeUnit.SECONDS), "no line was written");
    }

    @Override
    public void close() {
      log.detachAppender(this);
      log.setLevel(before);
      stop();
    }
  }

  private static final class Chat extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getPathInfo().equals("/refused")) {
        response.sendError(403, "inner workings");
      } else {
        response.getWriter().write("hello");
      }
    }
  }

  private static String raw(ApiFixture api, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), api.api.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
