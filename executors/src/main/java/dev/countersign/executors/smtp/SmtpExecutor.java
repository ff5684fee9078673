package dev.countersign.executors.smtp;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.TargetTrial;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.sending.Destination;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sending.Sending;
import dev.countersign.executors.sending.SendingThrottle;
import dev.countersign.executors.sending.UnsendableAttempt;
import dev.countersign.executors.wire.MailEnvelope;
import dev.countersign.executors.wire.SentMail;
import dev.countersign.json.Digest;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.time.InstantSource;
import java.util.Optional;

/// Carries out `message` actions of the channel `email` over one mail server, within its limits and
/// by its deadline.
public final class SmtpExecutor implements ActionExecutor, Sending {
  private final SmtpConnection connection;
  private final SmtpAdmission admission;
  private final CredentialResolver credentials;
  private final Dialler dialler;
  private final InstantSource clock;
  private final SendingThrottle throttle;

  public SmtpExecutor(SmtpConnection connection, Outbound out) {
    this.connection = connection;
    this.admission = new SmtpAdmission(connection);
    this.credentials = out.credentials();
    this.dialler = out.dialler(Destination.of(connection), connection.limits());
    this.clock = out.clock();
    this.throttle = out.throttle(connection, connection.network(), connection.limits());
  }

  @Override
  public Optional<Inadmissible> check(Action action) {
    return admission.check(action);
  }

  @Override
  public boolean attaches(Action action) {
    return true;
  }

  @Override
  public Turn turn(Action action) {
    return throttle.turn(action, this);
  }

  @Override
  public SendAttempt attempt(Order order) {
    if (!isWhole(order)) {
      return new UnsendableAttempt("attachment_damaged");
    }
    SentMail mail =
        SentMail.of(
            order.action(), connection.sender(), order.idempotencyKey(), order.attachments());
    return new SmtpAttempt(connection, mail, clock.instant(), credentials, dialler);
  }

  @Override
  public boolean triesOut(Action action) {
    return connection.rehearses() && check(action).isEmpty();
  }

  @Override
  public TargetTrial tryOut(Action action) {
    MailEnvelope envelope = SentMail.rehearsed(action, connection.sender(), clock.instant());
    return throttle.tryOut(new SmtpTrial(connection, envelope, credentials, dialler));
  }

  /// Whether each attachment is there, and is what its digest in the frozen action is of.
  private static boolean isWhole(Order order) {
    return order.action().changes() instanceof Message message
        && message.attachments().stream()
            .map(Message.Attachment::digest)
            .allMatch(digest ->
                Optional.ofNullable(order.attachments().get(digest))
                    .filter(bytes -> Digest.of(bytes).equals(digest))
                    .isPresent());
  }
}
