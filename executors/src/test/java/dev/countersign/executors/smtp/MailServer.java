package dev.countersign.executors.smtp;

import dev.countersign.executors.RawTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A mail server that keeps to the protocol but where a test says otherwise: by the beginning of
/// what it hears, `.` being the end of a message and empty the beginning of the connection.
public final class MailServer implements RawTarget.Manner {
  /// Instead of a reply: the connection ends by a reset, or by an orderly close.
  static final String RESET = "reset";

  static final String CLOSE = "close";
  static final String HANG = "hang";

  /// Instead of waiting for the end of a message.
  static final String LEAVES_IN_THE_MIDST = "leaves in the midst";

  private static final Map<String, String> USUAL =
      Map.of(
          "", "220 mx.mail.example ESMTP",
          "EHLO", "250-mx.mail.example\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
          "AUTH", "235 welcome",
          "MAIL", "250 ok",
          "RCPT", "250 ok",
          "DATA", "354 go on",
          ".", "250 queued as 7301",
          "QUIT", "221 bye");

  private final Map<String, String> otherwise;
  private final Optional<SSLContext> tls;
  private final List<String> heard = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();

  public MailServer(Map<String, String> otherwise) {
    this(otherwise, Optional.empty());
  }

  /// @param tls offered by STARTTLS
  public MailServer(Map<String, String> otherwise, Optional<SSLContext> tls) {
    this.otherwise = Map.copyOf(otherwise);
    this.tls = tls;
  }

  @Override
  public void serve(Socket socket, RawTarget target) throws Exception {
    String reply = reply("");
    Socket talking = socket;
    BufferedReader in = reader(talking);
    while (said(talking, target, reply)) {
      String line = in.readLine();
      if (line == null) {
        return;
      }
      hear(line);
      if (line.equals("STARTTLS") && tls.isPresent()) {
        RawTarget.write(talking, reply(line) + "\r\n");
        talking = secured(socket);
        in = reader(talking);
        reply = "";
      } else if (line.equals("DATA") && reply(line).startsWith("354")) {
        RawTarget.write(talking, reply(line) + "\r\n");
        reply = message(in);
      } else {
        reply = reply(line);
      }
    }
  }

  private String message(BufferedReader in) throws IOException {
    var message = new StringBuilder();
    for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
      if (line == null || otherwise.containsKey(LEAVES_IN_THE_MIDST)) {
        return CLOSE;
      }
      message.append(line).append("\r\n");
    }
    synchronized (this) {
      messages.add(message.toString());
    }
    return reply(".");
  }

  private static boolean said(Socket socket, RawTarget target, String reply) throws Exception {
    switch (reply) {
      case RESET -> RawTarget.reset(socket);
      case HANG -> target.hang();
      case CLOSE -> socket.close();
      case "" -> {
        return true;
      }
      default -> {
        RawTarget.write(socket, reply + "\r\n");
        return true;
      }
    }
    return false;
  }

  private Socket secured(Socket socket) throws IOException {
    var secured =
        (SSLSocket)
            tls.orElseThrow()
                .getSocketFactory()
                .createSocket(socket, "mx.mail.example", socket.getPort(), true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    return secured;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  /// The longest beginning that a test says something about counts.
  private String reply(String line) {
    return otherwise.keySet().stream()
        .filter(line::startsWith)
        .filter(beginning -> beginning.isEmpty() == line.isEmpty())
        .max((a, b) -> Integer.compare(a.length(), b.length()))
        .map(otherwise::get)
        .orElseGet(() ->
            line.isEmpty()
                ? USUAL.get("")
                : USUAL.getOrDefault(line.replaceFirst(" .*", ""), "250 ok"));
  }

  private synchronized void hear(String line) {
    heard.add(line);
  }

  public synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  /// The whole messages, each with its end.
  public synchronized List<String> messages() {
    return List.copyOf(messages);
  }
}
