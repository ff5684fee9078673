package dev.countersign.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// Stands between the gate and its database, and from one moment on takes everything and answers
/// nothing: the connections stand, and new ones come about.
final class StallingRelay implements AutoCloseable {
  private final int port;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stalled = new CountDownLatch(1);

  /// @param port of the database on this machine
  StallingRelay(int port) throws IOException {
    this.port = port;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("relay").start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  void stall() {
    stalled.countDown();
  }

  private boolean isStalled() {
    return stalled.getCount() == 0;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        open.add(client);
        if (!isStalled()) {
          Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
          open.add(server);
          Thread.ofVirtual().start(() -> pump(client, server));
          Thread.ofVirtual().start(() -> pump(server, client));
        }
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[65_536];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!isStalled()) {
          out.write(buffer, 0, read);
        }
      }
      if (!isStalled()) {
        to.shutdownOutput();
      }
    } catch (IOException gone) {
      // the other end notices by itself
    }
  }

  @Override
  public void close() {
    cut();
  }

  /// Ends every connection, and takes no more.
  void cut() {
    try {
      door.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
