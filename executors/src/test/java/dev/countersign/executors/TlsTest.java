package dev.countersign.executors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connecting to a checked address must not loosen TLS: name and certificate are still those of the
/// host.
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static SSLContext context;

  private final AtomicReference<String> serverName = new AtomicReference<>("none");

  @BeforeAll
  static void certify(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("target.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    "target",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=target",
                    "-ext",
                    "san=dns:api.billing.example",
                    "-validity",
                    "30",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    context = contextOf(store);
  }

  private static SSLContext contextOf(Path store) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("target", keys.getCertificate("target"));
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
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
