package dev.countersign.bench;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;
import javax.net.SocketFactory;

/// Counts how often somebody waits for an answer of the database: reads something after having
/// written something. The driver makes one of these by its name in the url.
public final class CountingSockets extends SocketFactory {
  private static final LongAdder TRIPS = new LongAdder();

  /// On all connections of this process that were made here.
  static long trips() {
    return TRIPS.sum();
  }

  /// What to add to a url.
  static String parameter() {
    return "socketFactory=" + CountingSockets.class.getName();
  }

  @Override
  public Socket createSocket() {
    return new Counting();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return new Counting(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return new Counting(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return new Counting(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return new Counting(host, port, local, localPort);
  }

  private static final class Counting extends Socket {
    /// One caller at a time has a connection.
    private volatile boolean asked;

    private Counting() {}

    private Counting(String host, int port) throws IOException {
      super(host, port);
    }

    private Counting(InetAddress host, int port) throws IOException {
      super(host, port);
    }

    private Counting(String host, int port, InetAddress local, int localPort) throws IOException {
      super(host, port, local, localPort);
    }

    private Counting(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      super(host, port, local, localPort);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          count();
          return in.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          count();
          return in.read(into, from, length);
        }
      };
    }

    private void count() {
      if (asked) {
        asked = false;
        TRIPS.increment();
      }
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(int one) throws IOException {
          asked = true;
          out.write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          asked = true;
          out.write(bytes, from, length);
        }
      };
    }
  }
}
