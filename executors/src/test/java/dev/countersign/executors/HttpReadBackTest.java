package dev.countersign.executors;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetLook.AsApproved;
import dev.countersign.execution.TargetLook.Differs;
import dev.countersign.execution.TargetLook.NotRead;
import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.connection.ConnectionsReader;
import dev.countersign.executors.connection.ConnectionsResult;
import dev.countersign.executors.credential.SetCredentials;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.InMemorySendCounts;
import dev.countersign.proposal.Action;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a call has become is got once more where the file says how.
@Timeout(60)
class HttpReadBackTest {
  private static final WireMockServer TARGET =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());

  @BeforeAll
  static void start() {
    TARGET.start();
  }

  @AfterAll
  static void stop() {
    TARGET.stop();
  }

  @BeforeEach
  void forget() {
    TARGET.resetAll();
  }

  private static String url(String path) {
    return "http://api.billing.example:" + TARGET.port() + path;
  }

  private static ExecutorRegistry registry() {
    String json =
        """
        {"billing":{"kind":"http","base_url":"%s","allow_private_addresses":true,"query":["notify"],
          "credential":"env:T","idempotency_header":"Idempotency-Key",
          "limits":{"timeout":"2s","answer":"1KiB"},"allow":[
          {"method":"PATCH","path":"/v1/accounts/{id}","verify":"/v1/accounts/{id}"},
          {"method":"DELETE","path":"/v1/accounts/{id}","verify":"/v1/accounts/{id}"},
          {"method":"POST","path":"/v1/accounts/{id}/close","verify":"/v2/state/{id}",
            "dry_run":"/v1/accounts/{id}/close/validate"},
          {"method":"POST","path":"/v1/refunds"}]}}
        """
            .formatted(url(""));
    if (!(ConnectionsReader.read((JsonObject) Calls.json(json))
        instanceof ConnectionsResult.Read read)) {
      throw new AssertionError("not read");
    }
    InstantSource clock = InstantSource.fixed(Billing.NOW);
    return ExecutorRegistry.of(
        read.connections(),
        new Outbound(
            SetCredentials.of(Map.of("T", "Bearer canary")),
            _ -> List.of(InetAddress.getLoopbackAddress()),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            clock,
            new InMemorySendCounts(clock)));
  }

  private static Action patch(String body) {
    return Calls.call(
        "PATCH",
        url("/v1/accounts/a%20b?notify=1"),
        ",\"body\":{\"media_type\":\"application/merge-patch+json\",\"json\":" + body + "}");
  }

  private static void answering(int status, String body) {
    TARGET.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
  }

  private static List<LoggedRequest> received() {
    return TARGET.getServeEvents().getRequests().stream().map(each -> each.getRequest()).toList();
  }

  static Stream<Arguments> answers() {
    String body = "{\"status\":\"closed\",\"note\":null,\"owner\":{\"id\":7}}";
    return Stream.of(
        Arguments.of(
            body,
            200,
            "{\"id\":\"a b\",\"status\":\"closed\",\"owner\":{\"id\":7.0,\"n\":1}}",
            new AsApproved()),
        Arguments.of(
            body,
            200,
            "{\"status\":\"open\",\"note\":\"x\",\"owner\":{\"id\":8}}",
            new Differs(List.of("/note", "/owner/id", "/status"))),
        Arguments.of(body, 200, "{\"status\":\"closed\"}", new Differs(List.of("/owner"))),
        Arguments.of(body, 404, "", new Differs(List.of())),
        Arguments.of(body, 200, "<html>", new NotRead("malformed_answer")),
        Arguments.of(
            body, 200, "{\"status\":\"" + "x".repeat(2000), new NotRead("malformed_answer")),
        Arguments.of(body, 302, "", new NotRead("target_refused")),
        Arguments.of(body, 403, "", new NotRead("target_refused")),
        Arguments.of(body, 503, "", new NotRead("target_error")));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void whatStandsThereIsComparedWithWhatWasSent(
      String body, int status, String answer, TargetLook expected) {
    answering(status, answer);

    assertThat(registry().readBack(patch(body))).isEqualTo(expected);

    assertThat(received()).hasSize(1);
    LoggedRequest asked = received().getFirst();
    assertThat(asked.getMethod().getName()).isEqualTo("GET");
    assertThat(asked.getUrl()).isEqualTo("/v1/accounts/a%20b");
    assertThat(asked.getHeader("authorization")).isEqualTo("Bearer canary");
    assertThat(asked.getBody()).isEmpty();
  }

  @Test
  void whatWasDeletedIsNotThereAnyMore() {
    Action delete = Calls.call("DELETE", url("/v1/accounts/7"), "");
    answering(410, "");
    assertThat(registry().readBack(delete)).isEqualTo(new AsApproved());
    answering(200, "{}");
    assertThat(registry().readBack(delete)).isEqualTo(new Differs(List.of()));
  }

  @Test
  void theFileSaysWhereItStands() {
    answering(200, "{\"state\":\"closed\"}");
    Action close =
        Calls.call(
            "POST",
            url("/v1/accounts/7/close"),
            ",\"body\":{\"media_type\":\"application/json\",\"json\":{\"state\":\"closed\"}}");

    assertThat(registry().readBack(close)).isEqualTo(new AsApproved());
    assertThat(received().getFirst().getUrl()).isEqualTo("/v2/state/7");
  }

  @Test
  void nobodyLooksWhereTheFileNamesNoPathOrNoAnswerCouldBeCompared() {
    assertThat(registry().readsBack(patch("{\"a\":1}"))).isTrue();
    assertThat(registry().readsBack(patch("[1]"))).isFalse();
    assertThat(registry().readsBack(Calls.call("PATCH", url("/v1/accounts/7"), ""))).isFalse();
    assertThat(registry().readsBack(Calls.post(url("/v1/refunds")))).isFalse();
  }

  @Test
  void aTargetThatResetsTheConnectionIsNotRead() {
    TARGET.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    assertThat(registry().readBack(patch("{\"a\":1}"))).isInstanceOf(NotRead.class);
  }

  @Test
  void aTargetThatNeverAnswersHoldsNobodyUpForLong() {
    TARGET.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(20_000)));
    assertThat(registry().readBack(patch("{\"a\":1}"))).isEqualTo(new NotRead("timeout"));
  }

  @ParameterizedTest
  @CsvSource({
    "200, would_work,",
    "204, would_work,",
    "422, would_fail, target_refused",
    "409, would_fail, target_refused",
    "404, not_tried, target_refused",
    "303, not_tried, target_unclear",
    "500, not_tried, target_error"
  })
  void aDryRunIsAskedAtAPathOfItsOwn(int status, String finding, @Nullable String code) {
    answering(status, "");
    Action close =
        Calls.call(
            "POST",
            url("/v1/accounts/7/close?notify=1"),
            ",\"body\":{\"media_type\":\"application/json\",\"json\":{\"state\":\"closed\"}}");

    assertThat(registry().triesOut(close)).isTrue();
    TargetTrial said = registry().tryOut(close);

    assertThat(WireName.of(said.finding())).isEqualTo(finding);
    assertThat(said.code()).isEqualTo(Optional.ofNullable(code));
    assertThat(received()).hasSize(1);
    LoggedRequest asked = received().getFirst();
    assertThat(asked.getUrl()).isEqualTo("/v1/accounts/7/close/validate");
    assertThat(asked.getBodyAsString()).isEqualTo("{\"state\":\"closed\"}");
    assertThat(asked.getHeader("idempotency-key")).isNull();
    assertThat(registry().triesOut(patch("{\"a\":1}"))).as("no path for it").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"method\":\"GET\",\"path\":\"/a/{id}\",\"verify\":\"/a/{id}\"}",
        "{\"method\":\"PUT\",\"path\":\"/a/{id}\",\"verify\":\"/a/{other}\"}",
        "{\"method\":\"PUT\",\"path\":\"/a/{id}\",\"verify\":\"/a/../b\"}",
        "{\"method\":\"PUT\",\"path\":\"/a/{id}\",\"verify\":\"https://elsewhere.example/a\"}"
      })
  void aPathThatCannotBeFilledFromTheCallIsRefused(String allow) {
    String json =
        "{\"billing\":{\"kind\":\"http\",\"base_url\":\"https://a.example\",\"allow\":["
            + allow
            + "]}}";
    assertThat(ConnectionsReader.read((JsonObject) Calls.json(json)).toString())
        .contains("/allow/0/verify", "bad_path");
  }
}
