package dev.countersign.executors.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/// How a JDBC driver gets the sockets of one attempt, instead of opening its own: the driver takes
/// the name of a class, and makes an object of it by a text.
///
/// The text is the name of the attempt; it leads nowhere once the attempt has connected.
final class Sockets {
  private static final ConcurrentMap<String, Way> WAYS = new ConcurrentHashMap<>();

  private Sockets() {}

  /// To one server, for one connection.
  interface Way {
    /// @param made an unconnected one, anew for each address that is tried
    <S extends Socket> S open(Supplier<S> made) throws IOException;

    Socket secure(Socket plain) throws IOException;
  }

  static String register(Way way) {
    String name = UUID.randomUUID().toString();
    WAYS.put(name, way);
    return name;
  }

  static void forget(String name) {
    WAYS.remove(name);
  }

  static Way way(String name) {
    return Optional.ofNullable(WAYS.get(name))
        .orElseThrow(() -> new IllegalStateException("this attempt has ended"));
  }

  /// Named to the driver as its `socketFactory`.
  public static final class Opened extends SocketFactory {
    private final String name;

    public Opened(String name) {
      this.name = Objects.requireNonNull(name);
    }

    @Override
    public Socket createSocket() throws IOException {
      return way(name).open(() -> new Socket(Proxy.NO_PROXY));
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }
  }

  /// Named to the driver as its `sslfactory`.
  public static final class Secured extends SSLSocketFactory {
    private final String name;

    public Secured(String name) {
      this.name = Objects.requireNonNull(name);
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean closes)
        throws IOException {
      return way(name).secure(plain);
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return new String[0];
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
      throw new UnsupportedOperationException();
    }
  }
}
