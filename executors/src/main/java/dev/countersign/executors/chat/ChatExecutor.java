package dev.countersign.executors.chat;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.ReadersLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.ChatConnection;
import dev.countersign.executors.credential.CredentialResolver;
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
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Message;
import java.util.Optional;

/// Carries out `message` actions in the listed conversations of one chat, within the limits of the
/// connection and by its deadline.
public final class ChatExecutor implements ActionExecutor, Sending {
  private final ChatConnection connection;
  private final Chat chat;
  private final ChatAdmission admission;
  private final CredentialResolver tokens;
  private final Dialler dialler;
  private final SendingThrottle throttle;

  /// @param tokens what each call is made with
  public ChatExecutor(
      ChatConnection connection, Chat chat, CredentialResolver tokens, Outbound out) {
    this.connection = connection;
    this.chat = chat;
    this.admission = new ChatAdmission(connection, chat.form());
    this.tokens = tokens;
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
    return new HttpAttempt(
        HttpTarget.of(connection),
        chat.request(message(order.action())),
        tokens,
        dialler,
        chat.answer(),
        connection.limitsReaders()
            ? chat.readers(conversation(order.action()))
            : HttpAttempt.Condition.NONE);
  }

  @Override
  public boolean asksWhoReads(Action action) {
    return connection.limitsReaders() && check(action).isEmpty();
  }

  @Override
  public ReadersLook whoReads(Action action, AgentId agent) {
    return throttle.lookFor(
        agent,
        HttpLook.of(
            HttpTarget.of(connection),
            tokens,
            dialler,
            asked -> {
              chat.readers(conversation(action)).check(asked);
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
            asked -> {
              chat.takesMessages(conversation(action)).check(asked);
              return TargetTrial.works();
            }));
  }

  private static Message message(Action action) {
    return (Message) action.changes();
  }

  private static String conversation(Action action) {
    return message(action).to().getFirst().address();
  }
}
