package dev.countersign.executors.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.Calls;
import dev.countersign.executors.Mail;
import dev.countersign.executors.RawTarget;
import dev.countersign.executors.wire.SentMail;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Action;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Every way in which a mail server can fail, and which outcome is true.
@Timeout(20)
class MailFaultTest {
  private static final String SHORT = "\"limits\":{\"timeout\":\"400ms\"}";

  private static final Action MESSAGE = Mail.message("Hello", "Your parcel is on its way.\n");

  /// What came of it, and what the server got.
  private record Sent(Outcome outcome, List<String> heard, List<String> messages) {}

  private static Sent to(Map<String, String> otherwise, Action action) throws IOException {
    var server = new MailServer(otherwise);
    try (var target = new RawTarget(server)) {
      Mail mail = Mail.plain(target.port()).signingIn().with(SHORT);
      Outcome outcome = mail.send(action);
      assertThat(target.connections()).isEqualTo(1);
      return new Sent(outcome, server.heard(), server.messages());
    }
  }

  private static Sent to(Map<String, String> otherwise) throws IOException {
    return to(otherwise, MESSAGE);
  }

  @Test
  void aMessageThatTheServerTakesIsSuccess() throws IOException {
    Sent sent = to(Map.of());
    assertThat(sent.outcome())
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class, success -> assertThat(success.status()).isEqualTo(250));
    assertThat(sent.messages()).hasSize(1);
    assertThat(sent.heard()).filteredOn(line -> line.startsWith("DATA")).hasSize(1);
  }

  @Test
  void aRefusedConnectionFailsWithNothingSent() throws IOException {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    assertThat(Mail.plain(port).send(MESSAGE)).isEqualTo(new Outcome.Failed("connect_failed", 0));
  }

  /// Whatever the server refuses before it has the message, nobody got anything.
  @ParameterizedTest
  @CsvSource({
    "'', 554 no, target_refused, 554",
    "EHLO, 502 no, target_refused, 502",
    "AUTH, 535 no, sign_in_refused, 535",
    "MAIL, 550 no, sender_refused, 550",
    "RCPT, 550 no, recipient_refused, 550",
    "RCPT, 450 later, recipient_refused, 450",
    "DATA, 552 too big, target_refused, 552",
    "., 554 spam, target_refused, 554",
    "., 451 later, target_refused, 451",
  })
  void whatTheServerRefusesIsNotSent(String at, String reply, String code, int status)
      throws IOException {
    assertThat(to(Map.of(at, reply)).outcome()).isEqualTo(new Outcome.Failed(code, status));
  }

  @Test
  void whereOneRecipientIsRefusedNobodyGetsAnything() throws IOException {
    Action two =
        Mail.message(
            JsonObject.builder()
                .put("class", "message")
                .put("channel", "email")
                .put(
                    "to",
                    new JsonArray(
                        List.of(
                            Mail.party("ada@example.com", "Ada"),
                            Mail.party("bob@example.com", "Bob"))))
                .put("body", Mail.body("text/plain", "x"))
                .build());
    Sent sent = to(Map.of("RCPT TO:<bob", "550 unknown"), two);
    assertThat(sent.outcome()).isEqualTo(new Outcome.Failed("recipient_refused", 550));
    assertThat(sent.heard()).doesNotContain("DATA");
    assertThat(sent.messages()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "close, no_answer_before_send",
    "reset, connection_reset_before_send",
    "hang, timeout_before_send",
    "nonsense, malformed_answer_before_send",
    "999 what, malformed_answer_before_send",
  })
  void aServerThatFailsBeforeItHasTheMessageHasTakenNothing(String how, String code)
      throws IOException {
    for (String at : List.of("", "EHLO", "AUTH", "MAIL", "RCPT", "DATA")) {
      Sent sent = to(Map.of(at, how));
      // Whoever resets at once may do so before the other side has seen that it is connected.
      String seen = at.isEmpty() && how.equals("reset") ? "connect_failed" : code;
      assertThat(sent.outcome())
          .as(at)
          .isIn(new Outcome.Failed(code, 0), new Outcome.Failed(seen, 0));
      assertThat(sent.messages()).isEmpty();
    }
  }

  @Test
  void aConnectionThatEndsInTheMidstOfTheMessageIsKnownToHaveSentNothing() throws IOException {
    Action large = Mail.message("Hello", "A line that is repeated.\n".repeat(2000));
    Sent sent = to(Map.of(MailServer.LEAVES_IN_THE_MIDST, ""), large);
    assertThat(sent.messages()).isEmpty();
    // Whether the reset is seen before the end is written or after, nobody can say; never success.
    assertThat(sent.outcome()).isNotInstanceOf(Outcome.Succeeded.class);
  }

  @ParameterizedTest
  @CsvSource({
    "close, no_answer, 0",
    "reset, connection_reset, 0",
    "hang, timeout, 0",
    "nonsense, malformed_answer, 0",
    "354 what, target_unclear, 354",
  })
  void aServerThatFailsOnceItHasTheEndMayHaveTakenTheMessage(String how, String code, int status)
      throws IOException {
    Sent sent = to(Map.of(".", how));
    assertThat(sent.messages()).hasSize(1);
    assertThat(sent.outcome()).isEqualTo(new Outcome.Unknown(code, status));
  }

  @Test
  void aServerThatLeavesWithoutGoodbyeHasTakenTheMessageAllTheSame() throws IOException {
    assertThat(to(Map.of("QUIT", MailServer.RESET)).outcome())
        .isInstanceOf(Outcome.Succeeded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "250-a\r\n251 b",
        "250-a\r\nnonsense",
        "25",
        "250_a",
        "100 continue",
        "٢٥٠ ok",
      })
  void aReplyThatIsNotOneReplyIsNone(String reply) throws IOException {
    assertThat(to(Map.of("MAIL", reply)).outcome())
        .isEqualTo(new Outcome.Failed("malformed_answer_before_send", 0));
  }

  @Test
  void aReplyWithoutAnEndIsGivenUp() throws IOException {
    for (String endless : List.of("250 " + "x".repeat(5000), "250-x\r\n".repeat(200) + "250 x")) {
      assertThat(to(Map.of("MAIL", endless)).outcome())
          .isEqualTo(new Outcome.Failed("malformed_answer_before_send", 0));
    }
  }

  @Test
  void itSignsInByLoginWhereThatIsAllThereIs() throws IOException {
    Sent sent =
        to(
            Map.of(
                "EHLO", "250-x\r\n250 AUTH LOGIN",
                "AUTH LOGIN", "334 VXNlcm5hbWU6",
                "Z2F0ZQ==", "334 UGFzc3dvcmQ6",
                "Y2FuYXJ5LTU1ZjBhYg==", "235 welcome"));
    assertThat(sent.outcome()).isInstanceOf(Outcome.Succeeded.class);
    assertThat(sent.heard()).containsSubsequence("AUTH LOGIN", "Z2F0ZQ==", "Y2FuYXJ5LTU1ZjBhYg==");
  }

  /// An operator who hunts a fault turns every log on.
  @SuppressWarnings("ObjectToString")
  @Test
  void neitherLogsNorTextsShowThePasswordOrTheMessage() throws IOException {
    var appender = new ListAppender<ILoggingEvent>();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    root.setLevel(Level.TRACE);
    appender.start();
    root.addAppender(appender);
    var texts = new StringBuilder();
    Action action = Mail.message("canary-subject", "canary-content");
    try {
      for (String at : List.of("AUTH", "MAIL", "DATA", ".", "none")) {
        Sent sent = to(Map.of(at, "reset"), action);
        assertThat(sent.heard().toString()).contains(base64("\0gate\0" + Mail.PASSWORD));
        Mail mail = Mail.plain(25).signingIn();
        texts.append(sent.outcome()).append(mail.registry()).append(mail.connection());
        texts.append(SentMail.of(action, mail.connection().sender(), Calls.KEY, Map.of()));
      }
    } finally {
      root.detachAppender(appender);
      root.setLevel(before);
    }
    appender.list.forEach(event ->
        texts
            .append(event.getFormattedMessage())
            .append(ThrowableProxyUtil.asString(event.getThrowableProxy())));
    assertThat(texts.toString())
        .contains("connection mail", "env:MAIL")
        .doesNotContain("canary")
        .doesNotContain(base64("\0gate\0" + Mail.PASSWORD));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPasswordThatGoesAwayMeanwhileFailsWithNothingSent() throws IOException {
    var server = new MailServer(Map.of());
    try (var target = new RawTarget(server)) {
      var asked = new AtomicInteger();
      Outcome outcome =
          Mail.plain(target.port())
              .signingIn()
              .send(
                  MESSAGE,
                  _ ->
                      asked.getAndIncrement() == 0
                          ? Optional.of(new Secret("x"))
                          : Optional.empty());
      assertThat(outcome).isEqualTo(new Outcome.Failed("credential_unavailable", 0));
      assertThat(server.heard()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @Test
  void whereNobodyCanSignInNothingIsSent() throws IOException {
    Sent sent = to(Map.of("EHLO", "250-x\r\n250 AUTH GSSAPI"));
    assertThat(sent.outcome()).isEqualTo(new Outcome.Failed("sign_in_not_offered", 0));
    assertThat(sent.heard()).noneMatch(line -> line.startsWith("MAIL"));
  }

  @Test
  void aHostOutsideOfThisMachineIsNotReachedWithoutTls() {
    List<InetAddress> elsewhere = new ArrayList<>();
    elsewhere.add(InetAddress.ofLiteral("10.0.0.1"));
    elsewhere.add(InetAddress.ofLiteral("93.184.216.34"));
    for (InetAddress address : elsewhere) {
      assertThat(Mail.plain(25).connection().reaches(address)).as("%s", address).isFalse();
    }
  }
}
