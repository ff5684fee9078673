package dev.countersign.executors.smtp;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.wire.SentMail;
import dev.countersign.json.Digest;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One message on one connection of its own. There is no second try in here.
///
/// It departs right before the dot that ends the message: a server that never got it has taken
/// nothing (RFC 5321, sections 3.8 and 4.1.1.4), and one that got it may have. Nobody gets it
/// unless the server takes every recipient.
final class SmtpAttempt implements SendAttempt {
  private static final Logger log = LoggerFactory.getLogger(SmtpAttempt.class);

  private static final int READY = 220;
  private static final int SIGNED_IN = 235;
  private static final int CONTINUE = 334;
  private static final int START = 354;

  private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] QUIT = "QUIT\r\n".getBytes(StandardCharsets.US_ASCII);

  private final SmtpConnection connection;
  private final SentMail mail;
  private final byte[] bytes;
  private final Digest digest;
  private final CredentialResolver credentials;
  private final Dialler dialler;

  private final Departure departure = new Departure();
  private volatile int status;

  SmtpAttempt(
      SmtpConnection connection,
      SentMail mail,
      Instant date,
      CredentialResolver credentials,
      Dialler dialler) {
    this.connection = connection;
    this.mail = mail;
    this.bytes = mail.bytes(date);
    this.digest = mail.digest(); // here, where it can still fail without harm
    this.credentials = credentials;
    this.dialler = dialler;
  }

  @Override
  public Outcome run() {
    try (Socket plain = dialler.dial(departure::watch)) {
      plain.setSoTimeout(Dialler.millis(connection.limits().timeout()));
      return converse(signedIn(plain));
    } catch (NotSent e) {
      return e.outcome();
    } catch (IOException | RuntimeException e) {
      return lost(e);
    }
  }

  @Override
  public Outcome abandon(String code) {
    return departure.recall(code, status);
  }

  private Dialogue signedIn(Socket plain) throws IOException {
    String hello = "EHLO " + literal(plain.getLocalAddress());
    Dialogue dialogue =
        switch (connection.encryption()) {
          case IMPLICIT -> greeted(dialler.secure(plain));
          case STARTTLS -> startTls(greeted(plain), plain, hello);
          case NONE -> greeted(plain);
        };
    SmtpReply offers = need(dialogue.command(hello), "target_refused");
    if (connection.credential().isPresent()) {
      signIn(dialogue, offers, secret(connection.credential().get()));
    }
    return dialogue;
  }

  private static Dialogue greeted(Socket socket) throws IOException {
    var dialogue = new Dialogue(socket);
    need(dialogue.reply(), "target_refused");
    return dialogue;
  }

  /// What the server said unasked before TLS is not its own.
  private Dialogue startTls(Dialogue plain, Socket socket, String hello) throws IOException {
    SmtpReply offers = need(plain.command(hello), "target_refused");
    if (offers.extension("STARTTLS").findAny().isEmpty()
        || plain.command("STARTTLS").code() != READY) {
      throw new NotSent("tls_not_offered");
    }
    if (plain.hasMore()) {
      throw new NotSent("tls_failed");
    }
    Socket secured = dialler.secure(socket);
    secured.setSoTimeout(Dialler.millis(connection.limits().timeout()));
    return new Dialogue(secured);
  }

  /// By PLAIN, or LOGIN where that is all there is; both over TLS, or on this machine.
  private void signIn(Dialogue dialogue, SmtpReply offers, Secret password) throws IOException {
    List<String> ways =
        offers.extension("AUTH").flatMap(line -> Arrays.stream(line.split(" "))).toList();
    String user = connection.user().orElseThrow();
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

  private Secret secret(CredentialReference reference) throws NotSent {
    return credentials.resolve(reference).orElseThrow(() -> new NotSent("credential_unavailable"));
  }

  private Outcome converse(Dialogue dialogue) throws IOException {
    need(dialogue.command("MAIL FROM:<" + mail.from() + ">"), "sender_refused");
    for (String recipient : mail.recipients()) {
      need(dialogue.command("RCPT TO:<" + recipient + ">"), "recipient_refused");
    }
    SmtpReply start = dialogue.command("DATA");
    if (start.code() != START) {
      throw new NotSent("target_refused", start.code());
    }
    dialogue.write(bytes);
    departure.depart();
    dialogue.write(END);
    SmtpReply taken = dialogue.reply();
    status = taken.code();
    quit(dialogue);
    if (taken.isPositive()) {
      Digest answer = Digest.of(String.join("\n", taken.lines()));
      return new Outcome.Succeeded(status, digest, answer);
    }
    return status >= 400
        ? new Outcome.Failed("target_refused", status)
        : new Outcome.Unknown("target_unclear", status);
  }

  /// It is decided whatever comes of this.
  private static void quit(Dialogue dialogue) {
    try {
      dialogue.write(QUIT);
    } catch (IOException e) {
      log.debug("a mail server left first");
    }
  }

  private static SmtpReply need(SmtpReply reply, String code) throws NotSent {
    if (!reply.isPositive()) {
      throw new NotSent(code, reply.code());
    }
    return reply;
  }

  private Outcome lost(Exception e) {
    String code =
        switch (e) {
          case SocketTimeoutException _ -> "timeout";
          case EOFException _ -> "no_answer";
          case ProtocolException _ -> "malformed_answer";
          case SocketException _ -> "connection_reset";
          case IOException _ -> "connection_lost";
          default -> "internal_error";
        };
    return departure.lost(connection.name(), e, code, status);
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
