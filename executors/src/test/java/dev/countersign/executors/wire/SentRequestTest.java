package dev.countersign.executors.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.executors.Calls;
import dev.countersign.json.Digest;
import dev.countersign.proposal.Action;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SentRequestTest {
  private static final Optional<String> HEADER = Optional.of("Idempotency-Key");
  private static final Action REFUND =
      Calls.action(
          "billing",
          """
          {"class":"api_call","method":"POST","url":"https://api.billing.example/v1/refunds",
           "headers":{"x-case":"5512"},
           "body":{"media_type":"application/json","json":{"currency":"eur","amount":12000}}}\
          """,
          "{\"if_match\":\"\\\"v7\\\"\"}");

  /// The document by hand, as an auditor without this code would write it down.
  @Test
  void theDigestIsThatOfTheDocumentedDocument() {
    String body = Digest.of("{\"amount\":12000,\"currency\":\"eur\"}").value();
    assertThat(SentRequest.digest(REFUND, HEADER, "key-1"))
        .isEqualTo(
            Digest.of(
                "{\"body\":\""
                    + body
                    + "\",\"headers\":{\"content-type\":\"application/json\","
                    + "\"idempotency-key\":\"key-1\",\"if-match\":\"\\\"v7\\\"\","
                    + "\"user-agent\":\"countersign\",\"x-case\":\"5512\"},\"method\":\"POST\","
                    + "\"url\":\"https://api.billing.example/v1/refunds\","
                    + "\"v\":\"countersign-http-request/1\"}"));
  }

  @Test
  void aRequestWithoutBodyHasNoBodyInItsDigest() {
    assertThat(
            SentRequest.digest(Calls.call("GET", "https://a.example/x", ""), Optional.empty(), "k"))
        .isEqualTo(
            Digest.of(
                "{\"headers\":{\"user-agent\":\"countersign\"},\"method\":\"GET\","
                    + "\"url\":\"https://a.example/x\",\"v\":\"countersign-http-request/1\"}"));
  }

  @Test
  void everyPartOfTheRequestChangesTheDigest() {
    String url = "https://a.example/x";
    String body = ",\"body\":{\"media_type\":\"text/plain\",\"text\":\"a\"}";
    assertThat(
            Stream.of(
                    Calls.call("POST", url, body),
                    Calls.call("PUT", url, body),
                    Calls.call("POST", url + "?", body),
                    Calls.call("POST", url, body.replace("\"a\"", "\"b\"")),
                    Calls.call("POST", url, body.replace("plain", "html")),
                    Calls.call("POST", url, ",\"headers\":{\"a\":\"b\"}" + body),
                    Calls.call("POST", url, ""))
                .map(action -> SentRequest.digest(action, HEADER, "k")))
        .doesNotHaveDuplicates();
    Action action = Calls.call("POST", url, body);
    assertThat(SentRequest.digest(action, HEADER, "k"))
        .isNotEqualTo(SentRequest.digest(action, HEADER, "l"))
        .isNotEqualTo(SentRequest.digest(action, Optional.empty(), "k"));
  }

  @Test
  void ourHeadersWinOverTheAgents() {
    Action action =
        Calls.call(
            "GET",
            "https://a.example/x",
            ",\"headers\":{\"user-agent\":\"curl\",\"idempotency-key\":\"mine\"}");
    assertThat(SentRequest.of(action, HEADER, "ours").headers())
        .containsEntry("user-agent", "countersign")
        .containsEntry("idempotency-key", "ours");
  }
}
