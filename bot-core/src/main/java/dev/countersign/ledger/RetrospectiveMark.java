package dev.countersign.ledger;

import dev.countersign.proposal.PersonId;
import java.time.Instant;

/// That a retrospective was filed, or that one person closed it: the row beside the entry that
/// tells of it, by which lists find what is open. No right comes back by a row alone.
public record RetrospectiveMark(Kind kind, PersonId person, Instant at) {
  public enum Kind {
    FILED,
    CLOSED
  }
}
