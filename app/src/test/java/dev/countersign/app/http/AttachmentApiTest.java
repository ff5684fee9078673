package dev.countersign.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.Digest;
import dev.countersign.ledger.HeldAttachments;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Bytes are handed in under the digest that the gate computes.
class AttachmentApiTest {
  private static final byte[] PDF = "%PDF-1.7 \0\1\2".getBytes(StandardCharsets.ISO_8859_1);

  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void close() {
    api.close();
  }

  private ApiFixture.Answer hand(BodyPublisher body, String type) {
    return api.send(api.request("/v1/attachments").header("Content-Type", type).POST(body));
  }

  private ApiFixture.Answer hand(byte[] body) {
    return hand(BodyPublishers.ofByteArray(body), "application/pdf");
  }

  @Test
  void bytesAreKeptUnderTheDigestThatTheGateComputes() {
    ApiFixture.Answer first = hand(PDF);
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().text("sha256")).isEqualTo(HexFormat.of().formatHex(Digest.sha256(PDF)));
    assertThat(first.json().number("size")).isEqualTo(PDF.length);

    ApiFixture.Answer again = hand(BodyPublishers.ofByteArray(PDF), "text/html; x=\"y\"");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
  }

  @Test
  void whatIsTooLargeIsNeverHeldWhole() throws IOException {
    byte[] most = new byte[HeldAttachments.MOST_BYTES];
    assertThat(hand(most).status()).isEqualTo(201);
    try (RawConnection line = new RawConnection(api.api.port())) {
      line.write(
          "POST /v1/attachments HTTP/1.1\r\nHost: gate\r\nAuthorization: Bearer "
              + ApiFixture.BOT
              + "\r\nContent-Length: 5242881\r\n\r\n");
      assertThat(line.answer()).startsWith("HTTP/1.1 413 ").contains("too_large");
    }
    try (ApiFixture other = new ApiFixture()) {
      ApiFixture.Answer chunked =
          other.send(
              other
                  .request("/v1/attachments")
                  .POST(
                      BodyPublishers.concat(
                          BodyPublishers.ofByteArray(most),
                          BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(PDF)))));
      assertThat(chunked.status()).isEqualTo(413);
    }
  }

  @Test
  void nothingIsNoAttachment() {
    ApiFixture.Answer empty = hand(new byte[0]);
    assertThat(empty.status()).isEqualTo(422);
    assertThat(empty.code()).isEqualTo("empty_attachment");
  }

  @Test
  void whoHasHandedInAsMuchAsADayAllowsIsToldSo() {
    for (int nth = 0; nth < HeldAttachments.MOST; nth++) {
      api.gate.attachments.keep(
          api.gate.agent().id(), Integer.toString(nth).getBytes(StandardCharsets.UTF_8));
    }
    ApiFixture.Answer more = hand(PDF);
    assertThat(more.status()).isEqualTo(429);
    assertThat(more.code()).isEqualTo("too_many_attachments");
    assertThat(more.header("Retry-After")).contains("3600");
  }

  @Test
  void slowBodiesOfOneAgentKeepNobodyElseOut() throws IOException {
    List<RawConnection> slow = new ArrayList<>();
    try {
      for (int nth = 0; nth < AttachmentRoutes.MOST_OF_ONE; nth++) {
        RawConnection line = new RawConnection(api.api.port());
        slow.add(line);
        line.write(
            "POST /v1/attachments HTTP/1.1\r\nHost: gate\r\nAuthorization: Bearer "
                + ApiFixture.BOT
                + "\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
        assertThat(line.answer()).as("its body is waited for").startsWith("HTTP/1.1 100 ");
      }
      ApiFixture.Answer more = hand(PDF);
      assertThat(more.status()).isEqualTo(429);
      assertThat(more.code()).isEqualTo("too_many_at_once");
      assertThat(
              api.send(
                      api.as(ApiFixture.OTHER, "/v1/attachments")
                          .POST(BodyPublishers.ofByteArray(PDF)))
                  .status())
          .as("another agent")
          .isEqualTo(201);
    } finally {
      for (RawConnection line : slow) {
        line.close();
      }
    }
  }
}
