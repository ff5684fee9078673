package dev.countersign.intake;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.json.WireName;
import dev.countersign.proposal.RecordImage;
import java.util.List;
import java.util.Optional;

/// What the gate read of a record in the transaction of a change, as the entry of its end tells it.
final class RecordImages {
  private RecordImages() {}

  /// @param end the type of the entry; the last one counts
  /// @param member of its `data`
  static Optional<RecordImage> last(List<AuditEntry> chain, EntryType end, String member) {
    return chain.reversed().stream()
        .map(AuditEntry::document)
        .filter(entry -> entry.text("type").equals(WireName.of(end)))
        .findFirst()
        .flatMap(entry -> entry.object("data").optionalObject(member))
        .map(RecordImage::read);
  }
}
