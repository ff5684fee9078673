package dev.countersign.executors.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.Calls;
import dev.countersign.executors.Mail;
import dev.countersign.executors.wire.SentMail;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a mail program of other people finds attached is, byte for byte, what was approved.
@Timeout(30)
class ReceivedAttachmentsTest {
  static final String OPEN =
      "\"attachments\":{\"most\":2,\"size\":\"64KiB\",\"media_types\":[\"application/pdf\"]}";

  private static final Mail MAIL_OF_ANY_PORT = Mail.plain(25);

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private Outcome send(Action action, Map<Digest, byte[]> bytes) {
    return Calls.send(
        Mail.plain(server.getSmtp().getPort()).with(OPEN).registry(),
        new Order(action, Calls.KEY, bytes, () -> true));
  }

  static Action attaching(String content, Map<String, byte[]> files) {
    List<String> attachments = new ArrayList<>();
    files.forEach((name, bytes) ->
        attachments.add(
            "{\"name\":\"%s\",\"media_type\":\"application/pdf\",\"size\":%d,\"sha256\":\"%s\"}"
                .formatted(name, bytes.length, HexFormat.of().formatHex(Digest.sha256(bytes)))));
    JsonObject changes =
        Mail.message("With attachments", content)
            .changesDocument()
            .with("attachments", Calls.json("[" + String.join(",", attachments) + "]"));
    return Mail.message(changes);
  }

  static Map<Digest, byte[]> bytes(Map<String, byte[]> files) {
    Map<Digest, byte[]> bytes = new LinkedHashMap<>();
    files.values().forEach(each -> bytes.put(Digest.of(each), each));
    return bytes;
  }

  /// Every byte, and lines that end a mail or a part where they are not spelled.
  @Test
  void theReceivedBytesHaveTheApprovedDigests() throws Exception {
    byte[] every = new byte[40_000];
    new Random(7).nextBytes(every);
    byte[] ending = "\r\n.\r\n--\r\n\r\nMAIL FROM:<e@f>\r\n".getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("every byte.pdf", every);
    files.put("ends.pdf", ending);
    Action action = attaching("Grüße,\n.\n--=_x\nFrom here", files);
    assertThat(send(action, bytes(files))).isInstanceOf(Outcome.Succeeded.class);

    MimeMessage received = server.getReceivedMessages()[0];
    Multipart parts = (Multipart) received.getContent();
    assertThat(parts.getCount()).isEqualTo(3);
    assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Grüße,\r\n.\r\n--=_x\r\nFrom here");
    assertThat(parts.getBodyPart(0).getDisposition()).isNull();
    int nth = 1;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      BodyPart part = parts.getBodyPart(nth++);
      assertThat(part.getFileName()).isEqualTo(file.getKey());
      assertThat(part.getDisposition()).isEqualTo("attachment");
      assertThat(part.getContentType()).startsWith("application/pdf");
      assertThat(Digest.of(part.getInputStream().readAllBytes()))
          .isEqualTo(Digest.of(file.getValue()));
    }
    byte[] sent =
        SentMail.of(action, MAIL_OF_ANY_PORT.connection().sender(), Calls.KEY, bytes(files))
            .bytes(Mail.NOW);
    for (String line : new String(sent, StandardCharsets.US_ASCII).split("\r\n", -1)) {
      assertThat(line.length()).isLessThanOrEqualTo(78);
      assertThat(line).doesNotStartWith(".");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rechnung Müller – März.pdf",
        "請求書.pdf",
        "a;b=c, d'e''f.pdf",
        "👋🏽 and a very long name with ä in it, so long that it has to stand on several lines.pdf"
      })
  void aNameArrivesAsPeopleSawIt(String name) throws Exception {
    byte[] one = {1};
    Map<String, byte[]> files = Map.of(name, one);
    assertThat(send(attaching("x", files), bytes(files))).isInstanceOf(Outcome.Succeeded.class);

    BodyPart part = ((Multipart) server.getReceivedMessages()[0].getContent()).getBodyPart(1);
    assertThat(part.getFileName()).isEqualTo(name);
    assertThat(part.getHeader("Content-Disposition")).hasSize(1);
    assertThat(MimeUtility.unfold(part.getHeader("Content-Disposition")[0]))
        .startsWith("attachment; filename")
        .isASCII();
  }

  @Test
  void otherBytesThanApprovedAreNeverSent() {
    byte[] approved = {1, 2, 3};
    Map<String, byte[]> files = Map.of("a.pdf", approved);
    Action action = attaching("x", files);
    List<Map<Digest, byte[]>> wrong =
        List.of(
            Map.of(Digest.of(approved), new byte[] {1, 2, 4}),
            Map.of(Digest.of(approved), new byte[0]),
            Map.of(Digest.of(new byte[] {9}), approved),
            Map.of());
    for (Map<Digest, byte[]> bytes : wrong) {
      assertThat(send(action, bytes)).isEqualTo(new Outcome.Failed("attachment_damaged", 0));
    }
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  /// An auditor works out what was sent from the frozen action and the bytes.
  @Test
  void theReportedDigestCoversTheAttachments() {
    Map<String, byte[]> one = Map.of("a.pdf", new byte[] {1});
    Map<String, byte[]> other = Map.of("a.pdf", new byte[] {2});
    var first = (Outcome.Succeeded) send(attaching("x", one), bytes(one));
    var second = (Outcome.Succeeded) send(attaching("x", other), bytes(other));
    assertThat(first.request())
        .isNotEqualTo(second.request())
        .isEqualTo(
            SentMail.of(
                    attaching("x", one),
                    MAIL_OF_ANY_PORT.connection().sender(),
                    Calls.KEY,
                    bytes(one))
                .digest());
  }
}
