package dev.countersign.executors.slack;

import dev.countersign.executors.chat.Chat;
import dev.countersign.executors.chat.ChatExecutor;
import dev.countersign.executors.chat.MessageForm;
import dev.countersign.executors.connection.SlackConnection;
import dev.countersign.executors.http.AnswerReading;
import dev.countersign.executors.http.HttpAttempt;
import dev.countersign.executors.http.TargetQuestions;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.wire.SentRequest;
import dev.countersign.executors.wire.SentSlackMessage;
import dev.countersign.proposal.Message;
import java.io.IOException;
import org.apache.hc.core5.http.HttpException;

/// One workspace, called with the bot token of the connection.
public final class SlackChat implements Chat {
  private static final MessageForm FORM =
      new MessageForm(
          Message.Channel.SLACK,
          "Slack",
          SentSlackMessage.MOST_CHARS,
          SentSlackMessage::isThread,
          "the ts of the message that is answered, such as 1764500000.000100");

  private final SlackConnection connection;

  private SlackChat(SlackConnection connection) {
    this.connection = connection;
  }

  public static ChatExecutor executor(SlackConnection connection, Outbound out) {
    return new ChatExecutor(connection, new SlackChat(connection), out.credentials(), out);
  }

  @Override
  public MessageForm form() {
    return FORM;
  }

  @Override
  public SentRequest request(Message message) {
    return SentSlackMessage.of(message, connection.baseUrl().toString());
  }

  @Override
  public AnswerReading answer() {
    return new SlackAnswer(connection.name());
  }

  @Override
  public HttpAttempt.Condition readers(String id) {
    return slack -> within(slack, id);
  }

  @Override
  public HttpAttempt.Condition takesMessages(String id) {
    return slack -> within(slack, id).takesMessages();
  }

  private SlackConversation within(TargetQuestions slack, String id)
      throws IOException, HttpException {
    return SlackConversation.ask(slack, connection, id).within(connection.readers());
  }
}
