package dev.countersign.intake;

import dev.countersign.audit.AuditEntry;
import dev.countersign.card.EditDesk.Edit;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RevisionOf;
import java.util.List;
import java.util.Optional;

/// A message with another text, as its agent would propose it: everything else stays as it was
/// frozen.
///
/// @param message of the record
record EditedMessage(RequestRecord record, Message message, Edit edit) {

  /// Blanks at the end are taken away by chats, and change nothing for a reader.
  boolean isSame() {
    return edit.text().stripTrailing().equals(message.content().stripTrailing())
        && subject().equals(message.subject());
  }

  /// Whether this very person made this very text the next revision: a form that comes twice.
  boolean isDone(Editing editing, Ledger ledger) {
    return record
        .request()
        .state()
        .successor()
        .flatMap(ledger::find)
        .filter(next ->
            next.proposal()
                .context()
                .revisionOf()
                .flatMap(RevisionOf::editedBy)
                .filter(editing.person().id()::equals)
                .isPresent())
        .filter(next ->
            next.proposal().action().changes() instanceof Message sent
                && sent.content().equals(edit.text())
                && sent.subject().equals(subject()))
        .isPresent();
  }

  /// A message without a subject gets none.
  private Optional<String> subject() {
    return message.subject().map(before -> edit.subject().orElse(before));
  }

  /// A `proposal.v1` that supersedes the record's.
  ///
  /// @param chain of the record
  byte[] body(List<AuditEntry> chain) {
    return new ProposedAnew(record)
        .body(changes(), record.proposal().action().preconditions(), chain);
  }

  private JsonObject changes() {
    JsonObject changes = record.proposal().action().changesDocument();
    JsonObject edited =
        changes.with("body", changes.object("body").with("content", Json.of(edit.text())));
    return subject().map(subject -> edited.with("subject", Json.of(subject))).orElse(edited);
  }
}
