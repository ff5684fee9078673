package dev.countersign.executors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A target system on a bare socket, for what no HTTP server would do on purpose.
public final class RawTarget implements AutoCloseable {

  /// What the target does with one connection.
  @FunctionalInterface
  public interface Manner {
    void serve(Socket socket, RawTarget target) throws Exception;
  }

  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  public RawTarget(Manner manner) {
    this(manner, listening());
  }

  public RawTarget(Manner manner, ServerSocket server) {
    this.server = server;
    Thread.ofVirtual().start(() -> accept(manner));
  }

  private static ServerSocket listening() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept(Manner manner) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual()
            .start(() -> {
              try (socket) {
                manner.serve(socket, this);
              } catch (Exception e) {
                // The other side went away, which many of these manners are about.
              }
            });
      } catch (IOException e) {
        return;
      }
    }
  }

  /// Reads one request with its body and keeps it as it came over the wire.
  public String readRequest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the request ended early");
      }
      bytes.write(next);
    }
    String head = bytes.toString(StandardCharsets.ISO_8859_1);
    int at = head.indexOf("content-length: ");
    if (at >= 0) {
      int length = Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
      bytes.write(in.readNBytes(length));
    }
    String request = bytes.toString(StandardCharsets.UTF_8);
    requests.add(request);
    return request;
  }

  public static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /// Ends the connection with a TCP reset instead of an orderly close.
  public static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /// Stays silent until the test is over.
  public void hang() throws InterruptedException {
    closed.await();
  }

  /// Waits a moment; false once the test is over.
  public boolean pause(int millis) throws InterruptedException {
    return !closed.await(millis, TimeUnit.MILLISECONDS);
  }

  public int port() {
    return server.getLocalPort();
  }

  public String baseUrl() {
    return "http://api.billing.example:" + port();
  }

  public int connections() {
    return connections.get();
  }

  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
