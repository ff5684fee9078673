package dev.countersign.executors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
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

  private final AtomicReference<String> serverName = new AtomicReference<>("none");

  @BeforeAll
  static void certify(@TempDir Path folder) throws Exception {
    context = Certificates.of("api.billing.example", folder);
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

  @Test
  void aCertificateThatNobodyTrustsFailsWithNothingSent() throws IOException {
    try (RawTarget target = target()) {
      Billing billing = Billing.at("https://api.billing.example:" + target.port());
      assertThat(send(billing)).isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(target.requests()).isEmpty();
    }
  }
}
