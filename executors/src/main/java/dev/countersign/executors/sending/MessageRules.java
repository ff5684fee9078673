package dev.countersign.executors.sending;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.wire.MailText;
import dev.countersign.json.JsonPointer;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// What holds for messages, whatever they are sent by.
public final class MessageRules {
  private MessageRules() {}

  /// Nothing is attached there.
  ///
  /// @param done what is not done with them, such as "posted"
  /// @param place where a link goes instead
  public static Optional<Inadmissible> attachments(Message message, String done, String place) {
    return message.attachments().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Inadmissible(
                "attachments_not_allowed",
                "/proposed_changes/attachments",
                "attachments are not " + done + " there: put a link into the " + place));
  }

  /// A message for this chat; after it the changes are one.
  public static Optional<Inadmissible> channel(Action action, Message.Channel channel) {
    if (!(action.changes() instanceof Message message)) {
      return refused(
          "class_not_executable", "/class", "this connection posts actions of class message only");
    }
    return message.channel() == channel
        ? Optional.empty()
        : refused(
            "channel_not_executable",
            "/channel",
            "this connection posts messages of channel " + WireName.of(channel) + " only");
  }

  /// One listed conversation, named in `to`.
  ///
  /// @param connection its name
  public static Optional<Inadmissible> conversation(
      Message message, Set<String> channels, String connection) {
    if (message.recipients().count() != 1 || message.to().size() != 1) {
      return refused(
          "too_many_recipients",
          "/to",
          "it is posted in one conversation, named in to: propose one message for each");
    }
    return channels.contains(message.to().getFirst().address())
        ? Optional.empty()
        : refused(
            "recipient_not_allowed",
            "/to/0/address",
            "the connection does not post there: have the ID of the conversation added to "
                + connection
                + ".channels in connections.yaml");
  }

  /// A plain text that arrives as people saw it.
  ///
  /// @param chat the name of the chat
  /// @param most characters
  public static Optional<Inadmissible> plainText(
      Message message, String chat, int most, Limits limits) {
    if (message.format() != Message.Format.PLAIN) {
      return refused(
          "body_not_allowed",
          "/body/media_type",
          "a message in "
              + chat
              + " is text/plain: it arrives as people saw it, and nothing in it is parsed");
    }
    if (message.content().isBlank() || !MailText.isLines(message.content())) {
      return refused(
          "body_not_allowed",
          "/body/content",
          "a text says something, and has lines that end in a line feed, tabs, and no other control"
              + " characters");
    }
    if (message.content().length() > most) {
      return refused(
          "body_too_large",
          "/body/content",
          chat + " shows at most " + most + " characters in one piece");
    }
    return BodyLimit.check(message.content().getBytes(StandardCharsets.UTF_8), limits);
  }

  private static Optional<Inadmissible> refused(String code, String at, String detail) {
    return Optional.of(new Inadmissible(code, "/proposed_changes" + at, detail));
  }

  /// Nobody who takes messages compares a version.
  ///
  /// @param taker who cannot
  public static Optional<Inadmissible> preconditions(Action action, String taker) {
    return action.preconditions().has("if_match")
        ? Optional.of(
            new Inadmissible(
                "precondition_not_allowed",
                JsonPointer.below("/preconditions", "if_match"),
                taker + " cannot check it: leave it out"))
        : NotBefore.check(action);
  }
}
