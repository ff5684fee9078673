package dev.countersign.sandbox.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// WebSockets on the loopback address and nowhere else (RFC 6455). A foreign web page is refused,
/// and so is whoever the door does not know.
public final class LoopbackSockets implements AutoCloseable {
  private static final String ACCEPTED_WITH = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MAX_HEAD_BYTES = 8 * 1024;
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final ServerSocket server;
  private final Function<URI, Optional<Guest>> door;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sandbox-socket-", 0).factory());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /// Whom a connection is for. Called on the connection's own thread.
  public interface Guest {
    void opened(SocketLine line);

    void said(String text);

    void gone();
  }

  private LoopbackSockets(ServerSocket server, Function<URI, Optional<Guest>> door) {
    this.server = server;
    this.door = door;
  }

  /// On any free port.
  ///
  /// @param door whom a path and query let in; a ticket works as often as it says
  public static LoopbackSockets start(Function<URI, Optional<Guest>> door) {
    try {
      var started =
          new LoopbackSockets(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), door);
      started.threads.execute(started::accept);
      return started;
    } catch (IOException e) {
      throw new IllegalStateException("the sandbox cannot listen", e);
    }
  }

  public URI base() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("the sandbox did not stop", e);
    }
    threads.shutdownNow();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      OutputStream out = socket.getOutputStream();
      String[] lines = head(in).split("\r\n", -1);
      String[] asked = lines[0].split(" ", -1);
      Map<String, String> headers = headers(lines);
      Optional<Guest> guest =
          isHandshake(asked, headers) ? door.apply(URI.create(asked[1])) : Optional.empty();
      out.write(answer(guest.isPresent(), headers).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      if (guest.isPresent()) {
        var line = new SocketLine(socket, in, out);
        guest.get().opened(line);
        line.listen(guest.get()::said);
        guest.get().gone();
      }
    } catch (IOException | IllegalArgumentException _) {
      // Whoever called is gone, or spoke nonsense.
    } finally {
      open.remove(socket);
    }
  }

  private static String head(DataInputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
      if (head.size() > MAX_HEAD_BYTES) {
        throw new IOException("the head is too long");
      }
      head.write(in.readUnsignedByte());
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static Map<String, String> headers(String[] lines) {
    var headers = new HashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    return headers;
  }

  /// No program of ours sends `Origin`; a browser always does.
  private static boolean isHandshake(String[] asked, Map<String, String> headers) {
    return asked.length == 3
        && asked[0].equals("GET")
        && "websocket".equalsIgnoreCase(headers.get("upgrade"))
        && "13".equals(headers.get("sec-websocket-version"))
        && headers.containsKey("sec-websocket-key")
        && !headers.containsKey("origin");
  }

  private static String answer(boolean isAdmitted, Map<String, String> headers) {
    return isAdmitted
        ? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accepted(headers.getOrDefault("sec-websocket-key", ""))
            + END_OF_HEAD
        : "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close" + END_OF_HEAD;
  }

  private static String accepted(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + ACCEPTED_WITH).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
