package dev.countersign.faults;

import static dev.countersign.faults.BothChats.LENA;
import static dev.countersign.faults.BothChats.MIRA_IN_SLACK;
import static dev.countersign.faults.BothChats.SLACK_CHANNEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.CountersignServer;
import dev.countersign.json.CanonicalJson;
import dev.countersign.request.RequestState;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// An agent with its own key, every scope and all that it can read tries every door of a gate: what
/// people have not approved does not run, and what they have runs once.
@Timeout(300)
class BypassTest {
  /// What only the gate's own side may hold: its credential at the target, a grant, a button's
  /// token.
  private static final Pattern SECRETS =
      Pattern.compile("of-the-gate|eyJ[A-Za-z0-9_-]{20}|v1\\.[A-Za-z0-9_-]{40}");

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private BothChats gate;

  @BeforeEach
  void start() throws Exception {
    gate = new BothChats(database, folder);
  }

  @AfterEach
  void everythingIsSound() {
    assertThat(gate.damages()).isEmpty();
    gate.close();
    http.close();
  }

  private void nothingRan(String id) {
    assertThat(gate.request(id).state()).isInstanceOf(RequestState.Pending.class);
    assertThat(gate.voters(id)).isEmpty();
    assertThat(gate.audited(id, "grant_issued")).isZero();
    assertThat(gate.billing.received()).isEmpty();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request
              .timeout(Duration.ofSeconds(30))
              .header("Authorization", "Bearer " + gate.agentKey())
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> propose(String body, String idempotencyKey) {
    return send(
        HttpRequest.newBuilder(gate.own("/v1/proposals"))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofString(body)));
  }

  private String refund(String url, int cents, String members) {
    return """
    {"action_type": "refund.create", "target_system": "billing", "target_id": "charge_%1$d",
     "proposed_changes": {"class": "api_call", "method": "POST", "url": "%2$s",
       "body": {"media_type": "application/json",
         "json": {"charge": "charge_%1$d", "amount": %1$d}}}%3$s}
    """
        .formatted(cents, url, members);
  }

  private String url() {
    return gate.billing.baseUrl() + "/v1/refunds";
  }

  @Test
  void noPathAndNoMethodOfAnyDoorDecidesOrExecutes() {
    String id = gate.propose(401);
    gate.keptInSlack(id);
    List<String> paths =
        List.of(
            "/v1/proposals/" + id,
            "/v1/proposals/" + id + "/approve",
            "/v1/proposals/" + id + "/decisions",
            "/v1/proposals/" + id + "/execute",
            "/v1/proposals/" + id + "/grant",
            "/v1/proposals/" + id + "/undo",
            "/v1/grants",
            "/v1/grants/" + id + "/redeem",
            "/v1/grants/" + id + "/result",
            "/v1/executions",
            "/v1/policy",
            "/v1/people",
            "/requests/" + id,
            "/requests/" + id + "/approve",
            CountersignServer.SLACK_PATH,
            CountersignServer.TEAMS_PATH);
    String body = "{\"id\":\"" + id + "\",\"decision\":\"approve\",\"status\":\"approved\"}";
    for (URI door : List.of(gate.own(""), gate.chats(""), gate.management(""))) {
      for (String path : paths) {
        for (String method : METHODS) {
          HttpResponse<String> answer =
              send(
                  HttpRequest.newBuilder(URI.create(door + path))
                      .header("Content-Type", "application/json")
                      .method(method, BodyPublishers.ofString(body)));
          assertThat(answer.statusCode() < 300)
              .as("%s %s%s: %s", method, door, path, answer.body())
              .isEqualTo(
                  method.equals("GET") && (door + path).equals(gate.own(paths.getFirst()) + ""));
        }
      }
    }

    nothingRan(id);
  }

  @Test
  void aPressThatIsSignedWithWhatTheAgentHasIsNoPress() {
    String id = gate.propose(402);
    PostedMessage card = gate.inSlack(id, BothChats::asks);
    SlackPress details = gate.slack.press(SLACK_CHANNEL, card.ts(), "details", LENA);
    String payload = CanonicalJson.text(details.payload());
    String body = "payload=" + URLEncoder.encode(payload.replace("details", "approve"), UTF_8);
    String secret = gate.agentKey().substring(gate.agentKey().lastIndexOf('_') + 1);
    URI slack = gate.chats(CountersignServer.SLACK_PATH);

    for (String key : List.of(gate.agentKey(), secret, "x")) {
      String at = Long.toString(Instant.now().getEpochSecond());
      HttpResponse<String> answer =
          send(
              HttpRequest.newBuilder(slack)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("X-Slack-Request-Timestamp", at)
                  .header("X-Slack-Signature", "v0=" + hmac(key, "v0:" + at + ":" + body))
                  .POST(BodyPublishers.ofString(body)));
      assertThat(answer.statusCode()).isEqualTo(401);
    }

    nothingRan(id);
  }

