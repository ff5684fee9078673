package dev.countersign.executors.slack;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.ReadersLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.AllowedReaders;
import dev.countersign.executors.connection.SlackConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.http.HttpAttempt;
import dev.countersign.executors.http.HttpLook;
import dev.countersign.executors.http.HttpTarget;
import dev.countersign.executors.http.TargetQuestions;
import dev.countersign.executors.sending.ConversationRefusal;
import dev.countersign.executors.sending.Destination;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sending.Sending;
import dev.countersign.executors.sending.SendingThrottle;
import dev.countersign.executors.wire.SentSlackMessage;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Message;
import java.io.IOException;
import java.util.Optional;
import org.apache.hc.core5.http.HttpException;

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
    Message message = message(order.action());
    return new HttpAttempt(
        HttpTarget.of(connection),
        SentSlackMessage.of(message, connection.baseUrl().toString()),
        credentials,
        dialler,
        new SlackAnswer(connection.name()),
        isLimited() ? slack -> within(slack, message) : HttpAttempt.Condition.NONE);
  }

  @Override
  public boolean asksWhoReads(Action action) {
    return isLimited() && check(action).isEmpty();
  }

  @Override
  public ReadersLook whoReads(Action action, AgentId agent) {
    return throttle.lookFor(
        agent,
        HttpLook.of(
            HttpTarget.of(connection),
            credentials,
            dialler,
            slack -> {
              within(slack, message(action));
              return new ReadersLook.Allowed();
            },
            code -> ConversationRefusal.found(code, connection.name()),
            later -> new ReadersLook.NotRead(later.code())));
  }

  @Override
  public boolean triesOut(Action action) {
    return connection.rehearses() && check(action).isEmpty();
  }

  @Override
  public TargetTrial tryOut(Action action) {
    return throttle.tryOut(
        HttpLook.trial(
            HttpTarget.of(connection),
            credentials,
            dialler,
            slack -> {
              within(slack, message(action)).takesMessages();
              return TargetTrial.works();
            }));
  }

  private boolean isLimited() {
    return connection.readers() != AllowedReaders.ANY;
  }

  private SlackConversation within(TargetQuestions slack, Message message)
      throws IOException, HttpException {
    return SlackConversation.ask(slack, connection, message.to().getFirst().address())
        .within(connection.readers());
  }

  private static Message message(Action action) {
    return (Message) action.changes();
  }
}
