package dev.countersign.executors.chat;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.ChatConnection;
import dev.countersign.executors.sending.MessageRules;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.util.Optional;

/// Whether a message may be posted over a connection at all, found without touching the network.
final class ChatAdmission {
  private final ChatConnection connection;
  private final MessageForm form;

  ChatAdmission(ChatConnection connection, MessageForm form) {
    this.connection = connection;
    this.form = form;
  }

  /// Answers empty only when every line holds; the order is part of the contract. 1 a message for
  /// this chat · 2 to one listed conversation · 3 nothing that a message there has no place for · 4
  /// a plain text that fits · 5 nothing that the gate has never had · 6 preconditions that can be
  /// kept
  Optional<Inadmissible> check(Action action) {
    return MessageRules.channel(action, form.channel()) // 1
        .or(() -> check(action, (Message) action.changes()));
  }

  private Optional<Inadmissible> check(Action action, Message message) {
    return MessageRules.conversation(message, connection.channels(), connection.name()) // 2
        .or(() -> headers(message)) // 3
        .or(() ->
            MessageRules.plainText(
                message, form.chat(), form.mostChars(), connection.limits())) // 4
        .or(() -> MessageRules.attachments(message, "posted", "text")) // 5
        .or(() -> MessageRules.preconditions(action, form.chat())); // 6
  }

  private Optional<Inadmissible> headers(Message message) {
    if (message.subject().isPresent()) {
      return refused(
          "/subject", "a message in " + form.chat() + " has no subject: put it into the text");
    }
    return message.threadRef().stream().allMatch(form.isThread())
        ? Optional.empty()
        : refused("/thread_ref", "thread_ref is " + form.thread());
  }

  private static Optional<Inadmissible> refused(String at, String detail) {
    return Optional.of(new Inadmissible("header_not_allowed", "/proposed_changes" + at, detail));
  }
}
