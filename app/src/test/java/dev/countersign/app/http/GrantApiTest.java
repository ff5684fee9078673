package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.app.http.ApiFixture.Answer;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The door of executors outside of the gate: nothing but a request that the right executor signed
/// redeems or reports anything, whatever else somebody holds.
class GrantApiTest {
  private static final String DONE = "{\"status\":\"succeeded\",\"http_status\":201}";

  private final SigningExecutor runner = new SigningExecutor("billing-runner");
  private final SigningExecutor other = new SigningExecutor("other-runner");
  private final ApiFixture.Options options = options();
  private final ApiFixture api = new ApiFixture(options);

  private ApiFixture.Options options() {
    ApiFixture.Options options = new ApiFixture.Options();
    options.executorKeys =
        Map.of(runner.name, List.of(runner.key()), other.name, List.of(other.key()));
    return options;
  }

  @BeforeEach
  void theExecutorIsOutside() {
    api.gate.executor.handOver("billing", new OutsideExecutor(runner.name, Duration.ofMinutes(10)));
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Instant now() {
    return api.gate.clock.instant();
  }

  private ProposalId approved() {
    ProposalId id = api.gate.ask();
    api.gate.press("ULENA", Decision.APPROVE);
    return id;
  }

  private String grant(ProposalId id) {
    return api.gate.record(id).grant().orElseThrow().id().value();
  }

  private String path(ProposalId id, String what) {
    return "/v1/grants/" + grant(id) + "/" + what;
  }

  private String redemption(ProposalId id) {
    return "{\"action_digest\":\"" + api.gate.record(id).request().action().value() + "\"}";
  }

  private HttpRequest.Builder redeeming(SigningExecutor executor, ProposalId id) {
    return executor.post(api.api.port(), path(id, "redeem"), redemption(id), now());
  }

  private HttpRequest.Builder redeemingOnce(ProposalId id, String key) {
    return runner.postOnce(api.api.port(), path(id, "redeem"), redemption(id), key, now());
  }

  private Execution execution(ProposalId id) {
    return ((Approved) api.gate.state(id)).execution();
  }

  private void refused(ProposalId id, HttpRequest.Builder request, int status, String code) {
    Answer answer = api.send(request);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(execution(id)).isInstanceOf(Execution.Granted.class);
  }

  @Test
  void anExecutorHearsOfWorkRedeemsItAndReports() {
    ProposalId id = approved();

    Answer work = api.send(runner.get(api.api.port(), "/v1/grants", now()));
    JsonObject item = work.json().objects("items", each -> each).getFirst();
    assertThat(item.text("id")).isEqualTo(grant(id));
    assertThat(item.text("status")).isEqualTo("waiting");

    Answer redeemed = api.send(redeeming(runner, id));
    assertThat(redeemed.status()).isEqualTo(200);
    assertThat(Digest.of(redeemed.response().body()).value())
        .as("the very bytes that people approved")
        .isEqualTo(item.text("action_digest"));
    assertThat(redeemed.header("Countersign-Idempotency-Key").orElseThrow()).hasSize(43);
    assertThat(redeemed.header("Countersign-Report-By"))
        .contains(now().plus(Duration.ofMinutes(10)).toString());

    Answer reported = api.send(runner.post(api.api.port(), path(id, "result"), DONE, now()));
    assertThat(reported.status()).isEqualTo(200);
    JsonObject seen = api.get("/v1/proposals/" + id).json();
    assertThat(seen.text("outcome")).isEqualTo("executed");
    assertThat(seen.object("execution").text("executor")).isEqualTo(runner.name);
    assertThat(seen.object("execution").text("reported_by")).isEqualTo(runner.name);
  }

  @Test
  void whatAnExecutorSaysFailedIsToldAsItsWord() {
    ProposalId id = approved();
    api.send(redeeming(runner, id));
    api.send(
        runner.post(
            api.api.port(),
            path(id, "result"),
            "{\"status\":\"failed\",\"code\":\"card_declined\"}",
            now()));

    JsonObject seen = api.get("/v1/proposals/" + id).json();
    assertThat(seen.text("outcome")).isEqualTo("not_executed");
    assertThat(seen.text("reason"))
        .isEqualTo("Reported by billing-runner. Not executed: reported_card_declined.");
  }

  @Test
  void anAgentsKeyRedeemsNothing() {
    ProposalId id = approved();

    refused(
        id,
        api.request(path(id, "redeem"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(redemption(id))),
        401,
        "signature_required");
  }

  @Test
  void theGrantAloneRedeemsNothing() {
    ProposalId id = approved();
    String token = api.gate.record(id).grant().orElseThrow().token();

    refused(
        id,
        api.request(path(id, "redeem"))
            .setHeader("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(redemption(id))),
        401,
        "signature_required");
  }

  @Test
  void anotherExecutorsKeyRedeemsNothing() {
    ProposalId id = approved();

    refused(id, redeeming(other, id), 404, "unknown_grant");
    other.keyId = runner.name;
    refused(id, redeeming(other, id), 401, "signature_required");
  }

  @Test
  void aSignatureIsGoodForItsRequestAlone() {
    ProposalId id = approved();
    int port = api.api.port();
    refused(
        id,
        runner.post(
            port, path(id, "redeem"), redemption(id), redemption(id).replace("sha", "SHA"), now()),
        401,
        "signature_required");
    runner.signedPath = "/v1/grants";
    refused(id, redeeming(runner, id), 401, "signature_required");
    runner.signedPath = "";
    runner.signedMethod = "GET";
    refused(id, redeeming(runner, id), 401, "signature_required");
    runner.signedMethod = "";
    runner.base = "https://staging.gate.example";
    refused(id, redeeming(runner, id), 401, "signature_required");
  }

  @Test
  void aBodyThatNoSignatureCoversIsNotTaken() {
    ProposalId id = approved();
    HttpRequest get = runner.get(api.api.port(), path(id, "redeem"), now()).build();

    refused(
        id,
        HttpRequest.newBuilder(get, (_, _) -> true)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(redemption(id))),
        401,
        "signature_required");
  }

  @ParameterizedTest
  @ValueSource(ints = {-61, 61})
  void anOldSignatureAndOneOfTheFutureAreNotTaken(int seconds) {
    ProposalId id = approved();

    refused(
        id,
        runner.post(api.api.port(), path(id, "redeem"), redemption(id), now().plusSeconds(seconds)),
        401,
        "signature_stale");
  }

  @Test
  void aRequestIsNotTakenTwice() {
    ProposalId id = approved();
    HttpRequest.Builder request = redeemingOnce(id, "worker-1");

    assertThat(api.send(request).status()).isEqualTo(200);

    Answer replayed = api.send(request);
    assertThat(replayed.status()).isEqualTo(401);
    assertThat(replayed.code()).isEqualTo("signature_replayed");
    assertThat(api.send(redeemingOnce(id, "worker-1")))
        .as("signed anew, its answer is given again")
        .satisfies(again -> {
          assertThat(again.status()).isEqualTo(200);
          assertThat(again.header("Idempotency-Replayed")).contains("true");
        });
    assertThat(api.send(redeeming(runner, id)).code()).isEqualTo("already_redeemed");
  }

  /// Whoever is on the way could otherwise have the answer given to a key of their own.
  @Test
  void aKeyThatWasPutInExchangedOrTakenAwayOnItsWayIsRefused() {
    ProposalId id = approved();
    HttpRequest signed = redeemingOnce(id, "worker-1").build();

    refused(id, redeeming(runner, id).header("Idempotency-Key", "mine"), 401, "signature_required");
    refused(
        id,
        redeemingOnce(id, "worker-1").setHeader("Idempotency-Key", "mine"),
        401,
        "signature_required");
    refused(
        id,
        HttpRequest.newBuilder(signed, (name, _) -> !name.equalsIgnoreCase("Idempotency-Key")),
        401,
        "signature_required");
    assertThat(api.send(redeemingOnce(id, "worker-1")).status()).isEqualTo(200);
  }

  @Test
  void otherBytesAnExpiredGrantAndAnUnknownOneAreRefused() {
    ProposalId id = approved();
    int port = api.api.port();
    refused(
        id,
        runner.post(
            port,
            path(id, "redeem"),
            "{\"action_digest\":\"" + Digest.of("others").value() + "\"}",
            now()),
        409,
        "other_action");
    refused(
        id,
        runner.post(port, "/v1/grants/grt_1/redeem", redemption(id), now()),
        404,
        "unknown_grant");
    refused(
        id,
        runner.post(
            port, "/v1/grants/grt_01K00000000000000000000000/redeem", redemption(id), now()),
        404,
        "unknown_grant");
    api.gate.clock.advance(Duration.ofMinutes(5));
    refused(id, redeeming(runner, id), 409, "grant_replaced");
  }

  @Test
  void aPolicyThatChangedBarsTheRedemptionAndSaysWhy() {
    ProposalId id = approved();
    api.gate.policy.set(
        TestGate.policy(TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2")));

    Answer answer = api.send(redeeming(runner, id));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("barred");
    assertThat(answer.json().text("reason")).isEqualTo("policy_changed");
  }

  @Test
  void aReportIsTakenOnceFromWhoRedeemedAndNotBefore() {
    ProposalId id = approved();
    int port = api.api.port();
    refused(id, runner.post(port, path(id, "result"), DONE, now()), 409, "not_redeemed");
    api.send(redeeming(runner, id));

    assertThat(api.send(other.post(port, path(id, "result"), DONE, now())).code())
        .isEqualTo("unknown_grant");
    assertThat(api.send(runner.post(port, path(id, "result"), DONE, now())).status())
        .isEqualTo(200);
    assertThat(
            api.send(runner.post(port, path(id, "result"), "{\"status\":\"unknown\"}", now()))
                .code())
        .isEqualTo("already_ended");
  }

  @Test
  void whatIsNoReportIsRefused() {
    ProposalId id = approved();
    api.send(redeeming(runner, id));
    for (String body :
        List.of(
            "{}",
            "[]",
            "{\"status\":\"done\"}",
            "{\"status\":\"failed\",\"code\":\"No!\"}",
            "{\"status\":\"failed\",\"http_status\":42}",
            "{\"status\":\"failed\",\"detail\":\"" + "x".repeat(501) + "\"}",
            "{\"status\":\"failed\",\"more\":1}")) {
      Answer answer = api.send(runner.post(api.api.port(), path(id, "result"), body, now()));
      assertThat(answer.status()).as(body).isEqualTo(422);
      assertThat(answer.code()).as(body).isEqualTo("invalid_body");
    }
    assertThat(
            api.send(
                    runner.post(
                        api.api.port(),
                        path(id, "result"),
                        "{\"status\":\"failed\",\"detail\":\"" + "x".repeat(9_000) + "\"}",
                        now()))
                .code())
        .isEqualTo("too_large");
    assertThat(execution(id)).isInstanceOf(Execution.Running.class);
  }

  @Test
  void aFloodOfWrongSignaturesIsCountedByItsAddress() {
    other.keyId = runner.name;
    for (int knock = 0; knock < FailedKeys.MOST; knock++) {
      assertThat(api.send(other.get(api.api.port(), "/v1/grants", now())).status()).isEqualTo(401);
    }
    assertThat(api.send(other.get(api.api.port(), "/v1/grants", now())).status()).isEqualTo(429);
  }

  @Test
  void aGenuineExecutorIsAnsweredWhateverOthersOfItsAddressSend() {
    other.keyId = runner.name;
    for (int knock = 0; knock <= FailedKeys.MOST; knock++) {
      assertThat(api.get("/v1/grants").status()).as("not signed").isEqualTo(401);
    }
    for (int knock = 0; knock <= FailedKeys.MOST; knock++) {
      api.send(other.get(api.api.port(), "/v1/grants", now()));
    }
    assertThat(api.send(other.get(api.api.port(), "/v1/grants", now())).status()).isEqualTo(429);
    assertThat(api.nonces).as("asked of the database").isEmpty();

    assertThat(api.send(runner.get(api.api.port(), "/v1/grants", now())).status()).isEqualTo(200);
  }

  /// Nor does it keep a place: it is answered before any of its body has come.
  @Test
  void aStrangerIsRefusedWithoutAWaitForItsBody() throws IOException {
    other.keyId = runner.name;
    HttpRequest signed = other.post(api.api.port(), "/v1/grants/grt_1/redeem", "{}", now()).build();
    StringBuilder head = new StringBuilder("POST /v1/grants/grt_1/redeem HTTP/1.1\r\nHost: a\r\n");
    signed
        .headers()
        .map()
        .forEach((name, values) ->
            values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n")));
    head.append("Content-Length: 2\r\n\r\n");
    try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), api.api.port())) {
      stranger.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
      String status =
          new String(stranger.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

      assertThat(status).as("not 408").isEqualTo("HTTP/1.1 401");
    }
  }

  @Test
  void whatIsBeyondTheRateOfAnExecutorAsksTheDatabaseNothing() {
    ApiFixture.Options narrow = options();
    narrow.burst = 1;
    narrow.perSecond = 0.001;
    try (ApiFixture slow = new ApiFixture(narrow)) {
      assertThat(slow.send(runner.get(slow.api.port(), "/v1/grants", now())).status())
          .isEqualTo(200);
      assertThat(slow.send(runner.get(slow.api.port(), "/v1/grants", now())).code())
          .isEqualTo("rate_limited");
      assertThat(slow.nonces).hasSize(1);
    }
  }

  @Test
  void aKeyThatIsNotInForceAnyMoreOpensNoRoute() {
    ProposalId id = approved();
    int port = api.api.port();
    options.withoutKeys = Set.of(runner.name);

    refused(id, runner.get(port, "/v1/grants", now()), 401, "signature_required");
    refused(id, redeeming(runner, id), 401, "signature_required");
    options.withoutKeys = Set.of();
    assertThat(api.send(redeeming(runner, id)).status()).isEqualTo(200);
    options.withoutKeys = Set.of(runner.name);
    assertThat(api.send(runner.post(port, path(id, "result"), DONE, now())).code())
        .isEqualTo("signature_required");
    assertThat(execution(id)).isInstanceOf(Execution.Running.class);
  }

  @Test
  void whoeverWaitsHearsOfWorkOnceItIsThere() {
    HttpRequest.Builder waiting =
        runner.get(api.api.port(), "/v1/grants", now()).header("Prefer", "wait=30");
    var answer = api.sendAsync(waiting);
    api.standing.acquireUninterruptibly();

    ProposalId id = approved();

    JsonObject item = answer.join().json().objects("items", each -> each).getFirst();
    assertThat(item.text("proposal")).isEqualTo(id.value());
    assertThat(answer.join().header("Preference-Applied")).contains("wait=30");
  }
}
