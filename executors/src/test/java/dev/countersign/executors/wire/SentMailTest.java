package dev.countersign.executors.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.executors.Calls;
import dev.countersign.executors.Mail;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentMailTest {
  private static final MailSender HELP =
      new MailSender(
          Mailbox.parse("help@example.com").orElseThrow(),
          Optional.of("Example Help"),
          Mailbox.parse("answers@example.com"));

  private static String text(Action action) {
    return new String(
        SentMail.of(action, HELP, Calls.KEY, Map.of()).bytes(Mail.NOW), StandardCharsets.US_ASCII);
  }

  @Test
  void theWholeMailIsThis() {
    assertThat(text(Mail.message("Your parcel – news", "Hello Ada,\n\nit is on its way.\n")))
        .isEqualTo(
            """
            From: "Example Help"
             <help@example.com>
            Reply-To: answers@example.com
            To: "Ada"
             <ada@example.com>
            Subject: =?UTF-8?B?WW91ciBwYXJjZWwg4oCTIG5ld3M=?=
            Message-ID: <M2DetRjfEXkS93T_QDkhkLNpnA4dnqkAtdfxQhOvH40@example.com>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable
            Date: Mon, 30 Nov 2026 12:00:00 +0000

            Hello Ada,

            it is on its way.
            """
                .replace("\n", "\r\n"));
  }

  /// Every character that a body may have, at every place of a line.
  @Test
  void noLineIsLongOrBeginsWithADotOrEndsInABlank() {
    String all =
        " !\"#$%&'()*+,-./0123456789:;<=>?@FTOM[]^_`{|}~.. ..\tü祝👋"
            .codePoints()
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    var content = new StringBuilder();
    for (int shift = 0; shift < 160; shift++) {
      content.append("x".repeat(shift)).append(all).append(shift % 2 == 0 ? "\n" : "\r\n.\n \n");
    }
    String body = text(Mail.message("x", content.toString())).split("\r\n\r\n", 2)[1];
    assertThat(body.split("\r\n"))
        .allMatch(line -> line.length() <= 76)
        .noneMatch(line -> line.startsWith("."))
        .noneMatch(line -> line.startsWith("From"))
        .noneMatch(line -> line.endsWith(" ") || line.endsWith("\t"));
    assertThat(body.replace("\r\n", "")).matches("[ -~\t]*");
  }

  @Test
  void noLineOfAHeaderWithAnEncodedWordIsLong() {
    for (String letter : List.of("ü", "祝", "👋", "=?")) {
      String head = text(Mail.message(letter.repeat(60), "x")).split("\r\n\r\n", 2)[0];
      assertThat(head.lines().filter(line -> line.contains("=?")))
          .isNotEmpty()
          .allMatch(line -> line.length() <= 76);
    }
  }

  @Test
  void whatMayNotBeInAHeaderOrInABodyBecomesNoMail() {
    JsonObject sound = Mail.message("x", "y").changesDocument();
    List<JsonObject> unsound =
        List.of(
            sound.with("subject", Json.of("x\r\nBcc: evil@example.net")),
            sound.with("subject", Json.of("x\u0085y")),
            sound.with("thread_ref", Json.of("<a@b>\r\nBcc: evil@example.net")),
            sound.with("thread_ref", Json.of("<a@b> <c@d>")),
            sound.with("to", new JsonArray(List.of(Mail.party("ada@example.com", "A\nB")))),
            sound.with("to", new JsonArray(List.of(Mail.party("ada@example.com>,<e@f", "A")))),
            sound.with("to", new JsonArray(List.of(Mail.party("ada@example.com\r\nDATA", "A")))),
            sound.with("body", Mail.body("text/plain", "a\rb")),
            sound.with("body", Mail.body("text/plain", "a\u0001b")),
            sound.with("body", Mail.body("text/plain", "a\r\r\nb")),
            sound.with(
                "attachments",
                Calls.json("[{\"name\":\"a.pdf\",\"sha256\":\"" + "0".repeat(64) + "\"}]")));
    for (JsonObject changes : unsound) {
      Action action = Mail.message(changes);
      assertThatThrownBy(() -> SentMail.of(action, HELP, Calls.KEY, Map.of()))
          .as("%s", changes)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// Each part of the mail is under its digest but the date.
  @Test
  void anotherMailHasAnotherDigest() {
    Action action = Mail.message("x", "y");
    SentMail mail = SentMail.of(action, HELP, Calls.KEY, Map.of());
    JsonObject changes = action.changesDocument();
    assertThat(mail.digest()).isEqualTo(SentMail.of(action, HELP, Calls.KEY, Map.of()).digest());
    JsonArray both =
        new JsonArray(
            List.of(Mail.party("ada@example.com", "Ada"), Mail.party("bob@example.com", "Bob")));
    for (JsonObject other :
        List.of(
            changes.with("subject", Json.of("z")),
            changes.with("body", Mail.body("text/plain", "z")),
            changes.with("to", both),
            changes.with("bcc", both))) {
      assertThat(SentMail.of(Mail.message(other), HELP, Calls.KEY, Map.of()).digest())
          .isNotEqualTo(mail.digest());
    }
    assertThat(SentMail.of(action, HELP, "other", Map.of()).digest()).isNotEqualTo(mail.digest());
    var otherSender = new MailSender(HELP.address(), HELP.name(), Optional.empty());
    assertThat(SentMail.of(action, otherSender, Calls.KEY, Map.of()).digest())
        .isNotEqualTo(mail.digest());
  }

  @ParameterizedTest
  @CsvSource({
    "ada@example.com, ada@example.com",
    "Ada.L+x@EXAMPLE.com, Ada.L+x@example.com",
    "cleo@müller.example, cleo@xn--mller-kva.example",
  })
  void aMailboxHasOneSpelling(String address, String spelled) {
    assertThat(Mailbox.parse(address)).map(Mailbox::toString).contains(spelled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "@example.com",
        "ada@",
        "a@b@example.com",
        "müller@example.com",
        "victim%other.example@example.com",
        "other!victim@example.com",
        "ada@[127.0.0.1]",
        "\"a b\"@example.com",
        "ada@example.com>",
        "ada @example.com",
        "ada\r\n@example.com",
        "ada.@example.com",
        ".ada@example.com",
        "a..da@example.com",
        "ada@exa_mple.com",
        "ada@straße.example",
      })
  void whatServersReadDifferentlyIsNoMailbox(String address) {
    assertThat(Mailbox.parse(address)).isEmpty();
  }

  @Test
  void aMailboxHasALength() {
    assertThat(Mailbox.parse("x".repeat(64) + "@example.com")).isPresent();
    assertThat(Mailbox.parse("x".repeat(65) + "@example.com")).isEmpty();
    String domain = ("y".repeat(60) + ".").repeat(3) + "example.com";
    assertThat(Mailbox.parse("x".repeat(59) + "@" + domain)).isPresent();
    assertThat(Mailbox.parse("x".repeat(60) + "@" + domain)).isEmpty();
  }
}
