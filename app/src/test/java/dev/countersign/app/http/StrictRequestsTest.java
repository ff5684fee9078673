package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.http.ApiFixture.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StrictRequestsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-HTTP-Method-Override",
        "x-http-method-override",
        "X-HTTP-Method",
        "X-Method-Override",
        "X-HTTPMethod-Override",
        "X-Original-Method",
        "X-Forwarded-Method",
        "X_HTTP_METHOD_OVERRIDE",
        "HTTP-Method",
        "_method"
      })
  void noHeaderChangesTheMethod(String header) {
    try (ApiFixture api = new ApiFixture()) {
      for (String method : new String[] {"GET", "POST", "DELETE"}) {
        Answer answer =
            api.send(
                api.proposing()
                    .method(method, BodyPublishers.ofByteArray(dev.countersign.TestGate.body("{}")))
                    .header(header, "POST"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("method_override");
      }
      assertThat(api.get("/v1/proposals").json().items("items")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_method=POST",
        "a=1&_method=delete",
        "%5Fmethod=POST",
        "_METHOD",
        "a;_method=x",
        "%5f%6dethod=x",
        "+_method=DELETE",
        "$httpMethod=DELETE",
        "X-HTTP-Method-Override=DELETE",
        "x_http_method_override=PUT",
        "a=1&amp;_method=PUT"
      })
  void noQueryChangesTheMethod(String query) {
    try (ApiFixture api = new ApiFixture()) {
      Answer answer = api.get("/v1/proposals?" + query);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("method_override");
      assertThat(api.get("/v1/proposals?limit=1&x_method=1").status()).isEqualTo(200);
    }
  }

  @Test
  void anEncodedBodyIsRefusedAndSaysWhatToSend() {
    try (ApiFixture api = new ApiFixture()) {
      for (String coding : new String[] {"gzip", "br", "deflate", "identity, gzip", "aes128gcm"}) {
        Answer answer = api.send(api.proposing().header("Content-Encoding", coding));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("unsupported_content_encoding");
        assertThat(answer.header("Accept-Encoding")).contains("identity");
      }
      assertThat(api.send(api.proposing().header("Content-Encoding", "identity")).status())
          .isEqualTo(202);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/proposals\r\n\r\n",
        "GET /v1/proposals\r\n",
        "GET /v1/proposals HTTP/0.9\r\n\r\n",
        "GET /v1/proposals HTTP/3.0\r\nHost: x\r\n\r\n",
        "POST /v1/proposals HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        "get /v1/proposals HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "POST /v1/proposals HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "POST /v1/proposals HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /v1/proposals HTTP/1.1\r\n\r\n",
        "\u0016\u0003\u0001\u0002\r\n\r\n"
      })
  void whatWeDoNotSpeakIsSaidSoAndIsNoFaultOfOurs(String spoken) throws IOException {
    try (ApiFixture api = new ApiFixture();
        RawConnection line = new RawConnection(api.api.port())) {
      line.write(spoken);
      assertThat(line.untilClosed())
          .containsPattern("HTTP/1.[01] (4|50[15])")
          .contains("\"code\"")
          .doesNotContain("internal_error", "the gate failed");
    }
  }
}
