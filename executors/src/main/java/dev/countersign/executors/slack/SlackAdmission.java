package dev.countersign.executors.slack;

import dev.countersign.execution.ActionExecutor.Inadmissible;
import dev.countersign.executors.connection.SlackConnection;
import dev.countersign.executors.sending.BodyLimit;
import dev.countersign.executors.sending.MessageRules;
import dev.countersign.executors.wire.MailText;
import dev.countersign.executors.wire.SentSlackMessage;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Whether a message may be posted over a connection at all, found without touching the network.
final class SlackAdmission {
  private static final String CHANGES = "/proposed_changes";
  private static final String BODY = CHANGES + "/body";

  private final SlackConnection connection;

  SlackAdmission(SlackConnection connection) {
    this.connection = connection;
  }

  /// Answers empty only when every line holds; the order is part of the contract. 1 a message for
  /// Slack · 2 to one listed conversation · 3 nothing that a message there has no place for · 4 a
  /// plain text that fits · 5 nothing that the gate has never had · 6 preconditions that can be
  /// kept
  Optional<Inadmissible> check(Action action) {
    if (!(action.changes() instanceof Message message)) { // 1
      return refused(
          "class_not_executable",
          CHANGES + "/class",
          "this connection posts actions of class message only");
    }
    if (message.channel() != Message.Channel.SLACK) {
      return refused(
          "channel_not_executable",
          CHANGES + "/channel",
          "this connection posts messages of channel slack only");
    }
    return recipient(message) // 2
        .or(() -> headers(message)) // 3
        .or(() -> body(message)) // 4
        .or(() -> MessageRules.attachments(message, "posted", "text")) // 5
        .or(() -> MessageRules.preconditions(action, "Slack")); // 6
  }

  private Optional<Inadmissible> recipient(Message message) {
    if (message.recipients().count() != 1 || message.to().size() != 1) {
      return refused(
          "too_many_recipients",
          CHANGES + "/to",
          "it is posted in one conversation, named in to: propose one message for each");
    }
    return connection.channels().contains(message.to().getFirst().address())
        ? Optional.empty()
        : refused(
            "recipient_not_allowed",
            CHANGES + "/to/0/address",
            "the connection does not post there: have the ID of the conversation added to "
                + connection.name()
                + ".channels in connections.yaml");
  }

  private static Optional<Inadmissible> headers(Message message) {
    if (message.subject().isPresent()) {
      return refused(
          "header_not_allowed",
          CHANGES + "/subject",
          "a message in Slack has no subject: put it into the text");
    }
    return message.threadRef().stream().allMatch(SentSlackMessage::isThread)
        ? Optional.empty()
        : refused(
            "header_not_allowed",
            CHANGES + "/thread_ref",
            "thread_ref is the ts of the message that is answered, such as 1764500000.000100");
  }

  private Optional<Inadmissible> body(Message message) {
    if (message.format() != Message.Format.PLAIN) {
      return refused(
          "body_not_allowed",
          BODY + "/media_type",
          "a message in Slack is text/plain: it arrives as people saw it, and nothing in it is"
              + " parsed");
    }
    if (message.content().isBlank() || !MailText.isLines(message.content())) {
      return refused(
          "body_not_allowed",
          BODY + "/content",
          "a text says something, and has lines that end in a line feed, tabs, and no other control"
              + " characters");
    }
    if (message.content().length() > SentSlackMessage.MOST_CHARS) {
      return refused(
          "body_too_large",
          BODY + "/content",
          "Slack shows at most " + SentSlackMessage.MOST_CHARS + " characters in one piece");
    }
    return BodyLimit.check(message.content().getBytes(StandardCharsets.UTF_8), connection.limits());
  }

  private static Optional<Inadmissible> refused(String code, String pointer, String detail) {
    return Optional.of(new Inadmissible(code, pointer, detail));
  }
}
