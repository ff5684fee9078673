package dev.countersign.app.http;

import dev.countersign.TestGate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection that is kept and written to byte by byte, as no well-behaved client would.
final class RawConnection implements AutoCloseable {
  private static final int GONE = -1;
  private static final int LONGEST_WAIT_MILLIS = 25_000;

  private final Socket socket;

  RawConnection(int port) throws IOException {
    this.socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  /// @param from another address of this machine
  RawConnection(InetAddress from, int port) throws IOException {
    this.socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port, from, 0);
  }

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /// Headers and body of the answer to one GET.
  String get(String path, String header) throws IOException {
    write("GET " + path + " HTTP/1.1\r\nHost: gate\r\n" + header + "\r\n\r\n");
    return answer();
  }

  String propose(String header) throws IOException {
    String body = new String(TestGate.body("{}"), StandardCharsets.UTF_8);
    write(
        "POST /v1/proposals HTTP/1.1\r\nHost: gate\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer "
            + ApiFixture.BOT
            + "\r\n"
            + header
            + "\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + body);
    return answer();
  }

  /// The next byte that the other side has sent.
  int read() throws IOException {
    return socket.getInputStream().read();
  }

  /// The next answer, by its own length.
  String answer() throws IOException {
    InputStream in = socket.getInputStream();
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next == GONE) {
        return head.toString(StandardCharsets.UTF_8);
      }
      head.write(next);
    }
    String headers = head.toString(StandardCharsets.UTF_8);
    return headers + new String(in.readNBytes(length(headers)), StandardCharsets.UTF_8);
  }

  /// Waits until the other side has closed, and answers what it still said.
  String untilClosed() {
    try {
      socket.setSoTimeout(LONGEST_WAIT_MILLIS);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection is still open", e);
    } catch (IOException _) {
      return ""; // reset
    }
  }

  private static int length(String headers) {
    return headers
        .lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring("content-length:".length()).strip()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
