package dev.countersign.executors.smtp;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.wire.SentMail;
import dev.countersign.json.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One message on one connection of its own. There is no second try in here.
///
/// It departs right before the dot that ends the message: a server that never got it has taken
/// nothing (RFC 5321, sections 3.8 and 4.1.1.4), and one that got it may have. Nobody gets it
/// unless the server takes every recipient.
final class SmtpAttempt implements SendAttempt {
  private static final Logger log = LoggerFactory.getLogger(SmtpAttempt.class);

  private static final int START = 354;

  private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] QUIT = "QUIT\r\n".getBytes(StandardCharsets.US_ASCII);

  private final SmtpConnection connection;
  private final SentMail mail;
  private final byte[] bytes;
  private final Digest digest;
  private final boolean sends;
  private final CredentialResolver credentials;
  private final Dialler dialler;

  private final Departure departure = new Departure();
  private volatile int status;

  /// @param sends whether the message is sent: otherwise the dialogue ends once the server has
  ///   taken every recipient, before `DATA`
  SmtpAttempt(
      SmtpConnection connection,
      SentMail mail,
      boolean sends,
      Instant date,
      CredentialResolver credentials,
      Dialler dialler) {
    this.connection = connection;
    this.mail = mail;
    this.sends = sends;
    this.bytes = mail.bytes(date);
    this.digest = mail.digest(); // here, where it can still fail without harm
    this.credentials = credentials;
    this.dialler = dialler;
  }

  @Override
  public Outcome run() {
    try (Socket plain = dialler.dial(departure::watch)) {
      plain.setSoTimeout(Dialler.millis(connection.limits().timeout()));
      return converse(SmtpSession.signedIn(plain, connection, credentials, dialler));
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

  private Outcome converse(Dialogue dialogue) throws IOException {
    SmtpSession.need(dialogue.command("MAIL FROM:<" + mail.from() + ">"), "sender_refused");
    for (String recipient : mail.recipients()) {
      SmtpSession.need(dialogue.command("RCPT TO:<" + recipient + ">"), "recipient_refused");
    }
    if (!sends) {
      quit(dialogue);
      return new Outcome.Succeeded(0, digest, Digest.of(""));
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
}
