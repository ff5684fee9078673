package dev.countersign.sandbox.mail;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One client: its commands, in the order of RFC 5321, section 4.1.4.
final class MailDialogue {
  /// Bytes of a line with its end (RFC 5321, section 4.5.3.1.6).
  private static final int MAX_LINE = 1_000;

  /// Bytes of a mail: the most that the gate sends of plain text, each byte of it spelled out.
  static final int MAX_MESSAGE = 256 * 1024;

  private static final int MAX_RECIPIENTS = 100;
  private static final int MAX_COMMANDS = 1_000;
  private static final int PATIENCE_MILLIS = 30_000;

  private static final Pattern PATH = Pattern.compile("<([!-;=?-~]{1,254})>(?: [ -~]*)?");
  private static final Pattern SIZE = Pattern.compile(" SIZE=([0-9]{1,18})(?: |$)");
  private static final String FROM = "FROM:";
  private static final String TO = "TO:";

  private final MailTarget target;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private boolean greeted;
  private boolean signedIn;
  private Optional<String> from = Optional.empty();
  private final List<String> to = new ArrayList<>();

  MailDialogue(MailTarget target, Socket socket) throws IOException {
    this.target = target;
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// @param crowded whether there is no room for this one
  /// @throws IOException when the client left
  void talk(boolean crowded) throws IOException {
    try {
      if (crowded) {
        say("421 too many at once");
        return;
      }
      say("220 sandbox ESMTP");
      for (int number = 0; number < MAX_COMMANDS; number++) {
        String line = line();
        String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        if (verb.equals("QUIT")) {
          say("221 bye");
          return;
        }
        say(answer(verb, line.substring(Math.min(line.length(), verb.length() + 1))));
      }
      say("421 that is enough");
    } catch (NoMailException refused) {
      say("554 " + refused.getMessage());
      socket.shutdownOutput();
      // What is left unread would reset the connection before its client has read why.
      in.readNBytes(MAX_MESSAGE);
    }
  }

  private String answer(String verb, String rest) throws IOException, NoMailException {
    return switch (verb) {
      case "EHLO" -> hello("250-sandbox\r\n250-SIZE " + MAX_MESSAGE + "\r\n250 AUTH PLAIN");
      case "HELO" -> hello("250 sandbox");
      case "NOOP" -> "250 here";
      case "RSET" -> {
        forget();
        yield "250 forgotten";
      }
      case "AUTH" -> auth(rest);
      case "MAIL" -> mail(rest);
      case "RCPT" -> recipient(rest);
      case "DATA" -> data();
      default -> "502 no such command";
    };
  }

  private String hello(String words) {
    forget();
    greeted = true;
    return words;
  }

  private void forget() {
    from = Optional.empty();
    to.clear();
  }

  private String auth(String rest) {
    if (!greeted || signedIn) {
      return "503 not now";
    }
    String[] parts = rest.split(" ", 2);
    if (!parts[0].toUpperCase(Locale.ROOT).equals("PLAIN") || parts.length < 2) {
      return "504 PLAIN alone, with its answer on the same line";
    }
    signedIn = isUser(parts[1]);
    return signedIn ? "235 welcome" : "535 not these";
  }

  private boolean isUser(String answer) {
    try {
      String[] given =
          new String(Base64.getDecoder().decode(answer), StandardCharsets.UTF_8).split("\0", -1);
      return given.length == 3 && given[0].isEmpty() && target.isUser(given[1], given[2]);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private String mail(String rest) {
    if (!signedIn) {
      return "530 sign in first";
    }
    if (from.isPresent()) {
      return "503 there is a mail begun";
    }
    Matcher size = SIZE.matcher(rest);
    if (size.find() && Long.parseLong(size.group(1)) > MAX_MESSAGE) {
      return "552 a mail is shorter";
    }
    from = path(FROM, rest);
    return from.isPresent() ? "250 go on" : "501 no such sender";
  }

  private String recipient(String rest) {
    if (from.isEmpty()) {
      return "503 whom from?";
    }
    Optional<String> one = path(TO, rest);
    if (one.isEmpty()) {
      return "501 no such recipient";
    }
    if (to.size() == MAX_RECIPIENTS) {
      return "452 too many recipients";
    }
    to.add(one.get());
    return "250 go on";
  }

  private static Optional<String> path(String begins, String rest) {
    if (!rest.regionMatches(true, 0, begins, 0, begins.length())) {
      return Optional.empty();
    }
    Matcher path = PATH.matcher(rest.substring(begins.length()));
    return path.matches() ? Optional.of(path.group(1)) : Optional.empty();
  }

  private String data() throws IOException, NoMailException {
    if (to.isEmpty()) {
      return "503 whom for?";
    }
    say("354 until a dot alone");
    var message = new StringBuilder();
    for (String line = line(); !line.equals("."); line = line()) {
      message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
      if (message.length() > MAX_MESSAGE) {
        throw new NoMailException("a mail is shorter");
      }
    }
    var mail = new ReceivedMail(from.orElseThrow(), to, message.toString());
    forget();
    Optional<MailFault> fault = target.nextFault();
    if (fault.isPresent()) {
      return failed(fault.get(), mail);
    }
    return target.take(mail) ? "250 kept" : "452 no room for another one";
  }

  private String failed(MailFault fault, ReceivedMail mail) throws EOFException {
    switch (fault) {
      case MailFault.Answer(var reply) -> {
        return reply;
      }
      case MailFault.KeepThenDrop() -> target.take(mail);
      case MailFault.Drop() -> {
        // It is gone.
      }
    }
    throw new EOFException("dropped");
  }

  private void say(String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /// Without its end.
  private String line() throws IOException, NoMailException {
    var line = new StringBuilder();
    while (line.length() < MAX_LINE - 1) {
      int next = in.read();
      switch (next) {
        case -1 -> throw new EOFException("it left");
        case '\n' -> throw new NoMailException("a line ends with CRLF");
        case '\r' -> {
          if (in.read() != '\n') {
            throw new NoMailException("a line ends with CRLF");
          }
          return line.toString();
        }
        default -> {
          if (next > '~' || next == 0) {
            throw new NoMailException("ASCII alone");
          }
          line.append((char) next);
        }
      }
    }
    throw new NoMailException("a line is shorter");
  }

  /// What ends the dialogue at once: what follows could be read in two ways.
  private static final class NoMailException extends Exception {
    private static final long serialVersionUID = 1L;

    NoMailException(String words) {
      super(words);
    }
  }
}
