package dev.countersign.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Stands between a process and a target of this machine, and holds one of the messages that the
/// process sends: before it is handed on, or right after, with its answer kept back. So the process
/// stands still there until it is killed.
final class HeldRelay implements AutoCloseable {
  /// No message is held.
  static final int NEVER = 0;

  private final ServerSocket server = listening();
  private final int target;
  private final List<Thread> open = new ArrayList<>();
  private Watch watch = new Watch(NEVER, () -> {});

  /// What is to be held, and how far it came.
  private static final class Watch {
    private final int point;
    private final Runnable reached;
    private final CountDownLatch over = new CountDownLatch(1);
    private int messages;

    private Watch(int point, Runnable reached) {
      this.point = point;
      this.reached = reached;
    }

    private synchronized int next() {
      return ++messages;
    }

    private synchronized int messages() {
      return messages;
    }

    /// Returns once the process is gone.
    private void hold() throws InterruptedException {
      reached.run();
      over.await();
    }
  }

  private HeldRelay(int target) {
    this.target = target;
  }

  static HeldRelay to(int target) {
    HeldRelay relay = new HeldRelay(target);
    Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  int port() {
    return server.getLocalPort();
  }

  /// From now on, over all connections.
  ///
  /// @param point twice the number of the message that is not handed on any more, or one more for
  ///   the one that is the last; or [#NEVER]
  /// @param reached is told once it is
  synchronized void watch(int point, Runnable reached) {
    watch = new Watch(point, reached);
  }

  /// How many messages were sent since [#watch].
  synchronized int messages() {
    return watch.messages();
  }

  /// The process is gone: what was handed on is read by the target to its end, and nothing is held
  /// any more.
  void over() throws InterruptedException {
    List<Thread> ending;
    synchronized (this) {
      watch.over.countDown();
      ending = List.copyOf(open);
      open.clear();
    }
    for (Thread each : ending) {
      each.join();
    }
    watch(NEVER, () -> {});
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        synchronized (this) {
          open.removeIf(thread -> !thread.isAlive());
          Watch watching = watch;
          open.add(Thread.ofVirtual().start(() -> relay(client, watching)));
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void relay(Socket accepted, Watch watching) {
    try (Socket client = accepted;
        Socket to = new Socket(InetAddress.getLoopbackAddress(), target)) {
      Thread back = Thread.ofVirtual().start(() -> answers(to, client, watching));
      forth(client, to, watching);
      to.shutdownOutput();
      back.join();
    } catch (IOException gone) {
      // whoever hung up first
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forth(Socket client, Socket to, Watch watching)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[65_536];
    InputStream in = client.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
      int message = watching.next();
      if (watching.point == 2 * message) {
        watching.hold();
        return;
      }
      out.write(addressed(buffer, read));
      if (watching.point == 2 * message + 1) {
        watching.hold();
        return;
      }
    }
  }

  /// The emulated chats answer to their own address alone.
  private byte[] addressed(byte[] buffer, int length) {
    return new String(buffer, 0, length, ISO_8859_1)
        .replace("\r\nhost: 127.0.0.1:" + port(), "\r\nhost: 127.0.0.1:" + target)
        .getBytes(ISO_8859_1);
  }

  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException killed) {
      return -1;
    }
  }

  /// None to the message that is held, nor to any after it.
  private static void answers(Socket from, Socket to, Watch watching) {
    byte[] buffer = new byte[65_536];
    boolean gone = false;
    try {
      InputStream in = from.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        gone = gone || isHeld(watching);
        if (!gone) {
          gone = !written(to, buffer, read);
        }
      }
      if (!gone && !isHeld(watching)) {
        to.shutdownOutput();
      }
    } catch (IOException ended) {
      // the target hung up
    }
  }

  private static boolean isHeld(Watch watching) {
    return watching.point != NEVER && watching.messages() >= watching.point / 2;
  }

  private static boolean written(Socket to, byte[] buffer, int length) {
    try {
      to.getOutputStream().write(buffer, 0, length);
      return true;
    } catch (IOException killed) {
      return false;
    }
  }

  private static ServerSocket listening() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
