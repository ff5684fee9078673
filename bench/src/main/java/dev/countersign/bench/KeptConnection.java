package dev.countersign.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A client's connection that is kept from one request to the next. It does as little as a client
/// can, so that most of the machine is left to what is measured.
final class KeptConnection implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int LONGEST_BODY = 1024 * 1024;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final String host;

  /// What was answered; nobody here reads bodies.
  ///
  /// @param headers by name in small letters
  record Answer(int status, Map<String, String> headers) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /// To a port of this machine.
  KeptConnection(int port) throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) ANSWER.toMillis());
    socket.connect(new InetSocketAddress(here, port), (int) CONNECT.toMillis());
    in = new BufferedInputStream(socket.getInputStream());
    host = here.getHostAddress() + ":" + port;
  }

  Answer post(String path, Map<String, String> headers, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: " + body.length + "\r\n\r\n");
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    message.writeBytes(body);
    message.writeTo(socket.getOutputStream());
    return answer();
  }

  Answer get(String path, Map<String, String> headers) throws IOException {
    StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    socket
        .getOutputStream()
        .write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    return answer();
  }

  private Answer answer() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    skipBody(headers);
    return new Answer(status, headers);
  }

  private void skipBody(Map<String, String> headers) throws IOException {
    if (!"chunked".equals(headers.get("transfer-encoding"))) {
      skip(Integer.parseInt(headers.getOrDefault("content-length", "0")));
      return;
    }
    for (int size = size(); size > 0; size = size()) {
      skip(size);
      line();
    }
    line();
  }

  private int size() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private void skip(int length) throws IOException {
    if (length > LONGEST_BODY) {
      throw new IOException("an answer of " + length + " bytes");
    }
    in.skipNBytes(length);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the answer broke off");
      }
      if (line.length() == LONGEST_LINE) {
        throw new IOException("a line of an answer is too long");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
