package dev.countersign.audit;

import dev.countersign.json.WireName;

/// A fact that does not fit an entry. Nothing is cut: the step that wanted to tell it does not
/// happen.
public final class AuditEntryTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AuditEntryTooLargeException(EntryType type, int bytes) {
    super(
        "an entry of type %s would have %d bytes, and at most %d are kept"
            .formatted(WireName.of(type), bytes, AuditEntry.MOST_BODY_BYTES));
  }
}
