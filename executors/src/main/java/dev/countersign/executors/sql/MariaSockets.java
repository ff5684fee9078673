package dev.countersign.executors.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;
import org.mariadb.jdbc.util.ConfigurableSocketFactory;

/// [Sockets] as MariaDB's driver takes them.
final class MariaSockets {
  /// Of the property that names the attempt, and of the kind of TLS.
  static final String NAME = "countersign";

  private MariaSockets() {}

  /// Named to the driver as its `socketFactory`.
  public static final class Opened extends ConfigurableSocketFactory {
    private @Nullable String name;

    @Override
    public void setConfiguration(Configuration configuration, String host) {
      name = configuration.nonMappedOptions().getProperty(NAME);
    }

    @Override
    public Socket createSocket() throws IOException {
      if (name == null) {
        throw new IOException("no attempt is named");
      }
      Sockets.Way way = Sockets.way(name);
      return way.open(() -> new BoundedSocket(way));
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

  /// Found by the driver in `META-INF/services`. Whom to trust, and the name of the host, is
  /// settled in the handshake by [Sockets.Way#secure]; the driver is asked nothing.
  public static final class Secured implements TlsSocketPlugin {
    @Override
    public String type() {
      return NAME;
    }

    @Override
    public TrustManager[] getTrustManager(
        Configuration configuration, ExceptionFactory exceptions, HostAddress host) {
      return new TrustManager[0];
    }

    @Override
    public KeyManager[] getKeyManager(Configuration configuration, ExceptionFactory exceptions) {
      return new KeyManager[0];
    }

    @Override
    public SSLSocket createSocket(Socket plain, SSLSocketFactory unused) throws IOException {
      if (plain instanceof BoundedSocket opened
          && opened.way().secure(plain) instanceof SSLSocket secured) {
        return secured;
      }
      throw new IOException("not a socket of the gate's");
    }

    @Override
    public void verify(String host, SSLSession session, long thread) {
      // Done: a handshake with another host has failed.
    }
  }
}
