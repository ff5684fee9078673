package dev.countersign.executors.smtp;

import dev.countersign.execution.Inadmissible;
import dev.countersign.executors.connection.AllowedAttachments;
import dev.countersign.executors.connection.SmtpConnection;
import dev.countersign.executors.wire.AttachmentName;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.Message.Attachment;
import java.util.List;
import java.util.Optional;

/// Whether a connection sends these attachments. That the gate has their bytes, and how many they
/// are, is found out by whoever takes the proposal.
final class AttachmentAdmission {
  private static final String ATTACHMENTS = "/proposed_changes/attachments";

  private AttachmentAdmission() {}

  static Optional<Inadmissible> check(Message message, SmtpConnection connection) {
    List<Attachment> attachments = message.attachments();
    if (attachments.isEmpty()) {
      return Optional.empty();
    }
    Optional<AllowedAttachments> allowed = connection.attachments();
    if (allowed.isEmpty()) {
      return Optional.of(
          new Inadmissible(
              "attachments_not_allowed",
              ATTACHMENTS,
              "the connection sends no attachments: put a link into the body, or have attachments"
                  + " added to "
                  + connection.name()
                  + " in connections.yaml"));
    }
    if (attachments.size() > allowed.get().most()) {
      return Optional.of(
          new Inadmissible(
              "attachments_not_allowed",
              ATTACHMENTS,
              "at most " + allowed.get().most() + " attachments go with one mail there"));
    }
    for (int i = 0; i < attachments.size(); i++) {
      Optional<Inadmissible> refused =
          one(ATTACHMENTS + "/" + i, attachments.get(i), allowed.get());
      if (refused.isPresent()) {
        return refused;
      }
    }
    return together(attachments, allowed.get());
  }

  private static Optional<Inadmissible> one(
      String at, Attachment attachment, AllowedAttachments allowed) {
    if (!AttachmentName.isSound(attachment.name())) {
      return refused(
          at + "/name",
          "a name is one line of at most "
              + AttachmentName.MOST_CHARS
              + " characters that show, without / \\ : * ? \" < > | %, and neither begins nor ends"
              + " with a dot or a blank");
    }
    if (attachment.mediaType().filter(allowed.mediaTypes()::contains).isEmpty()) {
      return refused(
          at + "/media_type",
          "say one of the connection's attachments.media_types, as it is there");
    }
    if (attachment.size().isEmpty()) {
      return refused(at + "/size", "say how many bytes it has: people see it");
    }
    return attachment.url().isPresent()
        ? refused(at + "/url", "the mail has the bytes themselves: leave url out")
        : Optional.empty();
  }

  private static Optional<Inadmissible> together(
      List<Attachment> attachments, AllowedAttachments allowed) {
    long most = allowed.bytes();
    long bytes = 0;
    for (Attachment attachment : attachments) {
      long size = attachment.size().orElseThrow();
      if (size > most - bytes) {
        return Optional.of(
            new Inadmissible(
                "attachments_too_large",
                ATTACHMENTS,
                "together they have at most " + most + " bytes"));
      }
      bytes += size;
    }
    return Optional.empty();
  }

  private static Optional<Inadmissible> refused(String pointer, String detail) {
    return Optional.of(new Inadmissible("attachment_not_allowed", pointer, detail));
  }
}
