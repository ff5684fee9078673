package dev.countersign.executors.sending;

import dev.countersign.executors.connection.AddressReach;
import dev.countersign.executors.connection.EgressProxy;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.wire.HostText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
  private final CredentialResolver credentials;

  /// @param patience for a connection, again for the answer of a proxy, and again for TLS on it
  /// @param tls whom a connection trusts that has no file of certificates
  /// @param credentials of proxies
  public Dialler(
      Destination destination,
      Duration patience,
      HostResolver resolver,
      SSLSocketFactory tls,
      CredentialResolver credentials) {
    this.destination = destination;
    this.patience = patience;
    this.resolver = resolver;
    this.tls = tls;
    this.credentials = credentials;
  }

  /// Without TLS.
  ///
  /// @param opened hears of every socket before it connects, so that a deadline can close it at any
  ///   moment
  /// @throws NotSent with `dns_failed`, `address_denied`, `connect_failed`, `connect_timeout`, or
  ///   what [ProxyTunnel#open] ends with
  public Socket dial(Consumer<Socket> opened) throws NotSent {
    return dial(() -> new Socket(Proxy.NO_PROXY), opened); // deaf to the process's proxy settings
  }

  /// The same over a socket of another make.
  ///
  /// @param made an unconnected one, anew for each address that is tried
  public <S extends Socket> S dial(Supplier<S> made, Consumer<Socket> opened) throws NotSent {
    Optional<EgressProxy> proxy = destination.network().proxy();
    if (proxy.isEmpty()) {
      return connect(
          checked(destination.host(), destination.open()), destination.port(), made, opened);
    }
    return through(proxy.get(), made, opened);
  }

  private <S extends Socket> S through(EgressProxy proxy, Supplier<S> made, Consumer<Socket> opened)
      throws NotSent {
    List<InetAddress> addresses =
        checked(proxy.host(), address -> AddressReach.of(address).isOpen(true));
    S plain = connect(addresses, proxy.port(), made, opened);
    try {
      plain.setSoTimeout(millis(patience));
      new ProxyTunnel(proxy, credentials).open(plain, destination);
      return plain;
    } catch (SocketException e) {
      closeQuietly(plain);
      throw new NotSent("proxy_failed", e);
    } catch (NotSent e) {
      closeQuietly(plain);
      throw e;
    }
  }

  private List<InetAddress> checked(String host, Predicate<InetAddress> open) throws NotSent {
    List<InetAddress> addresses = addresses(host);
    if (addresses.isEmpty()) {
      throw new NotSent("dns_failed");
    }
    if (!addresses.stream().allMatch(open) || addresses.size() > MAX_ADDRESSES) {
      throw new NotSent("address_denied");
    }
    return addresses;
  }

  private List<InetAddress> addresses(String host) throws NotSent {
    Optional<InetAddress> literal = HostText.literal(host);
    if (literal.isPresent()) {
      return List.of(literal.get());
    }
    try {
      return List.copyOf(resolver.resolve(host));
    } catch (UnknownHostException e) {
      throw new NotSent("dns_failed", e);
    }
  }

  private <S extends Socket> S connect(
      List<InetAddress> addresses, int port, Supplier<S> made, Consumer<Socket> opened)
      throws NotSent {
    NotSent last = new NotSent("connect_failed");
    for (InetAddress address : addresses) {
      S socket = made.get();
      opened.accept(socket);
      try {
        socket.connect(new InetSocketAddress(address, port), millis(patience));
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
  /// @throws NotSent with `tls_failed` or `ca_unavailable`
  public Socket secure(Socket plain) throws NotSent {
    try {
      SSLSocket secured = wrap(plain);
      secured.startHandshake();
      return secured;
    } catch (NotSent e) {
      closeQuietly(plain);
      throw e;
    } catch (IOException e) {
      closeQuietly(plain);
      throw new NotSent("tls_failed", e);
    }
  }

  /// The same before its handshake, for whoever shakes hands by itself.
  public SSLSocket wrap(Socket plain) throws IOException {
    plain.setSoTimeout(millis(patience));
    String host = HostText.unbracketed(destination.host());
    SSLSocket secured = (SSLSocket) trusted().createSocket(plain, host, destination.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    return secured;
  }

  private SSLSocketFactory trusted() throws NotSent {
    Optional<Path> authorities = destination.network().authorities();
    if (authorities.isEmpty()) {
      return tls;
    }
    return switch (TrustedAuthorities.read(authorities.get())) {
      case TrustedAuthorities.Read.Trusting(var factory) -> factory;
      case TrustedAuthorities.Read.Not _ -> throw new NotSent("ca_unavailable");
    };
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
