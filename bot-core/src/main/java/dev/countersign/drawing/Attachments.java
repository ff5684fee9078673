package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Attachments are named by the action and not in it, so a card can only say that whoever reads it
/// does not see them, and whether the gate has them. A digest, which nobody reads, is whole among
/// the [AgentClaims].
final class Attachments {
  private Attachments() {}

  static Optional<Section> of(RequestRecord record) {
    if (!(record.proposal().action().changes() instanceof Message message)
        || message.attachments().isEmpty()) {
      return Optional.empty();
    }
    int count = message.attachments().size();
    List<List<Run>> lines = new ArrayList<>();
    lines.add(
        List.of(
            Run.strong(
                "⚠️ "
                    + (count == 1 ? "1 attachment" : count + " attachments")
                    + ", unseen here"
                    + (record.ruling().circumstances().attachmentsHeld()
                        ? "; the gate has " + (count == 1 ? "it:" : "them:")
                        : ":"))));
    message.attachments().forEach(attachment -> lines.add(line(attachment)));
    return Optional.of(new Section.Lines(lines));
  }

  /// What approving takes, where the ruling has everybody open them. Whether its reader has, a card
  /// that many people see cannot say.
  static Optional<Section> toOpen(RequestRecord record) {
    int count = record.ruling().openFirst().size();
    return count == 0
        ? Optional.empty()
        : Optional.of(
            Section.Lines.of(
                List.of(
                    Run.words(
                        "Approving this takes having opened "
                            + (count == 1 ? "its attachment" : "its " + count + " attachments")
                            + ", each reviewer for themselves, on its page in the console."))));
  }

  private static List<Run> line(Message.Attachment attachment) {
    List<Run> line = new ArrayList<>();
    line.add(Run.words("• "));
    line.add(Run.supplied(Names.apart(attachment.name()), Run.Emphasis.STRONG));
    attachment.mediaType().ifPresent(type -> detail(line, "", Names.apart(type), ""));
    attachment.size().ifPresent(size -> detail(line, "", size.toString(), " B"));
    attachment.url().ifPresent(url -> detail(line, "at ", url, ""));
    return line;
  }

  private static void detail(List<Run> line, String before, String supplied, String after) {
    line.add(Run.words(" · " + before));
    line.add(Run.supplied(supplied));
    if (!after.isEmpty()) {
      line.add(Run.words(after));
    }
  }
}
