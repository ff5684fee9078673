package dev.countersign.executors.slack;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.SlackConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.http.HttpAttempt;
import dev.countersign.executors.http.HttpTarget;
import dev.countersign.executors.sending.Destination;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sending.Sending;
import dev.countersign.executors.sending.SendingThrottle;
import dev.countersign.executors.wire.SentSlackMessage;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.util.Optional;

/// Carries out `message` actions of the channel `slack` in one workspace, within its limits and by
/// its deadline.
public final class SlackExecutor implements ActionExecutor, Sending {
  private final SlackConnection connection;
  private final SlackAdmission admission;
  private final CredentialResolver credentials;
  private final Dialler dialler;
  private final SendingThrottle throttle;

  public SlackExecutor(SlackConnection connection, Outbound out) {
    this.connection = connection;
    this.admission = new SlackAdmission(connection);
    this.credentials = out.credentials();
    this.dialler = out.dialler(Destination.of(connection), connection.limits());
    this.throttle = out.throttle(connection, connection.network(), connection.limits());
  }

  @Override
  public Optional<Inadmissible> check(Action action) {
    return admission.check(action);
  }

  @Override
  public Turn turn(Action action) {
    return throttle.turn(action, this);
  }

  @Override
  public SendAttempt attempt(Order order) {
    Message message = (Message) order.action().changes();
    return new HttpAttempt(
        HttpTarget.of(connection),
        SentSlackMessage.of(message, connection.baseUrl().toString()),
        credentials,
        dialler,
        new SlackAnswer(connection.name()));
  }
}
