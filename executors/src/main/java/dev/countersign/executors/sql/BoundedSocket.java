package dev.countersign.executors.sql;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;

/// A socket over which one server says at most 3 MB, as encrypted as it is: a driver keeps whatever
/// an answer announces. An action has 64 KiB, and a record whose values are longer is not changed.
final class BoundedSocket extends Socket {
  static final int MOST_READ = 3 << 20;

  private final Sockets.Way way;
  private int left = MOST_READ;

  BoundedSocket(Sockets.Way way) {
    super(Proxy.NO_PROXY); // deaf to the proxy settings of the process
    this.way = way;
  }

  Sockets.Way way() {
    return way;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new Bounded(super.getInputStream());
  }

  private final class Bounded extends FilterInputStream {
    private Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return counted(super.read(), 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      return counted(read, read);
    }

    private int counted(int result, int bytes) throws IOException {
      if (result >= 0) {
        left -= bytes;
      }
      if (left < 0) {
        throw new SocketException("more than is read of one server");
      }
      return result;
    }
  }
}
