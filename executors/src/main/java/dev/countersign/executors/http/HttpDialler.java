package dev.countersign.executors.http;

import dev.countersign.executors.connection.AddressReach;
import dev.countersign.executors.connection.HttpConnection;
import dev.countersign.executors.wire.HostText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Opens the connection for one request: look up once, check every address, connect to what was
/// checked.
///
/// Connecting to the checked address and not to the name closes the gap in which a name server
/// could answer differently the second time. TLS still goes to the name: SNI and certificate are
/// those of the host.
final class HttpDialler {
  /// More answers than any sane host has; bounds the attempts.
  static final int MAX_ADDRESSES = 16;

  private final HttpConnection connection;
  private final HostResolver resolver;
  private final SSLSocketFactory tls;

  HttpDialler(HttpConnection connection, HostResolver resolver, SSLSocketFactory tls) {
    this.connection = connection;
    this.resolver = resolver;
    this.tls = tls;
  }

  /// @param opened hears of every socket before it connects, so that a deadline can close it at any
  ///   moment
  Socket dial(Consumer<Socket> opened) throws NotSent {
    Socket plain = connect(checked(), opened);
    return connection.baseUrl().isEncrypted() ? handshake(plain) : plain;
  }

  private List<InetAddress> checked() throws NotSent {
    List<InetAddress> addresses = addresses();
    if (addresses.isEmpty()) {
      throw new NotSent("dns_failed");
    }
    boolean allOpen =
        addresses.stream()
            .allMatch(a -> AddressReach.of(a).isOpen(connection.allowPrivateAddresses()));
    if (!allOpen || addresses.size() > MAX_ADDRESSES) {
      throw new NotSent("address_denied");
    }
    return addresses;
  }

  private List<InetAddress> addresses() throws NotSent {
    Optional<InetAddress> literal = HostText.literal(connection.baseUrl().host());
    if (literal.isPresent()) {
      return List.of(literal.get());
    }
    try {
      return List.copyOf(resolver.resolve(connection.baseUrl().host()));
    } catch (UnknownHostException e) {
      throw new NotSent("dns_failed", e);
    }
  }

  private Socket connect(List<InetAddress> addresses, Consumer<Socket> opened) throws NotSent {
    NotSent last = new NotSent("connect_failed");
    for (InetAddress address : addresses) {
      Socket socket = new Socket(Proxy.NO_PROXY); // deaf to the proxy settings of the process
      opened.accept(socket);
      try {
        socket.connect(
            new InetSocketAddress(address, connection.baseUrl().port()),
            millis(connection.limits().connect()));
        socket.setTcpNoDelay(true);
        return socket;
      } catch (SocketTimeoutException e) {
        last = new NotSent("connect_timeout", e);
      } catch (IOException e) {
        last = new NotSent("connect_failed", e);
      }
      closeQuietly(socket);
    }
    throw last;
  }

  private Socket handshake(Socket plain) throws NotSent {
    try {
      plain.setSoTimeout(millis(connection.limits().connect()));
      String host = HostText.unbracketed(connection.baseUrl().host());
      SSLSocket secured =
          (SSLSocket) tls.createSocket(plain, host, connection.baseUrl().port(), true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    } catch (IOException e) {
      closeQuietly(plain);
      throw new NotSent("tls_failed", e);
    }
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing was left to lose on it.
    }
  }

  static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
