package dev.countersign.ledger;

import dev.countersign.refusal.RefusedAttempt;

/// The port to what was refused and is worth an entry of the deployment's chain.
///
/// Throws [LedgerUnavailableException] when the store cannot answer.
public interface RefusedAttempts {

  /// Writes it down, and has operators told of it where it alarms, in one transaction and within
  /// [dev.countersign.refusal.RefusalBounds] over all replicas.
  ///
  /// @return whether there is an entry of it now that was not there before
  boolean note(RefusedAttempt attempt);
}
