package dev.countersign.executors.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.Calls;
import dev.countersign.executors.Mail;
import dev.countersign.executors.wire.SentMail;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import jakarta.mail.Header;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a mail server of other people has received, read by a mail program of other people, is what
/// was frozen.
@Timeout(30)
class ReceivedMailTest {
  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    server.start();
    server.setUser("gate@example.com", "gate", Mail.PASSWORD);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private Mail mail() {
    return Mail.plain(server.getSmtp().getPort());
  }

  private MimeMessage received(Action action) throws MessagingException {
    assertThat(mail().send(action)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(server.getReceivedMessages()).hasSize(1);
    return server.getReceivedMessages()[0];
  }

  /// Lines that end a message, a header or a word, or that something on the way rewrites.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello",
        "",
        " ",
        "two\nlines",
        "two\r\nlines and a blank one\r\n\r\n",
        ".",
        "\n.\n",
        "\r\n.\r\nMAIL FROM:<evil@example.net>\r\n",
        "..\n...\n.QUIT",
        "From here on\nFrom: evil@example.net\n\nFrom",
        "trailing blanks  \nand tabs\t\n \n\t",
        "a = b =3D =\n=",
        "Grüße, 祝好, 👋🏽 und e\u0301",
        "\u202egnihton\u2066",
        "\u2028line\u2029paragraph",
        "--boundary\nContent-Type: text/html\n\n<b>x</b>",
        "begin 644 x\nend",
      })
  void theBodyIsTheFrozenContent(String content) throws Exception {
    MimeMessage received = received(Mail.message("x", content));

    String lines = content.replace("\r\n", "\n").replace("\n", "\r\n");
    String whole = lines.endsWith("\r\n") ? lines : lines + "\r\n";
    assertThat(body(received)).isEqualTo(whole);
  }

  @Test
  void aLongLineAndSixtyFourKilobytesArriveWhole() throws Exception {
    String content = ("x".repeat(2000) + " ü.").repeat(25);
    assertThat(body(received(Mail.message("x", content)))).isEqualTo(content + "\r\n");
  }

  /// What would begin another header, another word, or be decoded into something that no card has
  /// shown.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your parcel",
        " blank at both ends ",
        "=?UTF-8?B?WW91IG93ZSB1cw==?=",
        "x =?utf-8?q?=0D=0ABcc:_evil@example.net?= y",
        "Bcc: evil@example.net",
        "Grüße aus Köln, 祝好 👋🏽",
        "ein sehr langer Betreff, der nicht auf eine Zeile passt und deshalb in mehreren Teilen "
            + "verschickt werden muss, ohne dass dabei  zwei Blanks zu einem werden",
        "quotes \" and \\ and <evil@example.net>, \"x\"",
        "\u202egnihton",
      })
  void subjectAndNamesAreThoseThatWereFrozen(String text) throws Exception {
    JsonObject changes =
        JsonObject.builder()
            .put("class", "message")
            .put("channel", "email")
            .put("to", new JsonArray(List.of(Mail.party("ada@example.com", text))))
            .put("subject", text)
            .put("body", Mail.body("text/plain", "x"))
            .build();
    MimeMessage received = received(Mail.message(changes));

    assertThat(MimeUtility.decodeText(MimeUtility.unfold(received.getHeader("Subject", null))))
        .isEqualTo(text);
    InternetAddress to = (InternetAddress) received.getRecipients(RecipientType.TO)[0];
    assertThat(to.getPersonal()).isEqualTo(text);
    assertThat(to.getAddress()).isEqualTo("ada@example.com");
    assertThat(received.getHeader("Bcc")).isNull();
    assertThat(names(received))
        .containsExactly(
            "From",
            "To",
            "Subject",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "Date");
  }

  @Test
  void everybodyWhoWasShownGetsItAndTheHiddenStayHidden() throws Exception {
    JsonObject changes =
        JsonObject.builder()
            .put("class", "message")
            .put("channel", "email")
            .put(
                "to",
                new JsonArray(
                    List.of(
                        Mail.party("ada@example.com", "Ada, the First"),
                        Mail.party("bob@Example.COM", ""))))
            .put("cc", new JsonArray(List.of(Mail.party("cleo@müller.example", "Cleo"))))
            .put("bcc", new JsonArray(List.of(Mail.party("dora@example.com", "Dora"))))
            .put("thread_ref", "<abc.7301@example.com>")
            .put("body", Mail.body("text/plain", "x"))
            .build();
    Mail mail = mail().with("\"reply_to\":\"answers@example.com\"");
    assertThat(mail.send(Mail.message(changes))).isInstanceOf(Outcome.Succeeded.class);

    MimeMessage[] received = server.getReceivedMessages();
    assertThat(received).hasSize(4);
    for (MimeMessage each : received) {
      assertThat(each.getRecipients(RecipientType.TO))
          .containsExactly(
              new InternetAddress("ada@example.com", "Ada, the First"),
              new InternetAddress("bob@example.com"));
      assertThat(each.getRecipients(RecipientType.CC))
          .containsExactly(new InternetAddress("cleo@xn--mller-kva.example", "Cleo"));
      assertThat(raw(each)).doesNotContainIgnoringCase("dora").doesNotContainIgnoringCase("bcc");
      assertThat(each.getFrom())
          .containsExactly(new InternetAddress("help@example.com", "Example Help"));
      assertThat(each.getReplyTo()).containsExactly(new InternetAddress("answers@example.com"));
      assertThat(each.getHeader("In-Reply-To")).containsExactly("<abc.7301@example.com>");
      assertThat(each.getHeader("References")).containsExactly("<abc.7301@example.com>");
      assertThat(each.getSentDate()).isEqualTo(Date.from(Mail.NOW));
      assertThat(each.getSubject()).isNull();
    }
  }

  @Test
  void aCopyIsKnownByItsMessageId() throws Exception {
    Action action = Mail.message("x", "y");
    var other = Calls.order(action, "another-request");
    for (Order order : List.of(Calls.order(action), Calls.order(action), other)) {
      Calls.send(mail().registry(), order);
    }
    List<String> ids =
        Arrays.stream(server.getReceivedMessages()).map(ReceivedMailTest::messageId).toList();
    assertThat(ids.get(0)).isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
    assertThat(ids).allMatch(SentMail::isMessageId).allMatch(id -> id.endsWith("@example.com>"));
  }

  /// Whatever the key is, the id stays one.
  @Test
  void aKeyThatWouldEndTheIdDoesNot() throws Exception {
    Calls.send(mail().registry(), Calls.order(Mail.message("x", "y"), "a>, <b@c> (d"));
    assertThat(messageId(server.getReceivedMessages()[0])).matches(SentMail::isMessageId);
  }

  @Test
  void theReportedDigestIsThatOfTheMailThatFollowsFromTheFrozenBytes() throws Exception {
    Action action = Mail.message("x", "y");
    var success = (Outcome.Succeeded) mail().send(action);
    assertThat(success.request())
        .isEqualTo(SentMail.of(action, mail().connection().sender(), Calls.KEY, Map.of()).digest())
        .isNotEqualTo(
            SentMail.of(Mail.message("x", "z"), mail().connection().sender(), Calls.KEY, Map.of())
                .digest());
  }

  @Test
  void otherTypesAreSentWhereTheyAreAllowed() throws Exception {
    String html = "<p>Grüße &amp; <b>more</b></p>";
    JsonObject changes =
        Mail.message("x", "y").changesDocument().with("body", Mail.body("text/html", html));
    Mail mail = mail().with("\"media_types\":[\"text/html\"]");
    assertThat(mail.send(Mail.message(changes))).isInstanceOf(Outcome.Succeeded.class);
    MimeMessage received = server.getReceivedMessages()[0];
    assertThat(received.getContentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(body(received)).isEqualTo(html + "\r\n");
  }

  @Test
  void itSignsInWithItsCredential() throws Exception {
    server.getUserManager().setAuthRequired(true);
    assertThat(mail().signingIn().send(Mail.message("x", "y")))
        .isInstanceOf(Outcome.Succeeded.class);
    Mail stranger = mail().with("\"user\":\"somebody\",\"credential\":\"env:MAIL\"");
    assertThat(stranger.send(Mail.message("x", "y")))
        .isEqualTo(new Outcome.Failed("sign_in_refused", 535));
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  /// With the end of its last line, which this server takes for part of what ends the message.
  private static String body(MimeMessage message) throws IOException, MessagingException {
    return new String(message.getInputStream().readAllBytes(), StandardCharsets.UTF_8) + "\r\n";
  }

  private static String raw(MimeMessage message) throws IOException, MessagingException {
    var out = new ByteArrayOutputStream();
    message.writeTo(out);
    return out.toString(StandardCharsets.US_ASCII);
  }

  private static List<String> names(MimeMessage message) throws MessagingException {
    return Collections.list(message.getAllHeaders()).stream()
        .map(Header::getName)
        .filter(name -> !List.of("Return-Path", "Received").contains(name))
        .toList();
  }

  private static String messageId(MimeMessage message) {
    try {
      return message.getMessageID();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }
}
