package dev.countersign.executors.smtp;

import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.LookAttempt;
import dev.countersign.executors.sending.NotSent;
import dev.countersign.executors.sending.TrialOf;
import dev.countersign.executors.wire.MailEnvelope;
import java.io.IOException;
import java.net.Socket;

/// Asks a mail server whether it would take a mail of this size, from its sender and to each of its
/// recipients, and leaves before `DATA`: nothing in here could send one.
final class SmtpTrial implements LookAttempt<TargetTrial> {
  private final SmtpConnection connection;
  private final MailEnvelope envelope;
  private final CredentialResolver credentials;
  private final Dialler dialler;
  private final Departure departure = new Departure();

  SmtpTrial(
      SmtpConnection connection,
      MailEnvelope envelope,
      CredentialResolver credentials,
      Dialler dialler) {
    this.connection = connection;
    this.envelope = envelope;
    this.credentials = credentials;
    this.dialler = dialler;
  }

  @Override
  public TargetTrial run() {
    try (Socket plain = dialler.dial(departure::watch)) {
      plain.setSoTimeout(Dialler.millis(connection.limits().timeout()));
      SmtpSession session = SmtpSession.signedIn(plain, connection, credentials, dialler);
      session.address(envelope);
      session.quit();
      return TargetTrial.works();
    } catch (NotSent e) {
      return TrialOf.failed(e.outcome().code());
    } catch (IOException | RuntimeException e) {
      departure.lost(connection.name(), e, SmtpSession.code(e), 0);
      return notBegun(SmtpSession.code(e));
    }
  }

  @Override
  public TargetTrial giveUp(String code) {
    departure.recall(code, 0);
    return notBegun(code);
  }

  @Override
  public TargetTrial notBegun(String code) {
    return TargetTrial.notTried(code);
  }
}
