package dev.countersign.drawing;

import dev.countersign.audit.AuditEntry;
import dev.countersign.ledger.RequestRecord;
import java.util.List;
import java.util.Optional;

/// What stands around a request and its reader may see.
///
/// @param earlier its revisions before this one that the reader may see, the newest first
/// @param successor the revision after it, where the reader may see it
/// @param onTarget the newest other requests about its target
/// @param byAgent the newest other requests of its agent
/// @param entries its chain in order
/// @param sound whether its rows and its chain prove to be what this gate wrote
public record Surroundings(
    List<RequestRecord> earlier,
    Optional<RequestRecord> successor,
    List<RequestRecord> onTarget,
    List<RequestRecord> byAgent,
    List<AuditEntry> entries,
    boolean sound) {
  public Surroundings {
    earlier = List.copyOf(earlier);
    onTarget = List.copyOf(onTarget);
    byAgent = List.copyOf(byAgent);
    entries = List.copyOf(entries);
  }
}
