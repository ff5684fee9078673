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
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// One message on one connection of its own. There is no second try in here.
///
/// It departs right before the dot that ends the message: a server that never got it has taken
/// nothing (RFC 5321, sections 3.8 and 4.1.1.4), and one that got it may have. Nobody gets it
/// unless the server takes every recipient.
final class SmtpAttempt implements SendAttempt {
  private static final int START = 354;

  private static final byte[] END = ".\r\n".getBytes(StandardCharsets.US_ASCII);

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

  private Outcome converse(SmtpSession session) throws IOException {
    session.address(mail.envelope(bytes.length));
    Dialogue dialogue = session.dialogue();
    SmtpReply start = dialogue.command("DATA");
    if (start.code() != START) {
      throw new NotSent("target_refused", start.code());
    }
    dialogue.write(bytes);
    departure.depart();
    dialogue.write(END);
    SmtpReply taken = dialogue.reply();
    status = taken.code();
    session.quit();
    if (taken.isPositive()) {
      Digest answer = Digest.of(String.join("\n", taken.lines()));
      return new Outcome.Succeeded(status, digest, answer);
    }
    return status >= 400
        ? new Outcome.Failed("target_refused", status)
        : new Outcome.Unknown("target_unclear", status);
  }

  private Outcome lost(Exception e) {
    return departure.lost(connection.name(), e, SmtpSession.code(e), status);
  }
}
