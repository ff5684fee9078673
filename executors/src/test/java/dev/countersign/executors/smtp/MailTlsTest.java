package dev.countersign.executors.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.Certificates;
import dev.countersign.executors.Mail;
import dev.countersign.executors.RawTarget;
import dev.countersign.proposal.Action;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said to a mail server before TLS, and to whom TLS is spoken.
@Timeout(20)
class MailTlsTest {
  private static final Action MESSAGE = Mail.message("Hello", "x");
  private static final String HOST = "mx.mail.example";

  private static SSLContext context;
  private static Path authority;

  @BeforeAll
  static void certify(@TempDir Path folder) throws Exception {
    context = Certificates.of(HOST, folder);
    authority = Certificates.authority(folder);
  }

  private static RawTarget encrypted(MailServer server) throws IOException {
    return new RawTarget(
        server,
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  private static Outcome send(String host, String tls, RawTarget target) {
    return Mail.encrypted(host, tls, target.port(), context.getSocketFactory())
        .signingIn()
        .send(MESSAGE);
  }

  @Test
  void theCertificateIsThatOfTheHostThoughTheAddressIsPinned() throws IOException {
    var server = new MailServer(Map.of());
    try (RawTarget target = encrypted(server)) {
      assertThat(send(HOST, "implicit", target)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void toAServerWithTheCertificateOfAnotherHostNothingIsSaid() throws IOException {
    var server = new MailServer(Map.of());
    try (RawTarget target = encrypted(server)) {
      assertThat(send("mx.other.example", "implicit", target))
          .isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(server.heard()).isEmpty();
    }
  }

  @Test
  void aCertificateThatNobodyTrustsIsNone() throws IOException {
    var server = new MailServer(Map.of());
    try (RawTarget target = encrypted(server)) {
      Mail mail =
          Mail.encrypted(
              HOST, "implicit", target.port(), (SSLSocketFactory) SSLSocketFactory.getDefault());
      assertThat(mail.send(MESSAGE)).isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(server.heard()).isEmpty();
    }
  }

  /// By a process that trusts the authorities of its Java alone.
  private static Outcome trusting(String host, String tls, Path authorities, RawTarget target) {
    return Mail.encrypted(
            host, tls, target.port(), (SSLSocketFactory) SSLSocketFactory.getDefault())
        .with("\"ca\":\"" + authorities + "\"")
        .signingIn()
        .send(MESSAGE);
  }

  @Test
  void whomTheAuthorityOfTheFileVouchesForIsTrustedUnderItsNameAlone() throws IOException {
    var server = new MailServer(Map.of());
    try (RawTarget target = encrypted(server)) {
      assertThat(trusting("mx.other.example", "implicit", authority, target))
          .isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(server.heard()).isEmpty();
      assertThat(trusting(HOST, "implicit", authority, target))
          .isInstanceOf(Outcome.Succeeded.class);
      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void afterStartTlsTheAuthorityOfTheFileIsAskedToo() throws IOException {
    var server = offering(Map.of());
    try (var target = new RawTarget(server)) {
      assertThat(trusting("mx.other.example", "starttls", authority, target))
          .isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(server.messages()).isEmpty();
      assertThat(trusting(HOST, "starttls", authority, target))
          .isInstanceOf(Outcome.Succeeded.class);
    }
  }

  @Test
  void whomAnotherAuthorityVouchesForIsNotTrustedWhomeverTheProcessTrusts(@TempDir Path folder)
      throws Exception {
    Certificates.of(HOST, folder);
    Path another = Certificates.authority(folder);
    var server = new MailServer(Map.of());
    try (RawTarget target = encrypted(server)) {
      assertThat(trusting(HOST, "implicit", another, target))
          .isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(
              Mail.encrypted(HOST, "implicit", target.port(), context.getSocketFactory())
                  .with("\"ca\":\"" + another + "\"")
                  .send(MESSAGE))
          .isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(server.heard()).isEmpty();
    }
  }

  @Test
  void afterStartTlsEverythingIsSaidAnew() throws IOException {
    var server = offering(Map.of());
    try (var target = new RawTarget(server)) {
      assertThat(send(HOST, "starttls", target)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(server.heard().subList(0, 3))
          .satisfies(first -> {
            assertThat(first.get(0)).startsWith("EHLO");
            assertThat(first.get(1)).isEqualTo("STARTTLS");
            assertThat(first.get(2)).startsWith("EHLO");
          });
    }
  }

  @Test
  void afterStartTlsTheCertificateIsThatOfTheHost() throws IOException {
    var server = offering(Map.of());
    try (var target = new RawTarget(server)) {
      assertThat(send("mx.other.example", "starttls", target))
          .isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(server.heard()).hasSize(2);
    }
  }

  /// Somebody in between takes the offer out, or refuses it.
  @ParameterizedTest
  @ValueSource(strings = {"250 8BITMIME", "250-x\r\n250 STARTTLSX"})
  void whereStartTlsIsNotOfferedNothingElseIsSaid(String offers) throws IOException {
    var server = new MailServer(Map.of("EHLO", offers));
    try (var target = new RawTarget(server)) {
      assertThat(send(HOST, "starttls", target))
          .isEqualTo(new Outcome.Failed("tls_not_offered", 0));
      assertThat(server.heard()).hasSize(1);
    }
  }

  @Test
  void whereStartTlsIsRefusedNothingElseIsSaid() throws IOException {
    var server = new MailServer(Map.of("EHLO", "250-x\r\n250 STARTTLS", "STARTTLS", "454 not now"));
    try (var target = new RawTarget(server)) {
      assertThat(send(HOST, "starttls", target))
          .isEqualTo(new Outcome.Failed("tls_not_offered", 0));
      assertThat(server.heard()).hasSize(2);
    }
  }

  /// A reply that somebody put behind the one to STARTTLS would be taken for the server's own.
  @Test
  void whatWasSaidBeforeTlsIsNotHeardBehindIt() throws IOException {
    var server = offering(Map.of("STARTTLS", "220 go on\r\n250 injected"));
    try (var target = new RawTarget(server)) {
      assertThat(send(HOST, "starttls", target)).isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(server.messages()).isEmpty();
    }
  }

  private static MailServer offering(Map<String, String> more) {
    var otherwise = new HashMap<>(more);
    otherwise.put("EHLO", "250-x\r\n250-AUTH PLAIN\r\n250 STARTTLS");
    otherwise.putIfAbsent("STARTTLS", "220 go on");
    return new MailServer(otherwise, Optional.of(context));
  }
}
