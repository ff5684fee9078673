package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.List;

/// The port to what follows when the ledger was restored from a backup, or taken over by a replica
/// of it that lacks the last commits: it has forgotten what was decided and sent since. Until an
/// operator begins a new epoch it takes no step, whoever asks.
public interface Recovery {

  /// Whether the ledger is not where its epoch began: restored, or taken over.
  boolean isOnHold();

  /// When the current epoch began, in whole seconds. Buttons and grants from before are dead.
  Instant began();

  /// Ends the hold. All that was approved and not sent, as far as the ledger knows, is held back
  /// until it is released one by one, and every card that asks is drawn again with fresh buttons.
  Begun begin();

  /// @param open requests that people are asked about again
  /// @param held what waits to be released
  record Begun(int epoch, int open, List<ProposalId> held) {}

  /// What was approved and waits to be released.
  List<ProposalId> held();

  /// Lets one run after all.
  ///
  /// @return whether it was held
  boolean release(ProposalId id);

  /// Where the ledger is and how far it has been written: on one place it only grows.
  Position position();

  /// @param place opaque
  record Position(String place, int epoch, long written) {

    /// Whether the ledger was further when it was seen there before. A later epoch says that
    /// somebody knows.
    public boolean isBehind(Position seen) {
      return place.equals(seen.place)
          && (epoch < seen.epoch || (epoch == seen.epoch && written < seen.written));
    }
  }

  /// Puts the ledger on hold: it is behind what was seen of it.
  void hold();
}
