package dev.countersign.executors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.EgressProxy;
import dev.countersign.executors.connection.NetworkAccess;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.SetCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A proxy is asked for the way, and sees nothing of what goes over it.
class ProxyTest {
  private static SSLContext context;

  @BeforeAll
  static void certify(@TempDir Path folder) throws Exception {
    context = Certificates.of("api.billing.example", folder);
  }

  private static RawTarget target() throws IOException {
    var server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new RawTarget(
        (socket, t) -> {
          ((SSLSocket) socket).startHandshake();
          t.readRequest(socket);
          RawTarget.write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        },
        server);
  }

  /// Leads every way to this target.
  private static RawTarget proxyTo(RawTarget target) {
    return new RawTarget((socket, t) -> {
      t.readRequest(socket);
      try (Socket further = new Socket(InetAddress.getLoopbackAddress(), target.port())) {
        RawTarget.write(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
        Thread back = Thread.ofVirtual().start(() -> pour(further, socket));
        pour(socket, further);
        back.join();
      }
    });
  }

  private static void pour(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One side went away, and the other hears of it by its own end.
    }
  }

  /// Whose proxy alone has an address.
  private static Billing behind(RawTarget proxy) {
    var access =
        new NetworkAccess(
            false,
            Optional.empty(),
            Optional.of(
                new EgressProxy(
                    "proxy.example", proxy.port(), CredentialReference.parse("env:PROXY"))));
    return Billing.at("https://api.billing.example:8443")
        .with(access)
        .with(context.getSocketFactory())
        .with(host -> {
          if (!host.equals("proxy.example")) {
            throw new UnknownHostException(host);
          }
          return List.of(Billing.HERE);
        })
        .withCredentials(
            SetCredentials.of(Map.of("BILLING_TOKEN", Billing.TOKEN, "PROXY", "gate:canary-p")));
  }

  private static Outcome send(Billing billing) {
    return Calls.send(
        billing.registry(), Calls.order(Calls.post(billing.baseUrl() + "/v1/refunds")));
  }

  @Test
  void whatIsSentGoesThroughTheProxyToTheHostAlone() throws IOException {
    try (RawTarget target = target();
        RawTarget proxy = proxyTo(target)) {
      assertThat(send(behind(proxy))).isInstanceOf(Outcome.Succeeded.class);
      assertThat(proxy.requests())
          .containsExactly(
              "CONNECT api.billing.example:8443 HTTP/1.1\r\n"
                  + "host: api.billing.example:8443\r\n"
                  + "proxy-authorization: Basic Z2F0ZTpjYW5hcnktcA==\r\n\r\n");
      assertThat(target.requests())
          .singleElement()
          .asString()
          .contains("POST /v1/refunds")
          .contains(Billing.TOKEN)
          .doesNotContain("proxy-authorization");
    }
  }

  @Test
  void aProxyThatLeadsElsewhereGetsNothing() throws IOException {
    try (RawTarget target = target();
        RawTarget proxy = proxyTo(target)) {
      Billing other =
          Billing.at("https://other.billing.example:8443").with(behind(proxy).network());
      Billing misled = other.with(context.getSocketFactory()).with(behind(proxy).resolver());
      assertThat(
              send(
                  misled.withCredentials(
                      SetCredentials.of(Map.of("BILLING_TOKEN", Billing.TOKEN, "PROXY", "a:b")))))
          .isEqualTo(new Outcome.Failed("tls_failed", 0));
      assertThat(target.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 407 Proxy Authentication Required, proxy_refused",
    "HTTP/1.1 502 Bad Gateway, proxy_refused",
    "HTTP/1.1 302 Found, proxy_refused",
    "SSH-2.0-OpenSSH_9.9, proxy_failed"
  })
  void whereTheProxyOpensNoWayNothingIsSent(String answer, String code) throws IOException {
    try (RawTarget proxy =
        new RawTarget((socket, t) -> {
          t.readRequest(socket);
          RawTarget.write(socket, answer + "\r\n\r\n");
        })) {
      assertThat(send(behind(proxy))).isEqualTo(new Outcome.Failed(code, 0));
    }
  }

  @Test
  void aProxyThatSaysNothingIsGivenUpWithNothingSent() throws IOException {
    try (RawTarget proxy =
        new RawTarget((socket, t) -> {
          t.readRequest(socket);
          t.hang();
        })) {
      Billing billing = behind(proxy).withTimeout(Duration.ofMillis(300));
      assertThat(send(billing))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.code()).isIn("connect_timeout", "timeout_before_send"));
    }
  }
}
