package dev.countersign.executors.teams;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.TeamsConnection;
import dev.countersign.executors.sending.MessageRules;
import dev.countersign.executors.wire.SentTeamsMessage;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.util.Optional;

/// Whether a message may be posted over a connection at all, found without touching the network.
final class TeamsAdmission {
  private static final String CHANGES = "/proposed_changes";

  private final TeamsConnection connection;

  TeamsAdmission(TeamsConnection connection) {
    this.connection = connection;
  }

  /// Answers empty only when every line holds; the order is part of the contract. 1 a message for
  /// Teams · 2 to one listed conversation · 3 nothing that a message there has no place for · 4 a
  /// plain text that fits · 5 nothing that the gate has never had · 6 preconditions that can be
  /// kept
  Optional<Inadmissible> check(Action action) {
    return MessageRules.channel(action, Message.Channel.TEAMS) // 1
        .or(() -> check(action, (Message) action.changes()));
  }

  private Optional<Inadmissible> check(Action action, Message message) {
    return MessageRules.conversation(message, connection.channels(), connection.name()) // 2
        .or(() -> headers(message)) // 3
        .or(() ->
            MessageRules.plainText(
                message, "Teams", SentTeamsMessage.MOST_CHARS, connection.limits())) // 4
        .or(() -> MessageRules.attachments(message, "posted", "text")) // 5
        .or(() -> MessageRules.preconditions(action, "Teams")); // 6
  }

  private static Optional<Inadmissible> headers(Message message) {
    if (message.subject().isPresent()) {
      return refused(
          "header_not_allowed",
          "/subject",
          "a message in Teams has no subject: put it into the text");
    }
    return message.threadRef().stream().allMatch(SentTeamsMessage::isThread)
        ? Optional.empty()
        : refused(
            "header_not_allowed",
            "/thread_ref",
            "thread_ref is the ID of the message that is answered, such as 1764500000000");
  }

  private static Optional<Inadmissible> refused(String code, String at, String detail) {
    return Optional.of(new Inadmissible(code, CHANGES + at, detail));
  }
}
