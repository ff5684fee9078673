package dev.countersign.app.cli;

import dev.countersign.json.Digest;
import dev.countersign.ledger.ChangeNote;
import dev.countersign.ledger.VersionEvent;
import dev.countersign.ledger.VersionHistory;
import java.util.Optional;

/// The second operator's word on what a first one proposed.
final class Confirmation {
  private Confirmation() {}

  /// @param text as given on the command line
  /// @throws CheckFailedException when it is none
  static Digest digest(String text) {
    try {
      return new Digest(text);
    } catch (IllegalArgumentException e) {
      throw CheckFailedException.usage(
          "A whole digest is expected, as countersign deployments prints it: sha-256: and 43"
              + " characters.");
    }
  }

  /// @param inForce the digest of what is in force, of the same kind
  /// @throws CheckFailedException when nothing of this digest is to be confirmed, not any more, or
  ///   not by this operator
  static VersionEvent require(
      VersionHistory history,
      Digest digest,
      boolean ofPeople,
      Optional<Digest> inForce,
      String operator) {
    VersionEvent proposed =
        history
            .open(digest, ofPeople)
            .filter(event -> event.from().equals(inForce))
            .orElseThrow(() ->
                CheckFailedException.of(
                    "Nothing with this digest is proposed, or something else was put in force"
                        + " since; see countersign deployments."));
    if (proposed.note().by().equals(Optional.of(operator))) {
      throw CheckFailedException.of(
          "%s proposed this; somebody else has to confirm it.".formatted(operator));
    }
    return proposed;
  }

  /// What the entry of a confirmed change says.
  static ChangeNote note(VersionEvent proposed, String operator) {
    return proposed.note().confirmedBy(operator);
  }
}
