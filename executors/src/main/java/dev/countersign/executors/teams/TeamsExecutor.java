package dev.countersign.executors.teams;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.ReadersLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.AllowedReaders;
import dev.countersign.executors.connection.TeamsConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.http.ClientCredentials;
import dev.countersign.executors.http.HttpAttempt;
import dev.countersign.executors.http.HttpLook;
import dev.countersign.executors.http.HttpTarget;
import dev.countersign.executors.sending.ConversationRefusal;
import dev.countersign.executors.sending.Destination;
import dev.countersign.executors.sending.Dialler;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sending.Sending;
import dev.countersign.executors.sending.SendingThrottle;
import dev.countersign.executors.wire.SentTeamsMessage;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Message;
import java.util.Optional;

/// Carries out `message` actions of the channel `teams` in listed conversations, within the limits
/// of the connection and by its deadline.
public final class TeamsExecutor implements ActionExecutor, Sending {
  private final TeamsConnection connection;
  private final TeamsAdmission admission;
  private final CredentialResolver tokens;
  private final Dialler dialler;
  private final SendingThrottle throttle;

  public TeamsExecutor(TeamsConnection connection, Outbound out) {
    this.connection = connection;
    this.admission = new TeamsAdmission(connection);
    this.tokens = tokens(connection, out);
    this.dialler = out.dialler(Destination.of(connection), connection.limits());
    this.throttle = out.throttle(connection, connection.network(), connection.limits());
  }

  private static CredentialResolver tokens(TeamsConnection connection, Outbound out) {
    return new ClientCredentials(
        HttpTarget.ofLogin(connection),
        TeamsQuestion.path(connection),
        connection.appId(),
        TeamsQuestion.SCOPE,
        out.credentials(),
        out.dialler(Destination.ofLogin(connection), connection.limits()));
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
    return new HttpAttempt(
        HttpTarget.of(connection),
        SentTeamsMessage.of((Message) order.action().changes(), connection.baseUrl().toString()),
        tokens,
        dialler,
        new TeamsAnswer(),
        isLimited() ? roster(order.action())::check : HttpAttempt.Condition.NONE);
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
            tokens,
            dialler,
            connector -> {
              roster(action).check(connector);
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
            tokens,
            dialler,
            connector -> {
              roster(action).check(connector);
              return TargetTrial.works();
            }));
  }

  private boolean isLimited() {
    return connection.readers() != AllowedReaders.ANY;
  }

  private TeamsRoster roster(Action action) {
    Message message = (Message) action.changes();
    return new TeamsRoster(connection, message.to().getFirst().address());
  }
}
