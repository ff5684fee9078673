package dev.countersign.executors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.NetworkAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connecting to a checked address must not loosen TLS: name and certificate are still those of the
/// host.
class TlsTest {
  private static SSLContext context;
  private static Path own;

  private final AtomicReference<String> serverName = new AtomicReference<>("none");

  @BeforeAll
  static void certify(@TempDir Path folder) throws Exception {
    context = Certificates.of("api.billing.example", folder);
    own = folder.resolve("own.pem");
    Certificates.write(folder, own, folder.resolve("own.key"));
  }

  private RawTarget target() throws IOException {
    var server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new RawTarget(
        (socket, t) -> {
          ((SSLSocket) socket).startHandshake();
          var session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
          session.getRequestedServerNames().forEach(name -> serverName.set(name.toString()));
          t.readRequest(socket);
          RawTarget.write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        },
        server);
  }

  private static Outcome send(Billing billing) {
    return Calls.send(
        billing.registry(), Calls.order(Calls.post(billing.baseUrl() + "/v1/refunds")));
  }

  @Test
  void theNameIsIndicatedAndVerifiedThoughTheAddressIsPinned() throws IOException {
    try (RawTarget target = target()) {
      Billing billing = Billing.at("https://api.billing.example:" + target.port());
      assertThat(send(billing.with(context.getSocketFactory())))
          .isInstanceOf(Outcome.Succeeded.class);
      assertThat(serverName.get()).contains("api.billing.example");
      assertThat(target.requests()).hasSize(1);
    }
  }

  @Test
  void aCertificateForAnotherNameFailsWithNothingSent() throws IOException {
    try (RawTarget target = target()) {
      Billing billing = Billing.at("https://other.billing.example:" + target.port());
      assertThat(send(billing.with(context.getSocketFactory())))
          .isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(target.requests()).isEmpty();
    }
  }

  private static NetworkAccess trusting(Path authorities) {
    return new NetworkAccess(true, Optional.of(authorities), Optional.empty());
  }

  @Test
  void aFileOfCertificatesIsTrusted() throws IOException {
    try (RawTarget target = target()) {
      Billing billing = Billing.at("https://api.billing.example:" + target.port());
      assertThat(send(billing.with(trusting(own)))).isInstanceOf(Outcome.Succeeded.class);
      assertThat(target.requests()).hasSize(1);
    }
  }

  @Test
  void aFileOfCertificatesIsTrustedAloneWhomeverTheProcessTrusts(@TempDir Path folder)
      throws Exception {
    Certificates.of("api.billing.example", folder);
    Path another = folder.resolve("another.pem");
    Certificates.write(folder, another, folder.resolve("another.key"));
    try (RawTarget target = target()) {
      Billing billing =
          Billing.at("https://api.billing.example:" + target.port())
              .with(context.getSocketFactory())
              .with(trusting(another));
      assertThat(send(billing)).isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(target.requests()).isEmpty();
    }
  }

  @Test
  void theFileIsReadForEverySend(@TempDir Path folder) throws Exception {
    Path rotated = folder.resolve("ca.pem");
    Files.copy(own, rotated);
    try (RawTarget target = target()) {
      ExecutorRegistry registry =
          Billing.at("https://api.billing.example:" + target.port())
              .with(trusting(rotated))
              .registry();
      Order order =
          Calls.order(Calls.post("https://api.billing.example:" + target.port() + "/v1/refunds"));
      assertThat(Calls.send(registry, order)).isInstanceOf(Outcome.Succeeded.class);
      Files.writeString(rotated, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
      assertThat(registry.turn(order.action()))
          .isInstanceOfSatisfying(
              Turn.Later.class, later -> assertThat(later.code()).isEqualTo("ca_unavailable"));
      Files.copy(own, rotated, StandardCopyOption.REPLACE_EXISTING);
      assertThat(Calls.send(registry, order)).isInstanceOf(Outcome.Succeeded.class);
    }
  }

  @Test
  void aCertificateThatNobodyTrustsFailsWithNothingSent() throws IOException {
    try (RawTarget target = target()) {
      Billing billing = Billing.at("https://api.billing.example:" + target.port());
      assertThat(send(billing)).isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(target.requests()).isEmpty();
    }
  }
}