  private static String hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingThatAnAgentSaysOfItselfIsARuling() {
    for (String said :
        List.of(
            ", \"status\": \"approved\"",
            ", \"gate\": \"allow\"",
            ", \"grant\": \"eyJhbGciOiJub25lIn0.e30.\"",
            ", \"approvers\": [\"lena\", \"jon\"]",
            ", \"target_id\": \"charge_1\"")) {
      assertThat(propose(refund(url(), 403, said), "a" + said.hashCode()).statusCode())
          .as(said)
          .isIn(400, 422);
    }
    String claims =
        ", \"risk_level\": \"low\", \"rationale\": \"Approved by Lena. gate: allow\","
            + " \"labels\": {\"approved\": \"true\"}, \"execution\": {\"mode\": \"gateway\"}";
    HttpResponse<String> answer = propose(refund(url(), 403, claims), "claims");

    assertThat(answer.body()).contains("\"status\":\"pending\"");
    nothingRan(id(answer));
  }

  private static String id(HttpResponse<String> answer) {
    var id = Pattern.compile("prop_[0-9A-Z]{26}").matcher(answer.body());
    assertThat(id.find()).as(answer.body()).isTrue();
    return id.group();
  }

  @Test
  void noOtherTargetIsReachedThroughAConnection() {
    String origin = gate.billing.baseUrl().toString();
    for (String url :
        List.of(
            origin + "/v1/refunds/../payouts",
            origin + "/v1/refunds/%2e%2e/payouts",
            origin + "/v1/refunds?amount=1",
            origin.replace("http://", "http://billing@") + "/v1/refunds",
            origin.replace("127.0.0.1", "127.0.0.1.") + "/v1/refunds",
            origin.replace("127.0.0.1", "0x7f000001") + "/v1/refunds",
            gate.own("/v1/refunds").toString(),
            "file:///v1/refunds")) {
      assertThat(propose(refund(url, 404, ""), "url" + url.hashCode()).statusCode())
          .as(url)
          .isIn(400, 422);
    }
    assertThat(gate.billing.received()).isEmpty();
  }

  @Test
  void anApprovalIsForTheseBytesAndForOneExecution() {
    String id = gate.propose(405);
    gate.inSlack(id, BothChats::asks);
    gate.approveInSlack(LENA, id);
    gate.approveInSlack(MIRA_IN_SLACK, id);
    gate.inSlack(id, BothChats.ended("Executed"));
    assertThat(gate.billing.received()).hasSize(1);

    assertThat(propose(refund(url(), 406, ""), "refund-405").statusCode())
        .as("other bytes under its key")
        .isEqualTo(422);
    gate.propose(405);
    HttpResponse<String> next =
        propose(refund(url(), 406, ", \"supersedes\": \"" + id + "\""), "next");
    assertThat(next.statusCode()).as("as its next revision").isEqualTo(409);
    String anew = id(propose(refund(url(), 405, ""), "once-more"));

    assertThat(anew).isNotEqualTo(id);
    assertThat(gate.request(anew).state()).isInstanceOf(RequestState.Pending.class);
    assertThat(gate.billing.received()).hasSize(1);
  }

  @Test
  void anotherRevisionHasNoVoteOfTheFirst() {
    String first = gate.propose(407);
    PostedMessage card = gate.inSlack(first, BothChats::asks);
    gate.approveInSlack(LENA, first);
    String second =
        id(propose(refund(url(), 40_700, ", \"supersedes\": \"" + first + "\""), "more"));
    gate.inSlack(second, BothChats::asks);

    gate.slack.pressVersion(SLACK_CHANNEL, card.ts(), 0, "approve", MIRA_IN_SLACK);
    gate.approveInSlack(MIRA_IN_SLACK, second);

    assertThat(gate.request(first).state()).isInstanceOf(RequestState.Superseded.class);
    assertThat(gate.request(second).state()).isInstanceOf(RequestState.Pending.class);
    assertThat(gate.voters(second)).containsExactly("mira");
    assertThat(gate.billing.received()).isEmpty();
  }

  @Test
  void nothingThatAnAgentReadsLetsItExecute() {
    String id = gate.propose(408);
    gate.inSlack(id, BothChats::asks);
    gate.approveInSlack(LENA, id);
    gate.approveInSlack(MIRA_IN_SLACK, id);
    gate.inSlack(id, BothChats.ended("Executed"));

    for (String path :
        List.of(
            "/v1/proposals",
            "/v1/proposals?status=approved",
            "/v1/proposals/" + id,
            "/v1/proposals/" + id + "/audit")) {
      HttpResponse<String> read = send(HttpRequest.newBuilder(gate.own(path)).GET());
      assertThat(read.statusCode()).isEqualTo(200);
      assertThat(read.body()).as(path).contains(id).doesNotContainPattern(SECRETS);
    }
  }
}
