package dev.countersign.executors.smtp;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Commands and replies on one connection, in lock-step: each command waits for its reply.
final class Dialogue {
  /// RFC 5321, section 4.5.3.1.5 has 512; some servers say more.
  private static final int MAX_LINE_BYTES = 2048;

  private static final int MAX_LINES = 100;
  private static final int CODE_CHARS = 3;
  private static final int LEAST_CODE = 200;
  private static final int MOST_CODE = 599;

  private final InputStream in;
  private final OutputStream out;

  Dialogue(Socket socket) throws IOException {
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// @param line of printable ASCII
  SmtpReply command(String line) throws IOException {
    write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return reply();
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /// Whether the server has said more than it was asked.
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /// @throws EOFException when the connection ended instead
  /// @throws ProtocolException when it is no reply
  SmtpReply reply() throws IOException {
    List<String> lines = new ArrayList<>();
    String line = line();
    String code = code(line);
    while (line.startsWith(code + "-")) {
      lines.add(line.substring(CODE_CHARS + 1));
      line = line();
      if (lines.size() == MAX_LINES || !code(line).equals(code)) {
        throw new ProtocolException("not one reply");
      }
    }
    lines.add(line.length() > CODE_CHARS ? line.substring(CODE_CHARS + 1) : "");
    return new SmtpReply(Integer.parseInt(code), lines);
  }

  private static String code(String line) throws ProtocolException {
    boolean sound =
        line.length() >= CODE_CHARS
            && line.chars().limit(CODE_CHARS).allMatch(c -> c >= '0' && c <= '9')
            && (line.length() == CODE_CHARS || " -".indexOf(line.charAt(CODE_CHARS)) >= 0);
    int value = sound ? Integer.parseInt(line, 0, CODE_CHARS, 10) : 0;
    if (value < LEAST_CODE || value > MOST_CODE) {
      throw new ProtocolException("not a reply");
    }
    return line.substring(0, CODE_CHARS);
  }

  private String line() throws IOException {
    var bytes = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      if (bytes.length() == MAX_LINE_BYTES) {
        throw new ProtocolException("a line without an end");
      }
      bytes.append((char) next);
    }
    return bytes.toString().stripTrailing();
  }
}
