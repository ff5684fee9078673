package dev.countersign.executors.smtp;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.sending.BodyLimit;
import dev.countersign.executors.sending.MessageRules;
import dev.countersign.executors.wire.MailText;
import dev.countersign.executors.wire.Mailbox;
import dev.countersign.executors.wire.SentMail;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.Message.Party;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Whether a message may be sent over a connection at all, found without touching the network.
final class SmtpAdmission {
  private static final String CHANGES = "/proposed_changes";
  private static final String BODY = CHANGES + "/body";

  private final SmtpConnection connection;

  SmtpAdmission(SmtpConnection connection) {
    this.connection = connection;
  }

  /// Answers empty only when every line holds; the order is part of the contract. 1 an e-mail · 2
  /// allowed recipients, and not too many · 3 headers of one line each · 4 a body with one meaning,
  /// of an allowed type, small enough · 5 allowed attachments · 6 preconditions that can be kept
  Optional<Inadmissible> check(Action action) {
    if (!(action.changes() instanceof Message message)) { // 1
      return refused(
          "class_not_executable",
          CHANGES + "/class",
          "this connection sends actions of class message only");
    }
    if (message.channel() != Message.Channel.EMAIL) {
      return refused(
          "channel_not_executable",
          CHANGES + "/channel",
          "this connection sends messages of channel email only");
    }
    return recipients(message) // 2
        .or(() -> headers(message)) // 3
        .or(() -> body(message)) // 4
        .or(() -> AttachmentAdmission.check(message, connection)) // 5
        .or(() -> MessageRules.preconditions(action, "a mail server")); // 6
  }

  private Optional<Inadmissible> recipients(Message message) {
    int most = connection.recipients().most();
    return message.recipients().count() > most
        ? refused(
            "too_many_recipients",
            CHANGES + "/to",
            "it sends to at most " + most + " recipients, cc and bcc included")
        : recipients("to", message.to())
            .or(() -> recipients("cc", message.cc()))
            .or(() -> recipients("bcc", message.bcc()));
  }

  private Optional<Inadmissible> recipients(String list, List<Party> parties) {
    for (int i = 0; i < parties.size(); i++) {
      String at = CHANGES + "/" + list + "/" + i;
      Optional<Mailbox> mailbox = Mailbox.parse(parties.get(i).address());
      if (mailbox.isEmpty()) {
        return refused(
            "recipient_not_allowed",
            at + "/address",
            "what stands before the @ is plain ASCII, without % and !: servers on the way read"
                + " other signs differently");
      }
      if (!connection.recipients().allows(mailbox.get())) {
        return refused(
            "recipient_not_allowed",
            at + "/address",
            "the connection does not send to this domain: have it added to "
                + connection.name()
                + ".recipients.domains in connections.yaml");
      }
      if (!parties.get(i).name().stream().allMatch(MailText::isLine)) {
        return refused(
            "header_not_allowed", at + "/name", "a name is one line without control characters");
      }
    }
    return Optional.empty();
  }

  private static Optional<Inadmissible> headers(Message message) {
    if (!message.subject().stream().allMatch(MailText::isLine)) {
      return refused(
          "header_not_allowed",
          CHANGES + "/subject",
          "a subject is one line without control characters");
    }
    return message.threadRef().stream().allMatch(SentMail::isMessageId)
        ? Optional.empty()
        : refused(
            "header_not_allowed",
            CHANGES + "/thread_ref",
            "thread_ref is the Message-ID of the mail that is answered, such as"
                + " <id@example.com>");
  }

  private Optional<Inadmissible> body(Message message) {
    if (!connection.formats().contains(message.format())) {
      return refused(
          "body_not_allowed",
          BODY + "/media_type",
          "the connection does not send "
              + message.format().mediaType()
              + ": have it added to "
              + connection.name()
              + ".media_types in connections.yaml");
    }
    if (!MailText.isLines(message.content())) {
      return refused(
          "body_not_allowed",
          BODY + "/content",
          "a body has lines that end in a line feed, tabs, and no other control characters");
    }
    return BodyLimit.check(message.content().getBytes(StandardCharsets.UTF_8), connection.limits());
  }

  private static Optional<Inadmissible> refused(String code, String pointer, String detail) {
    return Optional.of(new Inadmissible(code, pointer, detail));
  }
}
