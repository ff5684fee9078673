package dev.countersign.executors.teams;

import dev.countersign.executors.chat.Chat;
import dev.countersign.executors.chat.ChatExecutor;
import dev.countersign.executors.chat.MessageForm;
import dev.countersign.executors.connection.TeamsConnection;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.http.AnswerReading;
import dev.countersign.executors.http.ClientCredentials;
import dev.countersign.executors.http.HttpAttempt;
import dev.countersign.executors.http.HttpTarget;
import dev.countersign.executors.sending.Destination;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.executors.wire.SentTeamsMessage;
import dev.countersign.proposal.Message;

/// The connector of one tenant, called with tokens that the app of the connection gets.
public final class TeamsChat implements Chat {
  private static final MessageForm FORM =
      new MessageForm(
          Message.Channel.TEAMS,
          "Teams",
          SentTeamsMessage.MOST_CHARS,
          SentTeamsMessage::isThread,
          "the ID of the message that is answered, such as 1764500000000");

  private final TeamsConnection connection;

  private TeamsChat(TeamsConnection connection) {
    this.connection = connection;
  }

  public static ChatExecutor executor(TeamsConnection connection, Outbound out) {
    return new ChatExecutor(connection, new TeamsChat(connection), tokens(connection, out), out);
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
  public MessageForm form() {
    return FORM;
  }

  @Override
  public SentRequest request(Message message) {
    return SentTeamsMessage.of(message, connection.baseUrl().toString());
  }

  @Override
  public AnswerReading answer() {
    return new TeamsAnswer();
  }

  @Override
  public HttpAttempt.Condition readers(String id) {
    return new TeamsRoster(connection, id)::check;
  }

  /// Whoever is told the members is there, and may post.
  @Override
  public HttpAttempt.Condition takesMessages(String id) {
    return readers(id);
  }
}
