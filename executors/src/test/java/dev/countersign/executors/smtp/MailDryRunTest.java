package dev.countersign.executors.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.Calls;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.Mail;
import dev.countersign.executors.RawTarget;
import dev.countersign.proposal.Action;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a mail server says of a mail that is not sent, and of its size.
@Timeout(60)
class MailDryRunTest {
  private static final String DRY_RUN = "\"dry_run\":true";
  private static final String SHORT = "\"limits\":{\"timeout\":\"400ms\"}";
  private static final Action MESSAGE = Mail.message("Hello", "Your parcel is on its way.\n");

  /// What a server said and heard.
  private record Tried(TargetTrial trial, List<String> heard) {
    String sender() {
      return heard.stream().filter(line -> line.startsWith("MAIL FROM")).findFirst().orElse("none");
    }
  }

  private static ExecutorRegistry registry(int port) {
    return Mail.plain(port)
        .signingIn()
        .with(DRY_RUN)
        .with(SHORT)
        .with(ReceivedAttachmentsTest.OPEN)
        .registry();
  }

  private static Tried tried(Map<String, String> otherwise, Action action) throws IOException {
    var server = new MailServer(otherwise);
    try (var target = new RawTarget(server)) {
      ExecutorRegistry registry = registry(target.port());
      assertThat(registry.triesOut(action)).isTrue();
      TargetTrial trial = registry.tryOut(action);
      assertThat(server.heard()).doesNotContain("DATA");
      assertThat(server.messages()).isEmpty();
      return new Tried(trial, server.heard());
    }
  }

  private static Map<String, String> offering(String size) {
    return Map.of("EHLO", "250-mx.mail.example\r\n250-" + size + "\r\n250 AUTH PLAIN");
  }

  @Test
  void eachRecipientIsAskedForAndNothingSent() throws IOException {
    Tried tried = tried(Map.of(), MESSAGE);
    assertThat(tried.trial()).isEqualTo(TargetTrial.works());
    assertThat(tried.heard()).contains("RCPT TO:<ada@example.com>");
  }

  @Test
  void aRealServerGetsNothing() {
    var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    try {
      Mail mail = Mail.plain(server.getSmtp().getPort()).with(DRY_RUN);
      assertThat(mail.registry().tryOut(MESSAGE)).isEqualTo(TargetTrial.works());
      assertThat(server.getReceivedMessages()).isEmpty();
    } finally {
      server.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL, 550 no, sender_refused",
    "MAIL, 552 no room, sender_refused",
    "RCPT, 550 nobody here, recipient_refused",
    "AUTH, 535 no, sign_in_refused",
  })
  void whatIsRefusedWouldFail(String at, String reply, String code) throws IOException {
    assertThat(tried(Map.of(at, reply), MESSAGE).trial()).isEqualTo(TargetTrial.fails(code));
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL, close, no_answer",
    "RCPT, hang, timeout",
    "EHLO, nonsense, malformed_answer",
    "'', reset, connection_reset",
  })
  void aServerThatGoesAwaySaysNothing(String at, String how, String code) throws IOException {
    assertThat(tried(Map.of(at, how), MESSAGE).trial()).isEqualTo(TargetTrial.notTried(code));
  }

  /// Around the ends of groups and of lines of base64.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 1000, 4095})
  void theSizeThatTheServerHearsIsThatOfTheWholeMailAsItIsSentLater(int length) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("prices für März.pdf", new byte[length]);
    files.put("terms.pdf", new byte[] {7});
    Action action = ReceivedAttachmentsTest.attaching("Grüße,\n.\n", files);
    Tried tried = tried(offering("SIZE 1000000"), action);
    assertThat(tried.trial()).isEqualTo(TargetTrial.works());

    var server = new MailServer(offering("SIZE 1000000"));
    try (var target = new RawTarget(server)) {
      Outcome sent =
          Calls.send(
              registry(target.port()),
              new Order(action, Calls.KEY, ReceivedAttachmentsTest.bytes(files), () -> true));
      assertThat(sent).isInstanceOf(Outcome.Succeeded.class);
    }
    String said = "MAIL FROM:<help@example.com> SIZE=" + server.messages().getFirst().length();
    assertThat(server.heard()).contains(said);
    assertThat(tried.sender()).isEqualTo(said);
  }

  @Test
  void aMailThatIsLargerThanTheServerTakesIsNotEvenBegun() throws IOException {
    Map<String, byte[]> files = Map.of("large.pdf", new byte[10_000]);
    Action action = ReceivedAttachmentsTest.attaching("Hello", files);
    Tried tried = tried(offering("SIZE 13000"), action);
    assertThat(tried.trial()).isEqualTo(TargetTrial.fails("message_too_large"));
    assertThat(tried.sender()).isEqualTo("none");
    assertThat(tried(offering("SIZE 15000"), action).trial()).isEqualTo(TargetTrial.works());

    var server = new MailServer(offering("SIZE 13000"));
    try (var target = new RawTarget(server)) {
      Outcome sent =
          Calls.send(
              registry(target.port()),
              new Order(action, Calls.KEY, ReceivedAttachmentsTest.bytes(files), () -> true));
      assertThat(sent).isEqualTo(new Outcome.Failed("message_too_large", 0));
    }
    assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL"));
  }

  @Test
  void aServerThatHasNoRoomForSoMuchSaysSo() throws IOException {
    Map<String, String> full = new LinkedHashMap<>(offering("SIZE"));
    full.put("MAIL", "552 too much");
    assertThat(tried(full, MESSAGE).trial()).isEqualTo(TargetTrial.fails("message_too_large"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIZE", "SIZE 0", "SIZE many", "SIZE 99999999999999999999"})
  void aServerWithoutALimitIsToldTheSizeAndTakesAnything(String offer) throws IOException {
    Tried tried = tried(offering(offer), MESSAGE);
    assertThat(tried.trial()).isEqualTo(TargetTrial.works());
    assertThat(tried.sender()).matches("MAIL FROM:<help@example.com> SIZE=[0-9]+");
  }

  @Test
  void aServerThatDoesNotWantToHearTheSizeIsNotTold() throws IOException {
    assertThat(tried(Map.of(), MESSAGE).sender()).isEqualTo("MAIL FROM:<help@example.com>");
  }
}
