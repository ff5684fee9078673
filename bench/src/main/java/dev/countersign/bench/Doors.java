package dev.countersign.bench;

import dev.countersign.proposal.ProposalId;

/// One caller's way to the gate.
interface Doors {
  /// Proposes the sample.
  ///
  /// @param number makes it differ from all others
  ProposalId propose(long number) throws Exception;

  /// Approves what the chat has shown.
  void press(InstantChat.Posted card, String account) throws Exception;
}
