package dev.countersign.sandbox.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class MailTargetTest {
  private static final String AUTH = "AUTH PLAIN " + base64("\0gate\0secret");
  private static final String TEXT =
      "Subject: Hello\r\nMessage-ID: <a@shop.example>\r\n"
          + "Content-Type: text/plain; charset=utf-8\r\n"
          + "Content-Transfer-Encoding: quoted-printable\r\n\r\n";

  private final MailTarget target = MailTarget.start("gate", "secret");

  @AfterEach
  void stop() {
    target.close();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Everything at once; what it answers until it ends the dialogue, one code for each line.
  private String told(String... lines) throws IOException {
    return raw(String.join("\r\n", lines) + "\r\nQUIT\r\n");
  }

  private String raw(String said) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), target.port())) {
      socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      List<String> codes = new ArrayList<>();
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        codes.add(line.substring(0, 3));
      }
      return String.join(" ", codes);
    }
  }

  private String mailed(String message) throws IOException {
    return told(
        "EHLO [127.0.0.1]",
        AUTH,
        "MAIL FROM:<help@shop.example>",
        "RCPT TO:<jo@customer.example>",
        "RCPT TO:<ada@customer.example>",
        "DATA",
        message + "\r\n.");
  }

  @Test
  void eachByteOfAMailIsKept() throws Exception {
    assertThat(mailed(TEXT + "Hello Jo,\r\n..\r\nGr=C3=BC=\r\n=C3=9Fe, a =3D b"))
        .isEqualTo("220 250 250 250 235 250 250 250 354 250 221");
    ReceivedMail mail = target.received().getFirst();
    assertThat(mail.from()).isEqualTo("help@shop.example");
    assertThat(mail.to()).containsExactly("jo@customer.example", "ada@customer.example");
    assertThat(mail.message())
        .isEqualTo(TEXT + "Hello Jo,\r\n.\r\nGr=C3=BC=\r\n=C3=9Fe, a =3D b\r\n");
    assertThat(mail.text()).hasValue("Hello Jo,\r\n.\r\nGrüße, a = b\r\n");
    assertThat(mail.header("message-id")).hasValue("<a@shop.example>");
    assertThat(mail.header("Hello Jo,")).isEmpty();
  }

  @Test
  void whoeverHasNotSignedInSendsNothing() throws Exception {
    String[] wrong = {
      "AUTH PLAIN " + base64("\0gate\0guessed"),
      "AUTH PLAIN " + base64("\0other\0secret"),
      "AUTH PLAIN " + base64("gate\0gate\0secret"),
      "AUTH PLAIN " + base64("secret"),
      "AUTH PLAIN %",
      "AUTH LOGIN",
      "AUTH PLAIN",
    };
    for (String one : wrong) {
      assertThat(told("EHLO x", one, "MAIL FROM:<a@b.example>", "RCPT TO:<a@b.example>", "DATA"))
          .as(one)
          .matches("220 250 250 250 5(35|04) 530 503 503 221");
    }
    assertThat(target.received()).isEmpty();
  }

  @Test
  void eachCommandHasItsTurn() throws Exception {
    assertThat(told(AUTH, "MAIL FROM:<a@b.example>", "RCPT TO:<a@b.example>", "DATA"))
        .isEqualTo("220 503 530 503 503 221");
    assertThat(told("HELO x", AUTH, "DATA", "MAIL FROM:<a@b.example>", "DATA"))
        .isEqualTo("220 250 235 503 250 503 221");
    assertThat(told("HELO x", AUTH, "MAIL FROM:<a@b.example>", "RSET", "RCPT TO:<a@b.example>"))
        .isEqualTo("220 250 235 250 250 503 221");
    assertThat(told("HELO x", AUTH, "MAIL FROM:<a@b.example>", "MAIL FROM:<a@b.example>"))
        .isEqualTo("220 250 235 250 503 221");
    assertThat(told("NOOP", "VRFY x", "STARTTLS")).isEqualTo("220 250 502 502 221");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<>", "a@b.example", "<a b@c.example>", "<a@b.example", "<a@<b>>"})
  void whatIsNoAddressIsNone(String path) throws Exception {
    assertThat(told("HELO x", AUTH, "MAIL FROM:" + path)).isEqualTo("220 250 235 501 221");
    assertThat(told("HELO x", AUTH, "MAIL FROM:<a@b.example>", "RCPT TO:" + path))
        .isEqualTo("220 250 235 250 501 221");
  }

  /// Where two readers could see two ends of a mail, it has none.
  @ParameterizedTest
  @CsvSource({"'a\n.\n'", "'a\n.\r\n'", "'a\r\n.\n'", "'a\r.\r'", "ü", "'a\0b'"})
  void whatCouldBeReadInTwoWaysEndsTheDialogue(String message) throws Exception {
    assertThat(mailed(message + "\r\n.\r\nNOOP"))
        .isEqualTo("220 250 250 250 235 250 250 250 354 554");
    assertThat(target.received()).isEmpty();
  }

  @Test
  void whatIsTooLongOrHasNoEndIsNotKept() throws Exception {
    assertThat(mailed("x".repeat(1_000))).endsWith("354 554");
    assertThat(mailed("x\r\n".repeat(MailDialogue.MAX_MESSAGE / 3 + 1))).endsWith("354 554");
    assertThat(
            raw(
                "HELO x\r\n"
                    + AUTH
                    + "\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<a@b.example>"
                    + "\r\nDATA\r\nHello\r\n"))
        .endsWith("250 354");
    assertThat(target.received()).isEmpty();
  }

  @Test
  void whatIsNoTextOfOnePartIsNotRead() {
    assertThat(mail(TEXT + "a =4").text()).isEmpty();
    assertThat(mail(TEXT + "a =XY").text()).isEmpty();
    assertThat(mail(TEXT.replace("plain", "html") + "a").text()).isEmpty();
    assertThat(mail(TEXT.replace("quoted-printable", "base64") + "a").text()).isEmpty();
    assertThat(mail("Content-Type:\r\n text/plain; charset=utf-8").text()).isEmpty();
  }

  private static ReceivedMail mail(String message) {
    return new ReceivedMail("a@b.example", List.of("a@b.example"), message);
  }
}
