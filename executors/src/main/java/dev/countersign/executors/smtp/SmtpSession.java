package dev.countersign.executors.smtp;

import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.wire.MailEnvelope;
import dev.countersign.secret.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection to a mail server that has begun: encrypted, greeted, signed in.
///
/// @param offers what the server said that it can, in its answer to EHLO
record SmtpSession(Dialogue dialogue, SmtpReply offers) {
  private static final Logger log = LoggerFactory.getLogger(SmtpSession.class);

  private static final int READY = 220;
  private static final int SIGNED_IN = 235;
  private static final int CONTINUE = 334;

  private static final String TOO_LARGE_CODE = "message_too_large";

  /// More than the server, or what it has left, takes (RFC 1870, section 6).
  private static final int TOO_LARGE = 552;

  /// A server that says none, or 0, has no limit of its own (RFC 1870, section 4).
  private static final Pattern MOST = Pattern.compile("[1-9][0-9]{0,17}");

  private static final byte[] QUIT = "QUIT\r\n".getBytes(StandardCharsets.US_ASCII);

  /// After whoever signs in has done so, encrypted as the connection is.
  ///
  /// @throws NotSent with why there is none
  static SmtpSession signedIn(
      Socket plain, SmtpConnection connection, CredentialResolver credentials, Dialler dialler)
      throws IOException {
    String hello = "EHLO " + literal(plain.getLocalAddress());
    Dialogue dialogue =
        switch (connection.encryption()) {
          case IMPLICIT -> greeted(secured(plain, connection, dialler));
          case STARTTLS -> startTls(greeted(plain), plain, hello, connection, dialler);
          case NONE -> greeted(plain);
        };
    SmtpReply offers = need(dialogue.command(hello), "target_refused");
    if (connection.credential().isPresent()) {
      signIn(
          dialogue,
          offers,
          connection.user().orElseThrow(),
          secret(credentials, connection.credential().get()));
    }
    return new SmtpSession(dialogue, offers);
  }

  /// Tells the sender, the size where the server wants to hear it, and each recipient.
  ///
  /// @throws NotSent where the server does not take one of them
  void address(MailEnvelope envelope) throws IOException {
    Optional<String> limit = offers.extension("SIZE").findFirst();
    if (limit.filter(most -> isBelow(most, envelope.size())).isPresent()) {
      throw new NotSent(TOO_LARGE_CODE);
    }
    SmtpReply taken =
        dialogue.command(
            "MAIL FROM:<"
                + envelope.from()
                + ">"
                + limit.map(_ -> " SIZE=" + envelope.size()).orElse(""));
    if (limit.isPresent() && taken.code() == TOO_LARGE) {
      throw new NotSent(TOO_LARGE_CODE, taken.code());
    }
    need(taken, "sender_refused");
    for (String recipient : envelope.recipients()) {
      need(dialogue.command("RCPT TO:<" + recipient + ">"), "recipient_refused");
    }
  }

  private static boolean isBelow(String most, long size) {
    return MOST.matcher(most).matches() && Long.parseLong(most) < size;
  }

  /// It is decided whatever comes of this.
  void quit() {
    try {
      dialogue.write(QUIT);
    } catch (IOException e) {
      log.debug("a mail server left first");
    }
  }

  /// What ended a dialogue, as a stable code.
  static String code(Exception e) {
    return switch (e) {
      case SocketTimeoutException _ -> "timeout";
      case EOFException _ -> "no_answer";
      case ProtocolException _ -> "malformed_answer";
      case SocketException _ -> "connection_reset";
      case IOException _ -> "connection_lost";
      default -> "internal_error";
    };
  }

  private static Dialogue greeted(Socket socket) throws IOException {
    var dialogue = new Dialogue(socket);
    need(dialogue.reply(), "target_refused");
    return dialogue;
  }

  /// What the server said unasked before TLS is not its own.
  private static Dialogue startTls(
      Dialogue plain, Socket socket, String hello, SmtpConnection connection, Dialler dialler)
      throws IOException {
    SmtpReply offers = need(plain.command(hello), "target_refused");
    if (offers.extension("STARTTLS").findAny().isEmpty()
        || plain.command("STARTTLS").code() != READY) {
      throw new NotSent("tls_not_offered");
    }
    if (plain.hasMore()) {
      throw new NotSent("tls_failed");
    }
    return new Dialogue(secured(socket, connection, dialler));
  }

  /// A handshake has the time of a connection, and what is said afterwards that of the whole.
  private static Socket secured(Socket plain, SmtpConnection connection, Dialler dialler)
      throws IOException {
    Socket secured = dialler.secure(plain);
    secured.setSoTimeout(Dialler.millis(connection.limits().timeout()));
    return secured;
  }

  /// By PLAIN, or LOGIN where that is all there is; both over TLS, or on this machine.
  private static void signIn(Dialogue dialogue, SmtpReply offers, String user, Secret password)
      throws IOException {
    List<String> ways =
        offers.extension("AUTH").flatMap(line -> Arrays.stream(line.split(" "))).toList();
    SmtpReply last;
    if (ways.contains("PLAIN")) {
      last = dialogue.command("AUTH PLAIN " + base64("\0" + user + "\0" + password.reveal()));
    } else if (ways.contains("LOGIN")) {
      last = dialogue.command("AUTH LOGIN");
      for (String part : List.of(user, password.reveal())) {
        if (last.code() == CONTINUE) {
          last = dialogue.command(base64(part));
        }
      }
    } else {
      throw new NotSent("sign_in_not_offered");
    }
    if (last.code() != SIGNED_IN) {
      throw new NotSent("sign_in_refused", last.code());
    }
  }

  private static Secret secret(CredentialResolver credentials, CredentialReference reference)
      throws NotSent {
    return credentials.resolve(reference).orElseThrow(() -> new NotSent("credential_unavailable"));
  }

  static SmtpReply need(SmtpReply reply, String code) throws NotSent {
    if (!reply.isPositive()) {
      throw new NotSent(code, reply.code());
    }
    return reply;
  }

  /// This machine as it names itself: it may have no name that others know (RFC 5321, section
  /// 4.1.3).
  private static String literal(InetAddress address) {
    String text = address.getHostAddress().replaceFirst("%.*", "");
    return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
