package dev.countersign.ledger;

import dev.countersign.json.Digest;
import java.time.Instant;
import java.util.Optional;

/// One step in the history of what is in force, as a genuine entry of the deployment's chain tells
/// it.
///
/// @param seq the number of that entry
/// @param digest of the version, or of the text of an import of people
/// @param version empty for people
/// @param from the digest of what was in force before, where the entry says it
public record VersionEvent(
    int seq,
    Instant at,
    Step step,
    Digest digest,
    Optional<DeployedVersion> version,
    Optional<Digest> from,
    ChangeNote note) {

  /// What happened to it.
  public enum Step {
    PROPOSED,
    IN_FORCE
  }

  public boolean isOfPeople() {
    return version.isEmpty();
  }
}
