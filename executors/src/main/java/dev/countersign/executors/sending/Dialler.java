package dev.countersign.executors.sending;

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

/// Opens the connection for one send: look up once, check every address, connect to what was
/// checked.
///
/// Connecting to the checked address and not to the name closes the gap in which a name server
/// could answer differently the second time. TLS still goes to the name: SNI and certificate are
/// those of the host.
public final class Dialler {
  /// More answers than any sane host has; bounds the attempts.
  static final int MAX_ADDRESSES = 16;

  private final Destination destination;
  private final Duration patience;
  private final HostResolver resolver;
  private final SSLSocketFactory tls;

  /// @param patience for a connection, and again for TLS on it
  public Dialler(
      Destination destination, Duration patience, HostResolver resolver, SSLSocketFactory tls) {
    this.destination = destination;
    this.patience = patience;
    this.resolver = resolver;
    this.tls = tls;
  }

  /// Without TLS.
  ///
  /// @param opened hears of every socket before it connects, so that a deadline can close it at any
  ///   moment
  /// @throws NotSent with `dns_failed`, `address_denied`, `connect_failed` or `connect_timeout`
  public Socket dial(Consumer<Socket> opened) throws NotSent {
    return connect(checked(), opened);
  }

  private List<InetAddress> checked() throws NotSent {
    List<InetAddress> addresses = addresses();
    if (addresses.isEmpty()) {
      throw new NotSent("dns_failed");
    }
    if (!addresses.stream().allMatch(destination.open()) || addresses.size() > MAX_ADDRESSES) {
      throw new NotSent("address_denied");
    }
    return addresses;
  }

  private List<InetAddress> addresses() throws NotSent {
    Optional<InetAddress> literal = HostText.literal(destination.host());
    if (literal.isPresent()) {
      return List.of(literal.get());
    }
    try {
      return List.copyOf(resolver.resolve(destination.host()));
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
        socket.connect(new InetSocketAddress(address, destination.port()), millis(patience));
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

  /// TLS over a connection that is there, with the certificate of the host.
  ///
  /// @throws NotSent with `tls_failed`
  public Socket secure(Socket plain) throws NotSent {
    try {
      SSLSocket secured = wrap(plain);
      secured.startHandshake();
      return secured;
    } catch (IOException e) {
      closeQuietly(plain);
      throw new NotSent("tls_failed", e);
    }
  }

  /// The same before its handshake, for whoever shakes hands by itself.
  public SSLSocket wrap(Socket plain) throws IOException {
    plain.setSoTimeout(millis(patience));
    String host = HostText.unbracketed(destination.host());
    SSLSocket secured = (SSLSocket) tls.createSocket(plain, host, destination.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    return secured;
  }

  public static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing was left to lose on it.
    }
  }

  public static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
