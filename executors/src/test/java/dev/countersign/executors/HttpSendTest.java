package dev.countersign.executors;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.json.Digest;
import dev.countersign.proposal.Action;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSendTest {
  private final WireMockServer target =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    target.start();
  }

  @AfterEach
  void stop() {
    target.stop();
  }

  private Billing billing() {
    return Billing.at("http://api.billing.example:" + target.port());
  }

  private String url(String path) {
    return billing().baseUrl() + path;
  }

  private Outcome send(Billing billing, Action action) {
    return Calls.send(billing.registry(), Calls.order(action));
  }

  private Outcome answered(Billing billing, int status) {
    target.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)));
    Outcome outcome = send(billing, Calls.post(url("/v1/refunds")));
    assertThat(received()).hasSize(1); // whatever the answer: sent once
    return outcome;
  }

  private List<LoggedRequest> received() {
    return target.getServeEvents().getRequests().stream().map(ServeEvent::getRequest).toList();
  }

  private LoggedRequest only() {
    assertThat(received()).hasSize(1);
    return received().getFirst();
  }

  @Test
  void theBodyGoesOutInTheVeryBytesThatWereFrozen() {
    target.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(201).withBody("{\"id\":1}")));
    Action action =
        Calls.call(
            "POST",
            url("/v1/refunds"),
            ",\"body\":{\"media_type\":\"application/json\",\"json\":{\"zürich\":1.0,\"amount\":12000,\"b\":[true,null]}}");

    Outcome outcome = send(billing(), action);

    String sent = new String(only().getBody(), StandardCharsets.UTF_8);
    assertThat(sent).isEqualTo("{\"amount\":12000,\"b\":[true,null],\"zürich\":1}");
    assertThat(new String(action.canonical(), StandardCharsets.UTF_8)).contains(sent);
    assertThat(only().getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Succeeded(
                201,
                SentRequest.digest(action, Optional.of("Idempotency-Key"), Calls.KEY),
                Digest.of("{\"id\":1}")));
  }

  @Test
  void textGoesOutAsUtf8() {
    send(
        billing(),
        Calls.call(
            "POST",
            url("/v1/refunds"),
            ",\"body\":{\"media_type\":\"text/plain; charset=utf-8\",\"text\":\"Grüße\\n\"}"));
    assertThat(only().getBody()).isEqualTo("Grüße\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theGateSetsItsOwnHeadersAndTheAgentsTravelAlong() {
    Action action =
        Calls.action(
            "billing",
            "{\"class\":\"api_call\",\"method\":\"POST\",\"url\":\""
                + url("/v1/refunds")
                + "\",\"headers\":{\"x-case\":\"5512\"}}",
            "{\"if_match\":\"\\\"v7\\\"\"}");
    send(billing(), action);
    LoggedRequest request = only();
    assertThat(request.getHeader("Authorization")).isEqualTo(Billing.TOKEN);
    assertThat(request.getHeader("Idempotency-Key")).isEqualTo(Calls.KEY);
    assertThat(request.getHeader("User-Agent")).isEqualTo("countersign");
    assertThat(request.getHeader("If-Match")).isEqualTo("\"v7\"");
    assertThat(request.getHeader("X-Case")).isEqualTo("5512");
    assertThat(request.getHeader("Host")).isEqualTo("api.billing.example:" + target.port());
    assertThat(request.getHeader("Content-Length")).isEqualTo("0");
    assertThat(request.getHeaders().keys())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .containsExactlyInAnyOrder(
            "host",
            "connection",
            "if-match",
            "idempotency-key",
            "user-agent",
            "x-case",
            "authorization",
            "content-length");
  }

  @Test
  void theHeadersOnTheWireAreTheHeadersOfTheDigest() throws IOException {
    try (var raw = new RawTarget((socket, t) -> t.readRequest(socket))) {
      Billing billing = Billing.at(raw.baseUrl());
      Action action =
          Calls.call(
              "GET",
              raw.baseUrl() + "/v1/refunds?q=%C3%A9&limit=1",
              ",\"headers\":{\"accept\":\"a/b\"}");
      send(billing, action);
      SentRequest expected = SentRequest.of(action, Optional.of("Idempotency-Key"), Calls.KEY);
      String request = raw.requests().getFirst();
      assertThat(request).startsWith("GET /v1/refunds?q=%C3%A9&limit=1 HTTP/1.1\r\n");
      expected
          .headers()
          .forEach((name, value) -> assertThat(request).contains(name + ": " + value + "\r\n"));
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    target.stubFor(
        post(urlEqualTo("/v1/refunds"))
            .willReturn(aResponse().withStatus(307).withHeader("Location", url("/elsewhere"))));
    assertThat(send(billing(), Calls.post(url("/v1/refunds"))))
        .isEqualTo(new Outcome.Failed("target_refused", 307));
    assertThat(received()).hasSize(1);
  }

  @Test
  void anAuthenticationChallengeIsNotAnswered() {
    target.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse().withStatus(401).withHeader("WWW-Authenticate", "Basic realm=\"x\"")));
    assertThat(send(billing(), Calls.post(url("/v1/refunds"))))
        .isEqualTo(new Outcome.Failed("target_refused", 401));
    assertThat(received()).hasSize(1);
  }

  @Test
  void cookiesAreForgotten() {
    target.stubFor(
        any(anyUrl()).willReturn(aResponse().withHeader("Set-Cookie", "session=1; Path=/")));
    ExecutorRegistry registry = billing().registry();
    Calls.send(registry, Calls.order(Calls.post(url("/v1/refunds"))));
    Calls.send(registry, Calls.order(Calls.post(url("/v1/refunds"))));
    assertThat(received()).hasSize(2).noneMatch(request -> request.containsHeader("Cookie"));
  }

  @Test
  void anAnswerIsDigestedAsItCameWithoutDecoding() throws IOException {
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write("{}".getBytes(StandardCharsets.UTF_8));
    }
    target.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse().withHeader("Content-Encoding", "gzip").withBody(zipped.toByteArray())));
    assertThat(send(billing(), Calls.post(url("/v1/refunds"))))
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class,
            done -> assertThat(done.answer()).isEqualTo(Digest.of(zipped.toByteArray())));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 207, 299})
  void successIsSuccess(int status) {
    assertThat(answered(billing(), status)).isInstanceOf(Outcome.Succeeded.class);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {300, 301, 304, 307, 308, 400, 401, 403, 404, 405, 410, 412, 422, 425, 428, 429, 451})
  void aRefusalHadNoEffect(int status) {
    assertThat(answered(billing(), status)).isEqualTo(new Outcome.Failed("target_refused", status));
  }

  @ParameterizedTest
  @ValueSource(ints = {501, 505})
  void aServerThatCouldNotEvenStartHadNoEffect(int status) {
    assertThat(answered(billing(), status)).isEqualTo(new Outcome.Failed("target_refused", status));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 507, 508, 511, 599})
  void anErrorOfTheServerMayHaveHadAnEffect(int status) {
    assertThat(answered(billing().withoutIdempotency(), status))
        .isEqualTo(new Outcome.Unknown("target_error", status));
  }

  @Test
  void retryAfterSaysNothingAboutTheEffect() {
    target.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(503).withHeader("Retry-After", "1")));
    assertThat(send(billing().withoutIdempotency(), Calls.post(url("/v1/refunds"))))
        .isEqualTo(new Outcome.Unknown("target_error", 503));
    assertThat(received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 303, 408})
  void answersThatCommonlyFollowAnEffectAreUnknown(int status) {
    assertThat(answered(billing().withoutIdempotency(), status))
        .isEqualTo(new Outcome.Unknown("target_unclear", status));
  }

  @Test
  void aConflictIsARefusalUnlessItMayBeAboutOurOwnKey() {
    assertThat(answered(billing().withoutIdempotency(), 409))
        .isEqualTo(new Outcome.Failed("target_refused", 409));
    target.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(409)));
    assertThat(send(billing(), Calls.post(url("/v1/refunds"))))
        .isEqualTo(new Outcome.Unknown("target_unclear", 409));
  }

  @Test
  void anActionIsNotSentBeforeItsTime() {
    Action action =
        Calls.action(
            "billing",
            "{\"class\":\"api_call\",\"method\":\"POST\",\"url\":\"" + url("/v1/refunds") + "\"}",
            "{\"not_before\":\"2026-11-23T13:00:00+01:00\"}");
    Instant exactly = Instant.parse("2026-11-23T12:00:00Z");
    target.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200)));

    assertThat(billing().with(InstantSource.fixed(exactly.minusMillis(1))).registry().turn(action))
        .isEqualTo(new Turn.Later("not_before", Duration.ofMillis(1)));
    assertThat(received()).isEmpty();
    assertThat(send(billing().with(InstantSource.fixed(exactly)), action))
        .isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void whatIsInadmissibleIsNotSentEither() {
    assertThat(send(billing(), Calls.post(url("/v1/payouts"))))
        .isEqualTo(new Outcome.Failed("destination_not_allowed", 0));
    assertThat(send(billing(), Calls.post(url("/v1/refunds?amount=999999"))))
        .isEqualTo(new Outcome.Failed("query_not_allowed", 0));
    assertThat(
            send(
                billing(),
                Calls.call("POST", url("/v1/refunds"), ",\"headers\":{\"x-sudo\":\"root\"}")))
        .isEqualTo(new Outcome.Failed("header_not_allowed", 0));
    assertThat(received()).isEmpty();
  }
}
