package dev.countersign.executors.sending;

import dev.countersign.executors.connection.EgressProxy;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.secret.Secret;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a proxy for a way to one host, over a connection to the proxy that is there.
final class ProxyTunnel {
  private static final Http1Config HTTP =
      Http1Config.custom().setMaxLineLength(8 * 1024).setMaxHeaderCount(100).build();

  private static final Logger log = LoggerFactory.getLogger(ProxyTunnel.class);

  private final EgressProxy proxy;
  private final CredentialResolver credentials;

  ProxyTunnel(EgressProxy proxy, CredentialResolver credentials) {
    this.proxy = proxy;
    this.credentials = credentials;
  }

  /// From then on whatever is written goes to that host.
  ///
  /// @param plain has a limit on how long a read takes
  /// @throws NotSent with `proxy_refused`, `proxy_failed`, `connect_timeout` or
  ///   `credential_unavailable`
  void open(Socket plain, Destination to) throws NotSent {
    String authority = to.host() + ":" + to.port();
    var connect = new BasicClassicHttpRequest("CONNECT", "/");
    connect.setPath(authority); // as it is: read as a URI, the host would be its scheme
    connect.addHeader("host", authority);
    if (proxy.credential().isPresent()) {
      connect.addHeader("proxy-authorization", basic(proxy.credential().get()));
    }
    int status = ask(plain, connect);
    if (status / 100 != 2) {
      log.info("the proxy {} answered {} to CONNECT", proxy, status);
      throw new NotSent("proxy_refused");
    }
  }

  private static int ask(Socket plain, BasicClassicHttpRequest connect) throws NotSent {
    // Never closed: that would close the socket, over which the host is reached from here on.
    var http = new DefaultBHttpClientConnection(HTTP);
    try {
      http.bind(plain);
      http.sendRequestHeader(connect);
      http.flush();
      ClassicHttpResponse answer = http.receiveResponseHeader();
      return answer.getCode();
    } catch (SocketTimeoutException e) {
      throw new NotSent("connect_timeout", e);
    } catch (IOException | HttpException e) {
      throw new NotSent("proxy_failed", e);
    }
  }

  private String basic(CredentialReference reference) throws NotSent {
    Secret secret =
        credentials.resolve(reference).orElseThrow(() -> new NotSent("credential_unavailable"));
    byte[] pair = secret.reveal().getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
